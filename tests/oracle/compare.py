#!/usr/bin/env python3
"""Compares the program with the oracle on random exports, and on cases.

    compare.py CLAIMLINE --seeds 1-20 --rows 20000 [--explain]
    compare.py CLAIMLINE --cases tests/oracle/cases.json [--cases MORE.json]
    compare.py CLAIMLINE --samples

One run of the program a seed reads one to three export files under a random file of payer profiles, mostly with a
fee table and year-to-date amounts, and writes csv, xml and text. The CSV must be the oracle's byte for byte; the
summary, the held rows, the exit status, the XML's lines and the text's sums must agree with it. On the first
difference of a seed the line and the input rows of its session are printed. With --explain, what
`claimline explain --all --json` says of each session must agree with the CSV. Exit status 1 if anything failed.
"""

import argparse
import collections
import csv
import datetime
import io
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

sys.dont_write_bytecode = True
import generate  # noqa: E402
import oracle  # noqa: E402
import selftest  # noqa: E402
from claims import money  # noqa: E402
from profiles import Profiles  # noqa: E402
from tables import Tables  # noqa: E402

TODAY = datetime.date(2026, 6, 30)
NAMESPACE = "{urn:claimline:claims:1}"
CLAIM_ATTRIBUTES = "claim_id session_id patient_id payer_id service_date place_of_service diagnoses".split()
MISTAKES = [0.0, 0.05, 0.2, 0.6]


class Different(Exception):
    """The program and the oracle do not agree."""


class Run:
    """One run of the program on some exports, and where its outputs are."""

    def __init__(self, binary, exports, folder, options, only_csv=False):
        self.exports = exports
        self.csv, self.xml, self.text = (folder / f"out.{end}" for end in ("csv", "xml", "txt"))
        self.held, self.findings, self.summary = (folder / name for name in ("held", "findings", "summary"))
        targets = [f"csv:{self.csv}"] + ([] if only_csv else [f"xml:{self.xml}", f"text:{self.text}"])
        self.common = [*exports, *[word for pair in options.items() for word in pair], "--date", TODAY.isoformat()]
        command = [binary, "convert", *self.common, *[word for target in targets for word in ("--to", target)],
                   "--held", self.held, "--findings", self.findings, "--summary", self.summary]
        result = subprocess.run(command, capture_output=True, timeout=600, check=False)
        self.status, self.messages = result.returncode, result.stderr.decode("utf-8", "replace")
        if self.status not in (0, 1):
            raise Different(f"exit status {self.status}\n{last_lines(self.messages)}")


def last_lines(messages):
    return "\n".join(messages.splitlines()[-5:])


def show_session(result, session_id):
    """The input rows of a session and of those judged with it, and what the oracle made of them."""
    for visit in result.visits:
        if session_id in [session.id for session in visit]:
            shown = ""
            for session in visit:
                how = session.profile and {key: value for key, value in vars(session.profile).items() if value}
                rows = "".join(f"  {row.file.name}:{row.line}: {row.raw!r}\n" for row in session.rows)
                reasons = "".join(f"  {reason}\n" for reason in session.reasons)
                shown += f"input rows of session {session.id!r}, {session.decision}, {how}:\n{rows}{reasons}"
            return shown
    return f"no session {session_id!r} in the input, or skipped\n"


