#!/usr/bin/env python3
"""Checks the oracle against the hand-worked samples (samples/sessions) and unit cases (cases.json).

    selftest.py [CASES.json ...]
"""

import datetime
import json
import pathlib
import sys
import tempfile

sys.dont_write_bytecode = True
import oracle  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
SAMPLES = HERE.parent.parent / "samples"
TODAY = datetime.date(2026, 6, 30)


def case_export(cases):
    """A canonical export with one session a case, the case's id as session_id."""
    rows = ["session_id,service_date,patient_id,payer_id,payer_class,rendering_npi,discipline,diagnoses,code,minutes,"
            "units"]
    for case in cases:
        payer_class = {"cms": "medicaid", "ama": "other"}[case["rule"]]
        for service in case["services"]:
            rows.append(f"{case['id']},2026-05-04,P1,PAYER,{payer_class},1999000015,PT,M54.50,{service['code']},"
                        f"{service['minutes']},{service.get('units', '')}")
    return "\n".join(rows) + "\n"


def case_failures(cases, lines):
    """Compares the units of claim lines (dicts with session_id, code, units) with the cases; yields messages."""
    got = {}
    for line in lines:
        got.setdefault(line["session_id"], {})[line["code"]] = int(line["units"])
    for case in cases:
        answers = case.get("expected_any") or [case["expected"]]
        billed = got.get(case["id"], {})
        if billed not in [{code: units for code, units in answer.items() if units} for answer in answers]:
            yield f"{case['id']}: expected {answers}, got {billed} ({case.get('why', case.get('note', ''))})"


def main():
    failures = []
    codes = oracle.load_codes(SAMPLES / "codes.csv")
    for expected in sorted((SAMPLES / "expected").glob("*.csv")):
        export = SAMPLES / "sessions" / expected.name
        sessions, _ = oracle.run(export, codes, TODAY)
        if oracle.lines_csv(sessions) != expected.read_text(encoding="utf-8"):
            failures.append(f"{export.name}: not as worked out by hand")

    count = 0
    for path in sys.argv[1:] or [HERE / "cases.json"]:
        cases = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
        count += len(cases)
        with tempfile.NamedTemporaryFile("w", suffix=".csv") as export:
            export.write(case_export(cases))
            export.flush()
            sessions, _ = oracle.run(export.name, codes, TODAY)
        failures.extend(case_failures(cases, [line for session in sessions for line in session.lines]))
    for failure in failures:
        print(failure)
    print(f"{count} cases, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
