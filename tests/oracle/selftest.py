#!/usr/bin/env python3
"""Checks the oracle against the hand-worked samples (samples/sessions) and the cases (cases.json, unit_cases.json).

    selftest.py [CASES.json ...]

A case has services, or several sessions of one visit, and the units per code or the lines that they must give:

    {"id": "full15-29", "rule": "full15", "services": [{"code": "97110", "minutes": 29}], "expected": {"97110": 1},
     "why": "one whole quarter"}

    rule, settings    the payer's profile: its unit_rule, other keys ("unit_rule from 2026-01-01" too)
    date, discipline  2026-05-04 and PT where not stated
    sessions          [{"services": [...]}]: with "file": 2 in another file, "id": 1 the first one come back; any
                      column of the export that is the session's
    services          code, minutes, assistant_minutes, units, modifiers, diagnosis_pointers, unit_charge, note
    fees, year_to_date  rows of these tables, for the case's own payer and patient
    expected          units of each code; expected_any: one of several answers
    expected_lines    the lines in order, each with what matters of it: code, units, minutes, modifiers (a text with
                      blanks), session (number of the session whose id the claim has), and columns of the CSV
    held              true: all sessions of the case are held; or a list of the numbers of those that are
"""

import csv
import datetime
import io
import json
import pathlib
import sys
import tempfile

sys.dont_write_bytecode = True
import oracle  # noqa: E402
from profiles import Profiles  # noqa: E402
from tables import Tables  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
SAMPLES = HERE.parent.parent / "samples"
CASES = [HERE / "cases.json", HERE / "unit_cases.json"]
TODAY = datetime.date(2026, 6, 30)

SESSION_DEFAULTS = {"payer_class": "other", "billing_npi": "2999000013", "rendering_npi": "1999000015",
                    "diagnoses": "M54.50"}
CASE_KEYS = {"services", "file", "id"}
CASE_TABLES = {"fees": ["code", "payer_id", "payer_class", "from", "to", "amount"],
               "year_to_date": ["patient_id", "year", "discipline", "amount", "attested"]}
COLUMNS = """session_id service_date patient_id payer_id payer_class rendering_npi billing_npi discipline diagnoses
    place_of_service authorization_number claim_frequency payer_control_number referral_number member_id related_cause
    code minutes assistant_minutes units modifiers diagnosis_pointers unit_charge note""".split()


def read_cases(paths):
    return [case for path in paths for case in json.loads(pathlib.Path(path).read_text(encoding="utf-8"))]


def case_sessions(case):
    return case.get("sessions") or [{"services": case["services"]}]


def case_session_id(case, number):
    """The id of a case's session, numbered from 1."""
    number = case_sessions(case)[number - 1].get("id", number)
    return case["id"] if number == 1 else f"{case['id']}/{number}"


def write_cases(cases, folder):
    """Writes exports (one for each file that the cases name), a file of profiles, and tables; returns the paths of
    the exports, and {option: path} of the others."""
    rows, sections = {}, []
    for case in cases:
        settings = {"unit_rule": case.get("rule", "cms"), "ncci": "no", "mue": "no", "documentation": "no",
                    **case.get("settings", {})}
        sections.append(f"[payer {case['id']}]\n" + "".join(f"{key} = {text}\n" for key, text in settings.items()))
        for number, session in enumerate(case_sessions(case), 1):
            head = {**SESSION_DEFAULTS, "session_id": case_session_id(case, number), "patient_id": case["id"],
                    "payer_id": case["id"], "service_date": case.get("date", "2026-05-04"),
                    "discipline": case.get("discipline", "PT"),
                    **{key: text for key, text in session.items() if key not in CASE_KEYS}}
            for service in session["services"]:
                rows.setdefault(session.get("file", 1), []).append({**head, **service})
    paths = []
    for number in sorted(rows):
        text = io.StringIO()
        writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows[number])
        paths.append(folder / f"cases-{number}.csv")
        paths[-1].write_text(text.getvalue(), encoding="utf-8")
    payers = folder / "cases.ini"
    payers.write_text("\n".join(sections), encoding="utf-8")
    options = {"--payers": payers}
    for name in CASE_TABLES:
        options[f"--{name.replace('_', '-')}"] = write_table(cases, name, folder / f"cases-{name}.csv")
    return paths, options


def write_table(cases, name, path):
    """A table of the rows that cases have of it, each for the case's own payer and patient."""
    rows = []
    for case in cases:
        for row in case.get(name, []):
            own = {column: case["id"] for column in ("patient_id", "payer_id") if column in CASE_TABLES[name]}
            rows.append({**own, "discipline": "PT", "year": "2026", **row})
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, CASE_TABLES[name], restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def line_facts(case, wanted, line):
    """What a line is for a case: those facts that the wanted line names."""
    facts = {}
    for key in wanted:
        if key == "modifiers":
            facts[key] = " ".join(filter(None, (line[f"modifier_{n}"] for n in range(1, 5))))
        elif key == "session":
            facts[key] = next((n for n in range(1, len(case_sessions(case)) + 1)
                               if case_session_id(case, n) == line["session_id"]), line["session_id"])
        else:
            facts[key] = int(line[key]) if key in ("units", "minutes") else line[key]
    return facts


def case_failures(cases, lines, held):
    """Compares claim lines (dicts of the CSV's columns) and the ids of held sessions with cases; yields messages."""
    by_case = {}
    for line in lines:
        by_case.setdefault(line["patient_id"], []).append(line)
    for case in cases:
        got, why = by_case.get(case["id"], []), f"({case.get('why', case.get('note', ''))})"
        ids = {case_session_id(case, n) for n in range(1, len(case_sessions(case)) + 1)}
        wants_held = {case_session_id(case, n) for n in case.get("held") or []} if case.get("held") is not True else ids
        if ids & held != wants_held:
            yield f"{case['id']}: held are {ids & held}, expected {wants_held} {why}"
        elif "expected_lines" in case:
            wanted = case["expected_lines"]
            facts = [line_facts(case, want, line) for want, line in zip(wanted, got)]
            if facts != wanted or len(got) != len(wanted):
                yield f"{case['id']}: expected {wanted}, got {len(got)} lines: {facts} {why}"
        elif not wants_held:
            units = {}
            for line in got:
                units[line["code"]] = units.get(line["code"], 0) + int(line["units"])
            answers = case.get("expected_any") or [case["expected"]]
            if units not in [{code: n for code, n in answer.items() if n} for answer in answers]:
                yield f"{case['id']}: expected {answers}, got {units} {why}"


def main():
    failures = []
    codes = oracle.load_codes(SAMPLES / "codes.csv")
    for export in sorted((SAMPLES / "sessions").glob("*.csv")):
        expected = SAMPLES / "expected" / export.name
        result = oracle.Result([export], codes, TODAY, Profiles())
        if oracle.lines_csv(result.claims) != expected.read_text(encoding="utf-8"):
            failures.append(f"{export.name}: not as worked out by hand")

    cases = read_cases(sys.argv[1:] or CASES)
    with tempfile.TemporaryDirectory() as folder:
        paths, options = write_cases(cases, pathlib.Path(folder))
        tables = Tables(options["--fees"], options["--year-to-date"])
        result = oracle.Result(paths, codes, TODAY, Profiles(options["--payers"]), tables)
    held = {session.id for session in result.sessions if session.decision == "held"}
    failures.extend(case_failures(cases, [line for claim in result.claims for line in claim.lines], held))
    for failure in failures:
        print(failure)
    print(f"{len(cases)} cases, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