def check_lines(run, oracle_result):
    expected, got = oracle.lines_csv(oracle_result.claims), run.csv.read_bytes().decode("utf-8", "replace")
    if expected == got:
        return
    expected_rows, got_rows = (list(csv.reader(io.StringIO(text, newline=""))) for text in (expected, got))
    for n, (want, have) in enumerate(zip(expected_rows, got_rows)):
        if want != have:
            fields = [f"{name}: {a!r}, not {b!r}" for name, a, b in zip(oracle.LINE_COLUMNS, want, have) if a != b]
            shown = show_session(oracle_result, want[0]) if n else ""
            if n and have[:1] != want[:1]:
                shown += show_session(oracle_result, have[0] if have else "")
            claims = "\n".join(f"  {name} {row}" for name, rows in (("expected", expected_rows), ("got     ", got_rows))
                               for row in rows if row[:1] in (want[:1], have[:1]))
            raise Different(f"csv row {n + 1}: {'; '.join(fields)}\n{claims}\n{shown}")
    if len(expected_rows) != len(got_rows):
        longer = expected_rows if len(expected_rows) > len(got_rows) else got_rows
        extra = longer[min(len(expected_rows), len(got_rows))]
        raise Different(f"csv has {len(got_rows)} rows, expected {len(expected_rows)}; the first one more is {extra}\n"
                        + show_session(oracle_result, extra[0]))
    for n, (want, have) in enumerate(zip(expected.split("\n"), got.split("\n"))):
        if want != have:
            raise Different(f"csv differs in its quoting or line ends at line {n + 1}\n"
                            f"  expected {want!r}\n  got      {have!r}")
    raise Different("csv differs at its end")


def check_summary(run, expected):
    summary = json.loads(run.summary.read_text(encoding="utf-8"))
    differences = []

    def compare(name, want, have):
        if want != have:
            differences.append(f"summary {name}: expected {want}, got {have}")

    for part in ("rows", "sessions"):
        for key, value in expected[part].items():
            compare(f"{part}.{key}", value, summary[part].get(key))
    for key in ("claims", "lines", "units", "charge_cents"):
        compare(key, expected[key], summary.get(key))
        for target in summary["targets"]:
            compare(f"target {target['plugin']} {key}", expected[key], target.get(key))
    for code in sorted(set(expected["codes"]) | set(summary["codes"])):
        for key in ("sessions", "lines", "units", "minutes", "charge_cents"):
            compare(f"code {code} {key}", expected["codes"].get(code, {}).get(key, 0),
                    summary["codes"].get(code, {}).get(key, 0))
    rows = summary["rows"]
    compare("rows read", rows["read"], rows["accepted"] + rows["held"] + rows["skipped"])
    if differences:
        raise Different("\n".join(differences[:8]))


def after_first_cell(record, delimiter):
    """The bytes of a record behind its first cell and the delimiter."""
    end = record.find(delimiter)
    if record.startswith(b'"'):
        quoted = re.match(rb'"(?:[^"]|"")*"', record)
        end = quoted.end() if quoted else end
    return record[end + 1:]


def check_held(run, oracle_result):
    """The held rows of the inputs, untouched behind the column claimline_held."""
    source = run.exports[0].read_bytes().decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    delimiter, _ = oracle.read_header(source)
    _, header, _, _ = next(oracle.records(source, delimiter))
    delimiter = delimiter.encode()
    rest = run.held.read_bytes().removeprefix(b"\xef\xbb\xbf")
    waiting = collections.defaultdict(list)
    for session in oracle_result.sessions:
        for row in session.rows if session.decision == "held" else []:
            raw = row.raw.encode("utf-8", "surrogateescape")
            waiting[first_line(raw)].append((raw, session.id))

    rest = take_record(rest, header.encode("utf-8", "surrogateescape"), delimiter)
    while rest:
        behind = after_first_cell(rest, delimiter)
        candidates = [pair for pair in waiting[first_line(behind)] if behind.startswith(pair[0].rstrip(b"\r\n"))]
        if not candidates:
            raise Different(f"held file: a row that should not be held\n{rest[:300]!r}")
        chosen = max(candidates, key=lambda pair: len(pair[0]))
        waiting[first_line(behind)].remove(chosen)
        rest = take_record(rest, chosen[0], delimiter)
    for left in waiting.values():
        for raw, session_id in left:
            raise Different(f"held file: a row is missing\n{raw!r}\n" + show_session(oracle_result, session_id))


def first_line(raw):
    return raw.split(b"\n", 1)[0].rstrip(b"\r")


