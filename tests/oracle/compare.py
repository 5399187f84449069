#!/usr/bin/env python3
"""Compares the program with the oracle on random exports, and on unit cases.

    compare.py CLAIMLINE --seeds 1-20 --rows 20000
    compare.py CLAIMLINE --cases tests/oracle/cases.json [--cases MORE.json]
    compare.py CLAIMLINE --samples

One run of the program a seed writes csv, xml and text. The CSV must be the oracle's byte for byte; the summary, the
held file, the exit status, the XML's lines and the text's sums must agree with it. On the first difference of a seed
the line and the input rows of its session are printed. Exit status 1 if anything failed.
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

TODAY = datetime.date(2026, 6, 30)
NAMESPACE = "{urn:claimline:claims:1}"
CLAIM_ATTRIBUTES = "claim_id session_id patient_id payer_id service_date place_of_service diagnoses".split()
MISTAKES = [0.0, 0.05, 0.2, 0.6]


class Different(Exception):
    """The program and the oracle do not agree."""


class Run:
    """One run of the program on one export, and where its outputs are."""

    def __init__(self, binary, export, folder, only_csv=False):
        self.export = export
        self.csv, self.xml, self.text = (folder / f"out.{end}" for end in ("csv", "xml", "txt"))
        self.held, self.findings, self.summary = (folder / name for name in ("held", "findings", "summary"))
        targets = [f"csv:{self.csv}"] + ([] if only_csv else [f"xml:{self.xml}", f"text:{self.text}"])
        command = [binary, "convert", export, *[word for target in targets for word in ("--to", target)],
                   "--held", self.held, "--findings", self.findings, "--summary", self.summary,
                   "--date", TODAY.isoformat()]
        result = subprocess.run(command, capture_output=True, timeout=600, check=False)
        self.status, self.messages = result.returncode, result.stderr.decode("utf-8", "replace")


def show_session(sessions, session_id):
    """The input rows of a session, and what the oracle made of it."""
    for session in sessions:
        if session.id == session_id:
            rows = "".join(f"  {row.line}: {row.raw!r}\n" for row in session.rows)
            reasons = "".join(f"  {reason}\n" for reason in session.reasons)
            return f"input rows of session {session_id!r}, {session.decision}:\n{rows}{reasons}"
    return f"no session {session_id!r} in the input\n"


def check_lines(run, sessions):
    expected, got = oracle.lines_csv(sessions), run.csv.read_bytes().decode("utf-8", "replace")
    if expected == got:
        return
    expected_rows, got_rows = (list(csv.reader(io.StringIO(text, newline=""))) for text in (expected, got))
    for n, (want, have) in enumerate(zip(expected_rows, got_rows)):
        if want != have:
            fields = [f"{name}: {a!r}, not {b!r}" for name, a, b in zip(oracle.LINE_COLUMNS, want, have) if a != b]
            shown = show_session(sessions, want[0]) if n else ""
            if n and have[:1] != want[:1]:
                shown += show_session(sessions, have[0] if have else "")
            raise Different(f"csv row {n + 1}\n  expected {want}\n  got      {have}\n  {'; '.join(fields)}\n{shown}")
    if len(expected_rows) != len(got_rows):
        longer = expected_rows if len(expected_rows) > len(got_rows) else got_rows
        extra = longer[min(len(expected_rows), len(got_rows))]
        raise Different(f"csv has {len(got_rows)} rows, expected {len(expected_rows)}; the first one more is {extra}\n"
                        + show_session(sessions, extra[0]))
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


def check_held(run, sessions):
    """The held rows of the input, in order and untouched behind the column claimline_held."""
    source = run.export.read_bytes().decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    delimiter, _ = oracle.read_header(source)
    _, header, _, _ = next(oracle.records(source, delimiter))
    held = [row.raw for session in sessions if session.decision == "held" for row in session.rows]
    wanted = [raw.encode("utf-8", "surrogateescape") for raw in [header] + held]
    delimiter = delimiter.encode()
    rest = run.held.read_bytes().removeprefix(b"\xef\xbb\xbf")
    for n, raw in enumerate(wanted):
        behind = after_first_cell(rest, delimiter)
        body = raw.rstrip(b"\r\n")
        if not behind.startswith(body):
            raise Different(f"held file, record {n + 1}\n  expected {raw!r}\n  got      {behind[:len(raw) + 80]!r}")
        first = rest[:len(rest) - len(behind)]
        if n == 0 and b"claimline_held" not in first or n and len(first) < 2:
            raise Different(f"held file, record {n + 1}: its first cell is {first!r}")
        line_end = re.match(rb"\r?\n|$", behind[len(body):])
        if line_end is None:
            raise Different(f"held file, record {n + 1}: expected its end, got {behind[len(body):len(body) + 80]!r}")
        if raw.endswith(b"\n") and line_end[0] != raw[len(body):]:
            raise Different(f"held file, record {n + 1}: line end {line_end[0]!r}, in the input {raw[len(body):]!r}")
        rest = behind[len(body) + line_end.end():]
    if rest:
        raise Different(f"held file: more than the held rows: {rest[:200]!r}")


def check_xml(run, sessions):
    claims = iter(session for session in sessions if session.lines)
    root = xml.etree.ElementTree.parse(run.xml).getroot()
    if root.tag != NAMESPACE + "claims":
        raise Different(f"xml root is {root.tag}")
    for claim in root:
        session = next(claims, None)
        if session is None:
            raise Different(f"xml has a claim more: {claim.attrib}")
        head = session.lines[0]
        charges = [int(line["charge"].replace(".", "")) for line in session.lines if line["charge"]]
        want = {name: head[name] for name in CLAIM_ATTRIBUTES}
        want["charge"] = oracle.money(sum(charges)) if charges else ""
        compare_attributes("claim", session.id, want, claim.attrib)
        if len(claim) != len(session.lines):
            raise Different(f"xml claim {session.id}: {len(claim)} lines, expected {len(session.lines)}")
        for element, line in zip(claim, session.lines):
            want = {name: text for name, text in line.items() if name not in CLAIM_ATTRIBUTES}
            compare_attributes("line", session.id, want, element.attrib)
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


def check_properties(run, sessions):
    """Of the program's own CSV: under the pooled rule a claim has the units that its timed minutes earn."""
    units = collections.Counter()
    charges_right = True
    with open(run.csv, newline="", encoding="utf-8") as file:
        for line in csv.DictReader(file):
            if line["unit_rule"] == "cms":
                units[line["claim_id"]] += int(line["units"])
            if line["unit_rule"] == "ama" and int(line["units"]) > (int(line["minutes"]) + 7) // 15:
                raise Different(f"claim {line['claim_id']}: {line['code']} has more units than its minutes allow")
            charges_right &= cents(line["charge"]) == int(line["units"]) * cents(line["unit_charge"])
    if not charges_right:
        raise Different("a charge is not units times unit charge")
    for session in sessions:
        if session.decision == "accepted" and session.rule == "cms":
            earned = (session.timed_minutes + 7) // 15
            if units[session.id] != earned:
                raise Different(f"claim {session.id}: {units[session.id]} timed units, its {session.timed_minutes} "
                                f"minutes earn {earned}\n" + show_session(sessions, session.id))


