#!/usr/bin/env python3
"""XML exports from outside: the same claim lines as CSV, nothing lost, nothing let in.

    test_xml.py CLAIMLINE [FIRST LAST]

Random canonical exports are written as XML too and must give the same claim lines, byte for byte. Mended held files are
read again. Files that are cut, hostile or wrong must fail with status 3 and a message that names the place.
"""
import datetime
import pathlib
import random
import re
import subprocess
import sys
import tempfile
from xml.sax.saxutils import quoteattr

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "tests/oracle"))
from generate import Generator  # noqa: E402

NAMESPACE = "urn:claimline:sessions:1"
HEAD = f'<sessions xmlns="{NAMESPACE}">\n'
SESSION = ('<session session_id="{}" service_date="2026-05-20" patient_id="A" payer_id="B" payer_class="commercial" '
           'rendering_npi="1999000015" diagnoses="M54.50">{}</session>\n')
SERVICE = '<service code="97110" minutes="30"/>'
COLUMNS = set(re.findall(r"X\((\w+)\)", (ROOT / "core/model/column.h").read_text()))
OF_ROW = set("""rendering_npi rendering_last_name rendering_first_name rendering_taxonomy supervising_npi assistant_id code
minutes start_time end_time assistant_minutes units modifiers modifier_1 modifier_2 modifier_3 modifier_4
diagnosis_pointers unit_charge line_charge region technique necessity response note""".split())


def run(program, *arguments, stdin=None):
    return subprocess.run([program, *map(str, arguments), "--date", "2026-06-30"], capture_output=True, check=False,
                          stdin=stdin)


