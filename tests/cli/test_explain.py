"""Holds claimline explain --all --json against claimline convert, for the samples and a random export.

    test_explain.py CLAIMLINE_BINARY

Each line that explain shows is one that convert writes, in the same order; the findings are the same; the ledger's units
are those of the lines; each object is valid against docs/schemas/explain.schema.json, and those of diff against theirs.
"""
import csv
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
SEED = 20260520
COLUMNS = ["session_id", "service_date", "patient_id", "payer_id", "payer_class", "rendering_npi", "billing_npi",
           "discipline", "diagnoses", "code", "minutes", "assistant_minutes", "units", "modifiers", "unit_charge"]


def run(*arguments):
    return subprocess.run(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)


def random_row(session, patient, payer_class, rng):
    minutes = rng.choice([0, 7, 8, 15, 22, 23, 30, 37, 38, rng.randint(1, 60)])
    return {"session_id": session, "service_date": "2026-05-20", "patient_id": patient, "payer_id": f"P-{payer_class}",
            "payer_class": payer_class, "rendering_npi": "1999000015", "billing_npi": "2999000013", "discipline": "PT",
            "diagnoses": "M54.50", "code": rng.choice(["97110", "97140", "97112", "97530", "97014", "97012", "97010",
                                                       "97035", "97129", "97130", "97116"]),
            "minutes": minutes if rng.random() < 0.98 else "", "unit_charge": rng.choice(["", "42.50", "45.00"]),
            "assistant_minutes": rng.choice([0, 0, 0, minutes // 2, minutes]),
            "units": rng.choice(["", "", "", 1, 2]), "modifiers": rng.choice(["", "", "", "59", "KX", "CQ"])}


def write_random(path, sessions):
    """Some sessions share a patient's day, some are cut in pieces that stand apart."""
    rng = random.Random(SEED)
    groups, late = [], []
    for number in range(sessions):
        patient = f"A{number // 2 if number % 8 < 4 else number}"
        payer_class = ["medicare", "commercial", "tricare", "self_pay"][number // 2 % 4]
        rows = [random_row(f"S{number}", patient, payer_class, rng) for _ in range(rng.randint(1, 5))]
        if len(rows) > 2 and rng.random() < 0.1:
            late.append(rows[2:])
            rows = rows[:2]
        groups.append(rows)
    groups[sessions // 2:sessions // 2] = late
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for rows in groups:
            writer.writerows(rows)


def cents(amount):
    return round(float(amount) * 100) if amount != "" else None


def converted_lines(program, inputs, folder):
    columns = "claim_id,line,code,documented_code,modifier_1,modifier_2,modifier_3,modifier_4,units,minutes," \
              "unit_charge,charge,unit_rule"
    made = run(program, "convert", inputs, "--date", "2026-06-30", "--to", f"csv:{folder}/lines.csv", "--set",
               f"columns={columns}", "--findings", f"{folder}/findings.jsonl", "--quiet")
    assert made.returncode in (0, 1), made.returncode
    with open(f"{folder}/lines.csv", encoding="utf-8", newline="") as file:
        return [(row["claim_id"], int(row["line"]), row["code"], row["documented_code"],
                 [row[f"modifier_{i}"] for i in range(1, 5) if row[f"modifier_{i}"]], int(row["units"]),
                 int(row["minutes"]), cents(row["unit_charge"]), cents(row["charge"]), row["unit_rule"])
                for row in csv.DictReader(file)]


def explained_lines(sessions):
    return [(session["claim"]["claim_id"], line["number"], line["code"], line["documented_code"], line["modifiers"],
             line["units"], line["minutes"], line.get("unit_charge_cents"), line.get("charge_cents"), line["unit_rule"])
            for session in sessions for line in session["lines"]]


def check_sums(session):
    """Of one claim: its totals, and what the ledger says of each code before lines are made of it."""
    claim, lines = session["claim"], session["lines"]
    where = session["session_id"]
    assert claim["lines"] == len(lines), where
    assert claim["units"] == sum(line["units"] for line in lines), where
    assert claim["minutes"] == sum(line["minutes"] for line in lines), where
    assert claim.get("charge_cents", 0) == sum(line.get("charge_cents", 0) for line in lines), where
    assert session["session_id"] in claim["sessions"], where
    for code in {line["code"] for line in lines}:
        units = [entry["units"] for entry in session["ledger"] if entry["step"] == "units" and entry["code"] == code]
        assert units, (where, code)
        assert units[0] == sum(line["units"] for line in lines if line["code"] == code), (where, code)
        for line in (line for line in lines if line["code"] == code):
            reasons = {entry["modifier"] for entry in session["ledger"]
                       if entry["step"] == "modifier" and entry["code"] == code}
            assert set(line["modifiers"]) <= reasons, (where, code, line["modifiers"], reasons)


def check(program, inputs, folder):
    made = run(program, "explain", inputs, "--all", "--json", "--date", "2026-06-30")
    assert made.returncode == 1, made.returncode
    validator = jsonschema.Draft7Validator(json.loads((ROOT / "docs/schemas/explain.schema.json").read_text()))
    sessions = [json.loads(line) for line in made.stdout.decode().splitlines()]
    for session in sessions:
        validator.validate(session)
    fates = {session["fate"] for session in sessions}
    assert {"billed", "held", "without_lines"} <= fates, fates
    wanted = converted_lines(program, inputs, folder)
    assert explained_lines(sessions) == wanted
    for session in sessions:
        assert ("claim" in session) == (session["fate"] == "billed"), session["session_id"]
        if session["fate"] == "billed":
            check_sums(session)
    text = pathlib.Path(f"{folder}/findings.jsonl").read_text(encoding="utf-8")
    told = sorted((finding["file"], finding["line"], finding["id"], finding["message"])
                  for finding in map(json.loads, text.splitlines()) if finding["session_id"])
    shown = sorted((finding["file"], finding["line"], finding["id"], finding["message"])
                   for session in sessions if session["session_id"] for finding in session["findings"])
    assert shown == told, set(shown) ^ set(told)
    print(f"{len(sessions)} sessions, {len(wanted)} lines, {len(shown)} findings: the same")
    return fates


def check_diff(program, inputs, folder):
    profiles = pathlib.Path(folder) / "to.ini"
    profiles.write_text("[class commercial]\nunit_rule = cms\nsame_day = merge\nadd_modifiers = U1 97110\n"
                        "required_modifiers = 59 97140\n[class medicare]\nunit_rule = full15\nsame_day = separate\n")
    made = run(program, "diff", inputs, "--from", "built-in", "--to", profiles, "--json", "--date", "2026-06-30")
    assert made.returncode == 1, made.returncode
    validator = jsonschema.Draft7Validator(json.loads((ROOT / "docs/schemas/diff.schema.json").read_text()))
    objects = [json.loads(line) for line in made.stdout.decode().splitlines()]
    for item in objects:
        validator.validate(item)
    totals = objects.pop()["totals"]
    assert totals["sessions_changed"] == len(objects)
    for key, difference in (("units", "units_difference"), ("charge_cents", "charge_cents_difference")):
        changed = sum(line[difference] for item in objects for line in item["lines"])
        assert totals[key]["difference"] == changed, key
    for side, arguments in (("before", []), ("after", ["--payers", profiles])):
        summary = pathlib.Path(folder) / f"{side}.json"
        run(program, "convert", inputs, "--to", "csv:/dev/null", "--summary", summary, "--quiet", "--date",
            "2026-06-30", *arguments)
        sums = json.loads(summary.read_text())
        for key in ("claims", "lines", "units", "charge_cents"):
            assert totals[key][side] == sums[key], (side, key)
    print(f"diff: {len(objects)} sessions change, {totals['units']['difference']} units: the sums are convert's")


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        check(program, ROOT / "samples/sessions", folder)
        path = pathlib.Path(folder) / "random.csv"
        write_random(path, 3000)
        assert "merged" in check(program, path, folder)
        check_diff(program, path, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