def take_record(rest, raw, delimiter):
    """Takes one record off the held file; it must be raw behind its first cell."""
    behind = after_first_cell(rest, delimiter)
    body = raw.rstrip(b"\r\n")
    if not behind.startswith(body):
        raise Different(f"held file: expected {raw!r}\n  got {behind[:len(raw) + 80]!r}")
    if len(rest) - len(behind) < 2:
        raise Different(f"held file: an empty first cell before {raw!r}")
    line_end = re.match(rb"\r?\n|$", behind[len(body):])
    if line_end is None:
        raise Different(f"held file: expected a record's end, got {behind[len(body):len(body) + 80]!r}")
    if raw.endswith(b"\n") and line_end[0] != raw[len(body):]:
        raise Different(f"held file: line end {line_end[0]!r}, in the input {raw[len(body):]!r}")
    return behind[len(body) + line_end.end():]


def check_xml(run, oracle_result):
    claims = iter(claim for claim in oracle_result.claims if claim.lines)
    root = xml.etree.ElementTree.parse(run.xml).getroot()
    if root.tag != NAMESPACE + "claims":
        raise Different(f"xml root is {root.tag}")
    for element in root:
        claim = next(claims, None)
        if claim is None:
            raise Different(f"xml has a claim more: {element.attrib}")
        head = claim.lines[0]
        charges = [int(line["charge"].replace(".", "")) for line in claim.lines if line["charge"]]
        want = {name: head[name] for name in CLAIM_ATTRIBUTES}
        want["charge"] = money(sum(charges)) if charges else ""
        compare_attributes("claim", claim.id, want, element.attrib)
        if len(element) != len(claim.lines):
            raise Different(f"xml claim {claim.id}: {len(element)} lines, expected {len(claim.lines)}")
        for child, line in zip(element, claim.lines):
            want = {name: text for name, text in line.items() if name not in CLAIM_ATTRIBUTES}
            compare_attributes("line", claim.id, want, child.attrib)
    if next(claims, None):
        raise Different("xml has too few claims")


def compare_attributes(what, session_id, want, have):
    want = {name: text for name, text in want.items() if text}
    if want != dict(have):
        raise Different(f"xml {what} of session {session_id}\n  expected {want}\n  got      {dict(have)}")


def check_text(run, expected):
    """Sums the claim lines of the text by the columns of its title line; compares them and its table of totals."""
    body, _, tail = run.text.read_text(encoding="utf-8").partition("\nTotals\n")
    title = body.split("\n", 1)[0]
    units_end = title.index("Units") + len("Units")
    unit_charge_end = title.index("Unit charge") + len("Unit charge")
    charge_end = title.index("Charge", unit_charge_end) + len("Charge")
    sums = collections.Counter()
    for line in body.split("\n"):
        if re.match(r" +[0-9]+ [0-9A-Z]{5} ", line):
            sums["lines"] += 1
            sums["units"] += int(line[:units_end].split()[-1])
            sums["charge_cents"] += cents(line[unit_charge_end:charge_end].strip())
    for key in ("lines", "units", "charge_cents"):
        if sums[key] != expected[key]:
            raise Different(f"text: {key} of its lines sum to {sums[key]}, expected {expected[key]}")

    wanted = {code: [total["sessions"], total["lines"], total["units"], total["minutes"], total["charge_cents"]]
              for code, total in expected["codes"].items()}
    minutes = sum(total["minutes"] for total in expected["codes"].values())
    wanted["All"] = [expected["claims"], expected["lines"], expected["units"], minutes, expected["charge_cents"]]
    got = {}
    for line in tail.split("\n\n", 1)[0].split("\n"):
        match = re.match(r"([0-9A-Z]{5}|All) +([0-9]+) +([0-9]+) +([0-9]+) +([0-9]+)(?: +([0-9]+\.[0-9]{2})\b)?", line)
        if match:
            got[match[1]] = [int(n) for n in match.group(2, 3, 4, 5)] + [cents(match[6])]
    for code in sorted(set(wanted) | set(got)):
        if wanted.get(code, [0] * 5) != got.get(code, [0] * 5):
            raise Different(f"text totals of {code}: expected {wanted.get(code)}, got {got.get(code)}")


