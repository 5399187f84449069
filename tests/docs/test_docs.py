"""Checks that what the documents say is what the program does.

    test_docs.py CLAIMLINE_BINARY

The catalogue of findings in docs/findings.md is that of core/model/finding.h; findings and summary of the samples are
valid against the schemas that ship; the first conversion in README.md gives the output that README.md shows.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]


def catalogue():
    source = (ROOT / "core/model/finding.h").read_text()
    return dict(re.findall(r'X\(\w+,\s*"([a-z_.]+)",\s*(\w+),', source))


def findings_page():
    page = (ROOT / "docs/findings.md").read_text()
    return dict(re.findall(r"^\| ([a-z_]+\.[a-z_]+) \| (\w+) \|", page, re.MULTILINE))


def check_findings():
    wanted = {name: severity.lower() for name, severity in catalogue().items()}
    assert wanted, "no finding was found in finding.h"
    assert findings_page() == wanted, set(findings_page().items()) ^ set(wanted.items())
    assert list(wanted) == sorted(wanted), "the catalogue is not in byte order"


def check_columns():
    source = (ROOT / "core/model/column.h").read_text()
    wanted = re.findall(r"X\((\w+)\)", source)
    page = (ROOT / "docs/columns.md").read_text()
    found = [name for cell in re.findall(r"^\| ([a-z_0-9, ]+) \| (?:session|row) \|", page, re.MULTILINE)
             for name in cell.split(", ")]
    assert sorted(found) == sorted(wanted), set(found) ^ set(wanted)


def check_maps():
    """Keys, and the maps that ship."""
    page = (ROOT / "docs/maps.md").read_text()

    def rows(heading):
        return [key for key in re.findall(r"^\| ([a-z_]+) \|", page.split(heading, 1)[1].split("\n#", 1)[0], re.MULTILINE)
                if key != "key" or heading == "### Keys of a column"]

    def table(name):
        source = (ROOT / "core/read" / name).read_text().split("} keys[] = {", 1)[1].split("};", 1)[0]
        return re.findall(r'\{ "(\w+)",', source)

    assert sorted(rows("### Keys of [map]")) == sorted(table("map_general.c")), rows("### Keys of [map]")
    wanted = ["from", *table("map_keys.c")]
    found = rows("### Keys of a column")
    assert sorted(set(found)) == sorted(wanted), set(found) ^ set(wanted)
    shipped = sorted(path.stem for path in (ROOT / "core/read/maps").glob("*.ini"))
    assert sorted(re.findall(r"^\| ([a-z-]+) \| [A-Zc]", page.split("## The file", 1)[0], re.MULTILINE)) == shipped, shipped
    for name in shipped:
        assert (ROOT / f"samples/maps/{name}.csv").exists(), name
        assert (ROOT / f"tests/golden/cases/map-{name}/args").exists(), name


def check_profiles():
    """Keys, unit rules and the findings that `severity` may weigh."""
    page = (ROOT / "docs/profiles.md").read_text()
    rows = dict(re.findall(r"^\| ([a-z_]+) \| (.*?) \|", page.split("## Keys", 1)[1], re.MULTILINE))
    source = (ROOT / "core/rules/profiles.h").read_text()
    wanted = re.findall(r"X\((\w+), (?:true|false)\)", source)
    assert [key for key in rows if key != "key"] == wanted, set(rows) ^ set(wanted)
    rules = re.search(r"UNIT_RULE_LIST\(X\)(.*)", (ROOT / "core/rules/unit_rules.h").read_text())[1]
    assert rows["unit_rule"].split(", ") == re.findall(r"X\((\w+)\)", rules), rows["unit_rule"]
    names = dict(re.findall(r'X\((\w+),\s*"([a-z_.]+)"', (ROOT / "core/model/finding.h").read_text()))
    weighed = {names[name] for name in
               re.findall(r"FINDING_([A-Z_]+)[ ,]", (ROOT / "core/rules/profile_severity.c").read_text()) if name in names}
    told = set(re.findall(r"[a-z_]+\.[a-z_]+", page.split("`severity` may speak of", 1)[1].split("(`docs", 1)[0]))
    assert told == weighed, told ^ weighed


def check_schemas(program, folder):
    run = subprocess.run([program, "convert", ROOT / "samples/sessions", "--to", "csv:/dev/null", "--quiet",
                          "--date", "2026-06-30", "--findings", folder / "f.jsonl", "--summary", folder / "s.json"],
                         stderr=subprocess.DEVNULL, check=False)
    assert run.returncode == 1, run.returncode
    schema = json.loads((ROOT / "docs/schemas/findings.schema.json").read_text())
    lines = (folder / "f.jsonl").read_text().splitlines()
    assert len(lines) > 50, len(lines)
    for line in lines:
        jsonschema.validate(json.loads(line), schema)
    summary = json.loads((folder / "s.json").read_text())
    jsonschema.validate(summary, json.loads((ROOT / "docs/schemas/summary.schema.json").read_text()))
    counted = {}
    for line in lines:
        name = json.loads(line)["id"]
        counted[name] = counted.get(name, 0) + 1
    assert counted == summary["findings"], (counted, summary["findings"])


def check_readme(program, folder):
    """The block behind the words `first conversion` holds commands ($ ...) and what they print."""
    page = (ROOT / "README.md").read_text()
    block = page.split("## A first conversion", 1)[1].split("```", 2)[1].split("\n", 1)[1]
    expected = None
    shutil.copytree(ROOT / "samples", folder / "samples", symlinks=False)
    for piece in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, expected = piece.split("\n", 1)
        line = command.replace("build/release/bin/claimline", str(program))
        run = subprocess.run(["bash", "-c", line], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             check=False)
        assert run.stdout.decode() == expected, f"{command}\n{run.stdout.decode()}"
    assert expected is not None, "README.md shows no command"


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    checks = [("findings.md", check_findings, False), ("columns.md", check_columns, False),
              ("maps.md", check_maps, False),
              ("profiles.md", check_profiles, False),
              ("schemas", check_schemas, True), ("README.md", check_readme, True)]
    failed = 0
    for name, check, runs in checks:
        with tempfile.TemporaryDirectory() as folder:
            try:
                check(*([program, pathlib.Path(folder)] if runs else []))
                print(f"{name}: passed")
            except AssertionError as error:
                failed += 1
                print(f"{name}: FAILED: {error}")
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
