#!/usr/bin/env python3
"""Rows in any order make the claim lines of the same rows with each session's together.

    test_shuffled.py CLAIMLINE [FIRST LAST]

For each seed, a random export is shuffled and converted: whole, over three files, and by a pipe. The lines, the held
rows and the sums must be those of the rows stably grouped by session_id in the order of first appearance. With broken
rows in it, which belong to what stands around them, the three ways must agree, and no session may be billed that has
a held row.
"""
import csv
import io
import json
import pathlib
import random
import subprocess
import sys

sys.dont_write_bytecode = True
import seeds  # noqa: E402

COLUMNS = ("session_id,status,service_date,patient_id,payer_id,payer_class,rendering_npi,billing_npi,discipline,"
           "place_of_service,diagnoses,code,minutes,modifiers,diagnosis_pointers,unit_charge,note").split(",")
PAYERS = [("MCR", "medicare"), ("MCA", "medicare_advantage"), ("BLU", "commercial"), ("MCD", "medicaid")]
DIAGNOSES = ["M54.50", "M25.511", "G47.63", "M53.86", "M62.81", "R26.89", "Z47.1"]
CODES = ["97110", "97140", "97530", "97112", "97035", "97161", "G0283"]
PROFILES = "[class medicare]\nsame_day = pool\n[class commercial]\nsame_day = merge\n"


def session(dice, number, patients):
    payer, payer_class = dice.choice(PAYERS)
    diagnoses = dice.sample(DIAGNOSES, dice.choice([1, 2, 3]))
    head = {"session_id": f"S{number:03}", "status": dice.choice(["", "", "", "completed", "cancelled"]),
            "service_date": dice.choice(["2026-05-20", "2026-05-21"]), "patient_id": f"P{dice.randrange(patients)}",
            "payer_id": payer, "payer_class": payer_class, "billing_npi": "2999000013",
            "discipline": dice.choice(["PT", "PT", "OT"]), "place_of_service": dice.choice(["11", "11", "", "12"]),
            "diagnoses": ";".join(diagnoses)}
    for row in range(dice.choice([1, 2, 3, 5])):
        yield {**head, "rendering_npi": dice.choice(["1999000015", "1999000023"]), "code": dice.choice(CODES),
               "minutes": str(dice.randrange(3, 60)), "modifiers": dice.choice(["", "", "", "59"]),
               "diagnosis_pointers": dice.choice(["", "A", "ABC"[:len(diagnoses)]]),
               "unit_charge": dice.choice(["", "40.00"]), "note": f"n{number}-{row}"}


def mistaken(dice, row):
    column, value = dice.choice([("minutes", "abc"), ("patient_id", "P99"), ("diagnoses", ""), ("status", "voided"),
                                 ("session_id", "L" * 60)])
    return {**row, column: value} if dice.random() < 0.05 else row


def broken(dice, line):
    ways = [line.rsplit(",", 2)[0], line + ",x", line.replace(",", '"', 1), line.split(",", 1)[1]]
    return dice.choice(ways) if dice.random() < 0.05 else line


def convert(program, files, folder, extra):
    held, summary = folder / "held.csv", folder / "summary.json"
    held.unlink(missing_ok=True)
    done = subprocess.run([program, "convert", *files, "--to", "csv", "--held", held, "--summary", summary, "--quiet",
                           "--date", "2026-06-30", *extra], capture_output=True, check=False,
                          stdin=(folder / "all.csv").open("rb"))
    assert done.returncode in (0, 1), done.stderr.decode()[-300:]
    rows = list(csv.reader(io.StringIO(held.read_text()))) if held.exists() else []
    sums = json.loads(summary.read_text())
    return done.stdout.decode(), sorted(row[1:] for row in rows if row[0] != "claimline_held"), {
        name: sums[name] for name in ("rows", "sessions", "services", "claims", "lines", "units")}


def write(path, rows):
    path.write_text("".join(line + "\n" for line in [",".join(COLUMNS), *(line for _, line in rows)]))
    return path


def check(program, seed, folder):
    dice = random.Random(seed)
    count = dice.choice([3, 8, 20, 60])
    kind = ("sound", "mistakes", "broken")[seed % 3]
    rows = [row for number in range(count) for row in session(dice, number, max(2, count // 4))]
    if kind != "sound":
        rows = [mistaken(dice, row) for row in rows]
    lines = [(row["session_id"], ",".join(row[column] for column in COLUMNS)) for row in rows]
    if kind == "broken":
        lines = [(name, broken(dice, line)) for name, line in lines]
    if dice.random() < 0.5:
        dice.shuffle(lines)
    for _ in range(len(lines) // 4 + 1):
        one, other = dice.randrange(len(lines)), dice.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
    profiles = folder / "payers.ini"
    profiles.write_text(PROFILES)
    extra = ["--payers", profiles] if dice.random() < 0.3 else []
    whole = convert(program, [write(folder / "all.csv", lines)], folder, extra)
    if kind != "broken":
        first = {}
        for name, _ in lines:
            first.setdefault(name, len(first))
        grouped = write(folder / "grouped.csv", sorted(lines, key=lambda line: first[line[0]]))
        assert convert(program, [grouped], folder, extra) == whole, "other lines than grouped"
    assert convert(program, ["-"], folder, extra) == whole, "other lines by a pipe"
    cuts = sorted(dice.randrange(len(lines) + 1) for _ in range(2))
    parts = [write(folder / f"{number}.csv", part) for number, part in
             enumerate([lines[:cuts[0]], lines[cuts[0]:cuts[1]], lines[cuts[1]:]])]
    over_files = convert(program, parts, folder, extra)
    assert kind == "broken" or over_files == whole, "other lines over files"
    for text, held, _ in (whole, over_files):
        billed = {line["session_id"] for line in csv.DictReader(io.StringIO(text))}
        assert not billed & {row[0] for row in held if row}, "billed, and held"


if __name__ == "__main__":
    sys.exit(seeds.main(check, 45))