def cents(text):
    return int(text.replace(".", "").replace(",", "")) if text not in (None, "", "-") else 0


def check_properties(run, oracle_result, codes):
    """Of the program's own CSV: charges multiply, and nobody bills more than the minutes of a visit earn."""
    units = collections.Counter()
    with open(run.csv, newline="", encoding="utf-8") as file:
        for line in csv.DictReader(file):
            units[line["claim_id"]] += int(line["units"]) if earns(codes, line["code"]) else 0
            if cents(line["charge"]) != int(line["units"]) * cents(line["unit_charge"]):
                raise Different(f"claim {line['claim_id']}: a charge is not units times unit charge")
    for visit in oracle_result.visits:
        profile = visit[0].profile
        if visit[0].decision != "accepted" or profile.unit_rule != "cms":
            continue
        services = [service for session in visit for service in session.services
                    if earns(codes, service.code) and service.code not in profile.never_billed]
        earned = (sum(service.minutes for service in services) + 7) // 15
        earned += sum(service.units for service in services if not service.has_minutes)
        billed = sum(units[session.id] for session in visit)
        if billed != earned:
            raise Different(f"visit of {visit[0].id}: {billed} timed units, it earns {earned}\n"
                            + show_session(oracle_result, visit[0].id))


def earns(codes, code):
    """Whether the code's minutes pool."""
    return code in codes and codes[code]["billing"] == "timed" and codes[code]["minutes_per_unit"] == "15"


def check_status(run, oracle_result):
    expected = 1 if any(session.decision == "held" for session in oracle_result.sessions) else 0
    if run.status != expected:
        raise Different(f"exit status {run.status}, expected {expected}\n{last_lines(run.messages)}")


def written_line(line):
    """A line of the CSV as explain tells it."""
    told = {"number": int(line["line"]), "code": line["code"], "documented_code": line["documented_code"],
            "modifiers": [line[f"modifier_{n}"] for n in range(1, 5) if line[f"modifier_{n}"]],
            "units": int(line["units"]), "minutes": int(line["minutes"]), "unit_rule": line["unit_rule"]}
    for name, key in (("unit_charge_cents", "unit_charge"), ("charge_cents", "charge")):
        if line[key]:
            told[name] = cents(line[key])
    return told


def explained(binary, run):
    """What `explain --all --json` says of each claim: {claim_id: record}."""
    result = subprocess.run([binary, "explain", *run.common, "--all", "--json"], capture_output=True, timeout=600,
                            check=False)
    if result.returncode not in (0, 1):
        messages = last_lines(result.stderr.decode("utf-8", "replace"))
        raise Different(f"explain: exit status {result.returncode}\n{messages}")
    told = {}
    for text in result.stdout.decode("utf-8").split("\n"):
        record = json.loads(text) if text else {"lines": []}
        if record["lines"]:
            claim_id = record["claim"]["claim_id"]
            if claim_id in told:
                raise Different(f"explain tells the claim {claim_id!r} twice")
            told[claim_id] = record
    return told


def check_explained(binary, run):
    """What explain says of each claim's lines and of their sums, against the lines that convert wrote."""
    written = collections.defaultdict(list)
    with open(run.csv, newline="", encoding="utf-8") as file:
        for line in csv.DictReader(file):
            written[line["claim_id"]].append(written_line(line))
    told = explained(binary, run)
    if set(told) != set(written):
        raise Different(f"explain tells {len(told)} claims, the CSV has {len(written)}; in one of them alone: "
                        f"{sorted(set(told) ^ set(written))[:3]}")
    for claim_id, lines in written.items():
        claim = told[claim_id]["claim"]
        if lines != told[claim_id]["lines"]:
            raise Different(f"explain of claim {claim_id!r}: {told[claim_id]['lines']}\n  the CSV has {lines}")
        sums = {"lines": len(lines), **{name: sum(line[name] for line in lines) for name in ("units", "minutes")}}
        charges = [line["charge_cents"] for line in lines if "charge_cents" in line]
        sums.update({"charge_cents": sum(charges)} if charges else {})
        if sums != {name: claim[name] for name in ("lines", "units", "minutes", "charge_cents") if name in claim}:
            raise Different(f"explain of claim {claim_id!r} sums up {claim}\n  the CSV has {sums}")