def check_status(run, sessions):
    expected = 1 if any(session.decision == "held" for session in sessions) else 0
    if run.status != expected:
        raise Different(f"exit status {run.status}, expected {expected}\n{run.messages[-2000:]}")


def check_export(binary, export, codes, folder):
    sessions, blank = oracle.run(export, codes, TODAY)
    run = Run(binary, export, folder)
    if run.status not in (0, 1):
        raise Different(f"exit status {run.status}\n{run.messages[-2000:]}")
    expected = oracle.totals(sessions, blank)
    check_lines(run, sessions)
    check_status(run, sessions)
    check_properties(run, sessions)
    check_summary(run, expected)
    check_held(run, sessions)
    check_xml(run, sessions)
    check_text(run, expected)
    return expected


def jobs(args, folder):
    """Yields (name, function that checks and returns a word on what it saw)."""
    codes = oracle.load_codes(selftest.SAMPLES / "codes.csv")

    def export(path):
        expected = check_export(args.binary, path, codes, folder)
        return f"{expected['rows']['read']} rows, {expected['lines']} lines, {expected['sessions']['held']} held"

    def seed(number):
        path = folder / "export.csv"
        generate.generate(path, number, args.rows, MISTAKES[number % len(MISTAKES)] if args.mistakes is None
                          else args.mistakes, TODAY)
        return export(path)

    def sample(path):
        word = export(path)
        expected = path.parent.parent / "expected" / path.name
        if (folder / "out.csv").read_bytes() != expected.read_bytes():
            raise Different("not the lines worked out by hand")
        return word

    def cases(path):
        listed = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
        source = folder / "export.csv"
        source.write_text(selftest.case_export(listed), encoding="utf-8")
        run = Run(args.binary, source, folder, only_csv=True)
        if run.status != 0:
            raise Different(f"exit status {run.status}\n{run.messages[-2000:]}")
        with open(run.csv, newline="", encoding="utf-8") as file:
            failures = list(selftest.case_failures(listed, csv.DictReader(file)))
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