def attribute(name, text):
    return f' {name}=' + quoteattr(text, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def as_xml(rows, dice):
    """Rows (dicts of canonical columns) as an XML export; rows of a session stand together."""
    out = [dice.choice(["", '<?xml version="1.0" encoding="UTF-8"?>\n', "<!-- by hand -->"])]
    prefix = dice.choice(["", "", "c:"])
    out.append(f'<{prefix}sessions xmlns{":c" if prefix else ""}="{NAMESPACE}">')
    at = 0
    while at < len(rows):
        end = at
        while end < len(rows) and rows[end]["session_id"] == rows[at]["session_id"]:
            end += 1
        gap = dice.choice(["\n", "\n\n  ", "<!-- <session> & -->", "<?note x?>\n"])
        out.append(gap + f"<{prefix}session")
        out += [attribute(name, text) for name, text in rows[at].items() if name not in OF_ROW and text]
        out.append(">")
        for row in rows[at:end]:
            out.append(dice.choice(["", "\n  ", "<!-- of it -->"]) + f"<{prefix}service")
            out += [attribute(name, text) for name, text in row.items() if name in OF_ROW and text]
            out.append("/>" if dice.random() < 0.8 else f"></{prefix}service>")
        out.append(f"\n</{prefix}session>")
        at = end
    out.append(f"\n</{prefix}sessions>\n")
    return "".join(out)


def canonical(row):
    cells = {name: text for name, text in row.items() if name in COLUMNS}
    cells["modifiers"] = ";".join(row.get("_modifiers", []))
    return cells


def as_csv(rows):
    names = list(dict.fromkeys(name for row in rows for name in row))
    quote = lambda text: '"' + text.replace('"', '""') + '"'
    return "".join(",".join(quote(text) for text in line) + "\n"
                   for line in [names, *([row.get(name, "") for name in names] for row in rows)])


def same_lines(program, folder, seed):
    """Random sessions, some with mistakes: the same lines, and the same sessions held, from both forms."""
    dice = random.Random(seed)
    made = Generator(seed, 0, __import__("datetime").date(2026, 6, 30))
    rows = [canonical(row) for _ in range(dice.choice([1, 5, 60])) for row in made.session()]
    for row in rows:
        if dice.random() < 0.02:
            row[dice.choice(["minutes", "code", "rendering_npi"])] = dice.choice(["", "x", "99999"])
    (folder / "in.csv").write_text(as_csv(rows), newline="")
    (folder / "in.xml").write_text(as_xml(rows, dice), newline="")
    results = []
    for kind in ("csv", "xml"):
        held = folder / f"held.{kind}"
        held.unlink(missing_ok=True)
        done = run(program, "convert", folder / f"in.{kind}", "--to", "csv", "--held", held, "--quiet")
        text = held.read_text() if held.exists() else ""
        results.append((done.returncode, done.stdout))
        assert done.returncode < 2, done.stderr.decode()[-300:]
        assert kind == "csv" or text.endswith("sessions>\n"), text[-80:]
    assert results[0] == results[1], "other lines than from CSV"
    again = run(program, "convert", folder / "held.xml", "--to", "csv", "--held", folder / "again.xml", "--quiet")
    assert again.returncode == results[0][0], again.stderr.decode()[-300:]
    unnumbered = [re.sub(r"claimline_held \d+", "", (folder / name).read_text()) for name in ("held.xml", "again.xml")]
    assert unnumbered[0] == unnumbered[1], "held again, the rows are not the same"
    piped = run(program, "convert", "-", "--to", "csv", "--quiet", stdin=(folder / "in.xml").open("rb"))
    assert (piped.returncode, piped.stdout) == results[1], "other lines by a pipe"


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "lol"}">' for n in range(9))
PARAMETERS = '<!ENTITY % a "xxxx"><!ENTITY % b "%a;%a;%a;"> %b;'
FILES = [  # text, message
    (f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>{HEAD}&e;</sessions>', "DOCTYPE"),
    (f'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">{HEAD}</sessions>', "DOCTYPE"),
    (f"<!DOCTYPE sessions>{HEAD}</sessions>", "DOCTYPE"),
    (f"<!DOCTYPE x [{LAUGHS}]>{HEAD}&a8;</sessions>", "DOCTYPE"),
    (f"<!DOCTYPE x [{PARAMETERS}]>{HEAD}</sessions>", "DOCTYPE"),
    (f'<?xml version="1.0"?>\n<!-- c -->\n<!DOCTYPE html>\n<html/>', "DOCTYPE"),
    (HEAD + SESSION.format("&e;", SERVICE) + "</sessions>", ":2: uses an entity"),
    (HEAD + "\n\n" + SESSION.format("1", "<service>97110</service>") + "</sessions>", ":4: text stands"),
    (HEAD + SESSION.format("1", SERVICE + "<![CDATA[x]]>") + "</sessions>", "text stands"),
    (HEAD + SESSION.format("1", "<line/>") + "</sessions>", ":2: the element line is not known"),
    (HEAD + SESSION.format("1", '<service code="97110"><note/></service>') + "</sessions>", "element note is not"),
    (HEAD + "<visit/></sessions>", "the element visit is not known"),
    (HEAD + '<x:session xmlns:x="urn:y"/></sessions>', "namespace"),
    ("<sessions/>", "namespace"),
    ('<sessions xmlns="urn:claimline:sessions:2"/>', "namespace"),
    ('<Bundle xmlns="http://hl7.org/fhir"/>', "Bundle is no session export"),
    (HEAD + '<session session_id="1" session_id="2"/></sessions>', "twice"),
    (HEAD + SESSION.format("1", SERVICE) + "</session>", ":3: an end tag does not match"),
    (HEAD + SESSION.format("1", SERVICE) + "</sessions><more/>", "stands behind"),
    (HEAD + SESSION.format("1\x01", SERVICE) + "</sessions>", "well-formed|character"),
    (HEAD.encode() + b'<session session_id="\xe9"/></sessions>', "UTF-8"),
    (b'<?xml version="1.0" encoding="Windows-1252"?>\n' + HEAD.encode() + b'<session session_id="\x81"/></sessions>',
     ":3: .*not UTF-8"),
    (HEAD + "<session " + " ".join(f'a{n}=""' for n in range(1000000)) + "/></sessions>", "4096"),
    ("<a>" * 100000, "a is no session"),
    (HEAD + "<session><service>" + "<a>" * 100000, "not known here"),
    (HEAD + "<session " + "a" * 200000 + '="1"/></sessions>', "name is too long|well-formed"),
    (HEAD + '<session session_id="' + "1" * 11000000 + '"/></sessions>', "well-formed"),
    ("<", "has no end"),
    (" \n" + '<?xml version="1.0"?>' + HEAD + "</sessions>", "well-formed"),
]


def wrong_files(program, folder):
    path = folder / "in.xml"
    for number, (text, message) in enumerate(FILES):
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        done = run(program, "convert", path, "--to", f"csv:{folder}/out.csv", "--held", folder / "h.xml", "--quiet")
        said = done.stderr.decode()
        assert done.returncode == 3, (number, done.returncode, said[-200:])
        assert re.search(message, said) and "in.xml:" in said and said.count("\n") == 1, (number, said[-300:])
        assert not (folder / "out.csv").exists() and not (folder / "h.xml").exists(), number


def cut_anywhere(program, folder):
    """A file that ends too early is never taken for a whole one."""
    text = (HEAD + '<session session_id="1" status="voided"/>\n' + '<session session_id="2" status="voided">' + SERVICE
            + "<!-- c --></session></sessions>\n").encode()
    path = folder / "in.xml"
    for length in range(len(text) + 1):
        path.write_bytes(text[:length])
        done = run(program, "check", path, "--quiet")
        assert done.returncode == (0 if length >= len(text) - 1 else 3), (length, done.returncode, done.stderr)


def held(program, folder, sessions, expected, head=HEAD):
    """Converts sessions; returns what was held."""
    (folder / "in.xml").write_text(head + sessions + "</sessions>\n")
    (folder / "held.xml").unlink(missing_ok=True)
    done = run(program, "convert", folder / "in.xml", "--to", "csv", "--set", "columns=session_id,code", "--set",
               "header=no", "--held", folder / "held.xml", "--quiet")
    assert done.stdout.decode().split() == expected, (done.stdout, done.stderr[-500:])
    return (folder / "held.xml").read_text(), done.stderr.decode()


def single_cases(program, folder):
    good = SESSION.format("G", SERVICE)
    text, _ = held(program, folder, good + SESSION.format("N", "") + good.replace('"G"', '"H"'), ["G,97110", "H,97110"])
    assert text == (f'<?xml version="1.0" encoding="UTF-8"?>\n{HEAD}\n<?claimline_held 3 field.required?>\n'
                    + SESSION.format("N", "") + "</sessions>\n"), text
    # Skipped, with and without services; a session without an id; one in the wrong words.
    text, said = held(program, folder, '<session session_id="C" status="cancelled"/>' + good, ["G,97110"])
    assert "<session " not in text
    no_id = SESSION.replace('session_id="{}" ', "").format(SERVICE * 3)
    text, said = held(program, folder, good + no_id + good.replace('"G"', '"H"'), ["G,97110", "H,97110"])
    assert no_id in text and "session_id is empty" in said, text
    # Attributes in the wrong place hold; those that nobody knows are told once a file and name.
    text, said = held(program, folder, SESSION.format("M", '<service code="97110" minutes="30" patient_id="A"/>')
                      + good.replace("<session", '<session minutes="9"'), [])
    assert "attribute.place" in text and text.count("<session ") == 2, text
    odd = SERVICE.replace("<service", '<service room="1" x="2"')
    text, said = held(program, folder, SESSION.format("U", odd * 2) + SESSION.format("V", odd), ["U,97110", "V,97110"])
    assert said.count("attribute room") == 1 and said.count("attribute x ") == 1, said
    # The session's provider, and a service's own: never a mixture.
    (folder / "in.xml").write_text(HEAD + SESSION.replace("diagnoses", 'rendering_last_name="Moor" diagnoses').format(
        "P", SERVICE + '<service code="97140" minutes="30" rendering_npi="1999000023"/>') + "</sessions>")
    done = run(program, "convert", folder / "in.xml", "--to", "csv", "--set", "header=no", "--set",
               "columns=code,rendering_npi,rendering_last_name", "--quiet")
    assert done.stdout == b"97110,1999000015,Moor\n97140,1999000023,\n", done.stdout
    # UTF-16 with its own declaration; lines past 65,535.
    (folder / "in.xml").write_bytes(('<?xml version="1.0" encoding="UTF-16"?>' + HEAD + good + "</sessions>")
                                    .encode("utf-16"))
    done = run(program, "check", folder / "in.xml", "--quiet")
    assert done.returncode == 0, done.stderr
    _, said = held(program, folder, "\n" * 70000 + SESSION.format("L", "\n<service/>"), [])
    assert "in.xml:70002: error: code is empty" in said, said
    # Two forms into one held file.
    (folder / "in.csv").write_text("session_id,service_date,patient_id,payer_id,payer_class,rendering_npi,diagnoses,code\n")
    done = run(program, "convert", folder / "in.xml", folder / "in.csv", "--to", "csv", "--held", folder / "h")
    assert done.returncode == 2, done.stderr
    done = run(program, "convert", folder / "in.csv", "--from", "xml", "--to", "csv")
    assert done.returncode == 3, done.stderr
    done = run(program, "convert", folder / "in.csv", "--from", "word", "--to", "csv")
    assert done.returncode == 2, done.stderr
    for arguments in (["check", "--from", "csv"], ["explain", "--all", "--from", "csv"],
                      ["diff", "--from", "built-in", "--to", "built-in", "--input-format", "csv"]):
        done = run(program, arguments[0], folder / "in.xml", *arguments[1:])
        assert done.returncode == 3 and b"CSV header" in done.stderr, (arguments, done.stderr)
        done = run(program, arguments[0], folder / "in.xml", *[{"csv": "xml"}.get(word, word) for word in arguments[1:]])
        assert done.returncode < 2, (arguments, done.stderr[-300:])


def large(program, folder):
    """Rows and sessions past the limits are held whole, with what follows them sound."""
    good = SESSION.format("G", SERVICE)
    wrong = SESSION.format("E", "<service/>")
    long_note = f'<service code="97110" minutes="30" note="{"n" * 2000000}"/>'
    comment = f"<!-- {'c' * 2000000} -->"
    many = comment[:5000].replace("c" * 100, "c" * 60) + "-->"
    for services in (long_note + SERVICE, SERVICE + long_note + SERVICE, SERVICE * 5000, comment + SERVICE,
                     SERVICE + comment + SERVICE, SERVICE + many * 3000 + SERVICE, long_note * 3,
                     ("<service/>" + "<!--" + "c" * 3000 + "-->") * 2000):
        for attributes in ("", "no"):
            long = SESSION.format("L", services)
            if attributes:
                long = long.replace('session_id="L" ', "")
            text, _ = held(program, folder, good + wrong + long + good.replace('"G"', '"H"'), ["G,97110", "H,97110"])
            assert long.rstrip() in text and wrong.rstrip() in text, (services[:60], len(text))
            done = run(program, "check", folder / "held.xml", "--quiet")
            assert done.returncode == 1, (services[:60], done.stderr[-300:])
    (folder / "in.xml").write_text(HEAD + " " * 3000000 + ("<!-- -->\n" * 300000) + good + "</sessions>")
    done = run(program, "check", folder / "in.xml", "--quiet")
    assert done.returncode == 0, done.stderr[-300:]


def encodings(program, folder):
    """What the declaration names is what is read, and the file of held rows is UTF-8."""
    text = HEAD + SESSION.format("Jos\u00e9", SERVICE) + SESSION.format("\u00c5 2", "") + "</sessions>"
    results = []
    for name, codec in (("UTF-8", "utf-8"), ("ISO-8859-1", "latin-1"), ("windows-1252", "cp1252"), ("iso-8859-15", "iso8859-15"),
                        ("US-ASCII", "ascii")):
        if codec == "ascii":
            text = text.replace("\u00e9", "&#xe9;").replace("\u00c5", "&#197;")
        (folder / "in.xml").write_bytes((f'<?xml version="1.0" encoding="{name}"?>' + text).encode(codec))
        (folder / "held.xml").unlink(missing_ok=True)
        done = run(program, "convert", folder / "in.xml", "--to", "csv", "--quiet", "--held", folder / "held.xml")
        assert done.returncode == 1 and done.stdout.count(b"\n") == 2 and "Jos\u00e9" in done.stdout.decode(), (name, done.stderr)
        results.append((done.stdout, done.stderr, (folder / "held.xml").read_text().replace("&#197;", "\u00c5")))
    assert all(result == results[0] for result in results), results
    (folder / "in.xml").write_text('<?xml version="1.0" encoding="IBM037"?>' + text)
    done = run(program, "check", folder / "in.xml", "--quiet")
    assert done.returncode == 3 and b"the encoding IBM037, which is not known" in done.stderr, done.stderr


def in_parts(program, folder, seed):
    """Exports that are cut into parts, also in the wrong place: the same on any number of threads, and the same as CSV."""
    dice = random.Random(seed)
    made = Generator(seed, 0, datetime.date(2026, 6, 30))
    rows = [canonical(row) for _ in range(700) for row in made.session()]
    for row in rows:
        if dice.random() < 0.01:
            row[dice.choice(["minutes", "code", "rendering_npi"])] = dice.choice(["", "x", "9"])
    text = as_xml(rows, dice)
    text = text.replace("<!-- of it -->", "<!-- " + '<session> ' * (9000 if seed % 2 else 1) + " -->", 3)
    text = text.replace(" code=", ' fancy="x" code=')
    (folder / "in.xml").write_text(text, newline="")
    (folder / "in.csv").write_text(as_csv(rows), newline="")
    names = ["held.xml", "out.csv", "findings.jsonl", "summary.json"]
    results = []
    for threads in (1, 2, 5):
        for name in names:
            (folder / name).unlink(missing_ok=True)
        done = run(program, "convert", folder / "in.xml", "--to", f"csv:{folder}/out.csv", "--held", folder / names[0],
                   "--findings", folder / names[2], "--summary", folder / names[3], "--threads", threads)
        assert done.returncode < 2, done.stderr[-300:]
        results.append([done.returncode, done.stderr, *((folder / name).read_bytes() for name in names)])
    assert results[0] == results[1] == results[2], "other results on several threads"
    assert results[0][4].count(b'"column.unknown"') == 1, "an attribute that is not known is told once a file"
    done = run(program, "convert", folder / "in.csv", "--to", "csv", "--quiet")
    assert (done.returncode, done.stdout) == (results[0][0], results[0][3]), "other lines than from CSV"
    lines = text.split("\n")
    for _ in range(4):
        line = dice.randrange(len(lines) // 8, len(lines))
        for wrong, message in (("</oops>", "well-formed|not match"), (None, "ends in the middle"), ("<!DOCTYPE a>", "well-formed")):
            changed = lines[:line] + ([wrong + lines[line], *lines[line + 1:]] if wrong else [])
            (folder / "wrong.xml").write_text("\n".join(changed), newline="")
            done = run(program, "check", folder / "wrong.xml", "--quiet", "--threads", 2)
            told = line + 1 if wrong else len(changed)
            assert done.returncode == 3 and re.search(message, done.stderr.decode()), (line, done.stderr)
            near = {told} if wrong else {told - 1, told}
            assert int(re.search(r"wrong.xml:(\d+):", done.stderr.decode())[1]) in near, (line, told, done.stderr)


def schema(folder):
    """The samples are valid, and what is wrong with the files above is seen by the schema too."""
    xsd = ROOT / "docs/schemas/sessions.xsd"
    samples = sorted((ROOT / "samples/sessions-xml").glob("*.xml"))
    assert samples
    validate = lambda *files: subprocess.run(["xmllint", "--noout", "--nonet", "--schema", xsd, *files], check=False,
                                             capture_output=True)
    assert validate(*samples).returncode == 0, validate(*samples).stderr.decode()
    good = SESSION.format("G", SERVICE)
    path = folder / "in.xml"
    for sessions, valid in ((good, True), (good.replace('minutes="30"', 'minutes="3x"'), False),
                            (good.replace("2026-05-20", "5/20/2026"), False), (good.replace("M54.50", "back"), False),
                            (good.replace("<service", '<service patient_id="A"'), False),
                            (good.replace("1999000015", "199900001"), False), (good.replace("<service ", "<line "), False),
                            (good.replace("commercial", "Commercial"), True), (good.replace('"G"', '""'), False),
                            (good.replace("M54.50", "m5450; R26.89"), True)):
        path.write_text(HEAD + sessions + "</sessions>")
        assert (validate(path).returncode == 0) == valid, sessions


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    first, last = (int(word) for word in sys.argv[2:4]) if len(sys.argv) > 2 else (1, 8)
    checks = [(f"seed {seed}", lambda program, folder, seed=seed: same_lines(program, folder, seed))
              for seed in range(first, last + 1)]
    checks += [(f"in parts {seed}", lambda program, folder, seed=seed: in_parts(program, folder, seed)) for seed in (1, 2)]
    checks += [("wrong files", wrong_files), ("cut files", cut_anywhere), ("single cases", single_cases), ("large", large),
               ("encodings", encodings),
               ("schema", lambda program, folder: schema(folder))]
    failed = 0
    for name, check in checks:
        with tempfile.TemporaryDirectory() as folder:
            try:
                check(program, pathlib.Path(folder))
            except AssertionError as wrong:
                failed += 1
                print(f"{name}: {wrong}")
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