def check_exports(args, exports, options, codes, folder):
    """Compares one run; returns a word on what it saw."""
    tables = Tables(options.get("--fees"), options.get("--year-to-date"))
    result = oracle.Result(exports, codes, TODAY, Profiles(options.get("--payers")), tables)
    run = Run(args.binary, exports, folder, options)
    expected = oracle.totals(result)
    check_lines(run, result)
    check_status(run, result)
    check_properties(run, result, codes)
    check_summary(run, expected)
    check_held(run, result)
    check_xml(run, result)
    check_text(run, expected)
    if args.explain:
        check_explained(args.binary, run)
    return f"{expected['rows']['read']} rows, {expected['lines']} lines, {expected['sessions']['held']} held"


def held_ids(path):
    with open(path, newline="", encoding="utf-8") as file:
        return {row["session_id"] for row in csv.DictReader(file)}


def jobs(args, folder):
    """Yields (name, function that checks and returns a word on what it saw)."""
    codes = oracle.load_codes(selftest.SAMPLES / "codes.csv")

    def seed(number):
        mistakes = MISTAKES[number % len(MISTAKES)] if args.mistakes is None else args.mistakes
        options = {"--payers": folder / "payers.ini"}
        if number % 5:
            options.update({"--fees": folder / "fees.csv", "--year-to-date": folder / "year-to-date.csv"})
        tables = list(options.values())[1:]
        exports = generate.generate(folder / "export.csv", number, args.rows, mistakes, TODAY, 1 + number % 3,
                                    options["--payers"], tables)
        return check_exports(args, exports, options, codes, folder)

    def sample(path):
        word = check_exports(args, [path], {}, codes, folder)
        expected = path.parent.parent / "expected" / path.name
        if (folder / "out.csv").read_bytes() != expected.read_bytes():
            raise Different("not the lines worked out by hand")
        return word

    def cases(path):
        listed = selftest.read_cases([path])
        exports, options = selftest.write_cases(listed, folder)
        run = Run(args.binary, exports, folder, options, only_csv=True)
        with open(run.csv, newline="", encoding="utf-8") as file:
            failures = list(selftest.case_failures(listed, csv.DictReader(file), held_ids(run.held)))
        if failures:
            raise Different("\n".join(failures))
        return f"{len(listed)} cases"

    if args.samples:
        for path in sorted((selftest.SAMPLES / "sessions").glob("*.csv")):
            yield path.name, lambda path=path: sample(path)
    for path in args.cases:
        yield path, lambda path=path: cases(path)
    if args.seeds:
        first, _, last = args.seeds.partition("-")
        for number in range(int(first), int(last or first) + 1):
            yield f"seed {number}", lambda number=number: seed(number)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("binary", help="the claimline program")
    parser.add_argument("--seeds", help="A-B, or one")
    parser.add_argument("--rows", type=int, default=20000)
    parser.add_argument("--mistakes", type=float, help="share of sessions with a mistake (default: varies by seed)")
    parser.add_argument("--cases", action="append", default=[], help="a file of unit cases")
    parser.add_argument("--samples", action="store_true", help="the hand-worked samples")
    parser.add_argument("--explain", action="store_true", help="compare what explain says too")
    parser.add_argument("--keep", help="keep the files of the first failure in this folder")
    args = parser.parse_args()

    passed = failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for what, check in jobs(args, folder):
            for left in folder.iterdir():
                left.unlink()
            try:
                print(f"{what}: {check()}", flush=True)
                passed += 1
            except (Different, OSError, ValueError, KeyError, xml.etree.ElementTree.ParseError) as error:
                print(f"{what}: FAILED: {error if isinstance(error, Different) else repr(error)}", flush=True)
                failed += 1
                if args.keep and failed == 1:
                    shutil.copytree(folder, args.keep, dirs_exist_ok=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
