"""The sample plugins in C++ and Rust, in an installed program: what they write is what the CSV plugin writes.

    test_languages.py PREFIX NAME FOLDER     NAME (jsonl, md) is a plugin in FOLDER
"""
import csv
import io
import json
import pathlib
import re
import subprocess
import sys
import tempfile

HEADER = ("session_id,service_date,patient_id,payer_id,payer_class,rendering_npi,diagnoses,code,minutes,discipline,"
          "unit_charge\n")
# What JSON and Markdown must escape, in the one value that all formats show.
HOSTILE = ['quote " and \\', "bar | bar", "tab \t tab", "line\nline", "ä € 𝄞", "\\|"]


def export(path):
    with open(path, "w", newline="", encoding="utf-8") as file:
        file.write(HEADER)
        rows = csv.writer(file, lineterminator="\n")
        for number, name in enumerate(HOSTILE):
            charge = ["", "0.00", "12.05"][number % 3]
            rows.writerow([name, "2026-05-20", "P", "B", "commercial", "1999000015", "M54.50", "97110", 30, "PT", charge])


def convert(prefix, folder, inputs, *arguments):
    run = subprocess.run([prefix / "bin/claimline", "convert", *inputs, "--date", "2026-06-30", "--quiet", "--plugin-dir",
                          folder, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    assert run.returncode in (0, 1), run.stderr.decode()
    return run.stdout.decode()


def check_jsonl(told, wanted):
    found = [json.loads(line) for line in told("--set", "empty=yes").splitlines()]
    assert [(row["session_id"], row["code"], str(row["units"]), row["charge"]) for row in found] == [
        (session, code, units, float(charge) if charge else None) for session, code, units, charge in wanted]
    # Cents are written as they are: 12.05, and not a neighbour of it.
    assert '"charge":24.10}' in told(), told()
    assert [("charge" in json.loads(line)) for line in told().splitlines()] == [row[3] != "" for row in wanted]


def cells(line):
    return [re.sub(r"\\(.)", r"\1", cell)[1:-1] for cell in re.findall(r"\|((?:[^|\\]|\\.)*)(?=\|)", line)]


def check_md(told, wanted):
    lines = told().splitlines()
    assert lines[:2] == ["| session | code | units |", "|---|---|--:|"], lines[:2]
    assert [tuple(cells(line)) for line in lines[2:]] == [
        (re.sub(r"[\t\r\n]", " ", session), code, units) for session, code, units, _ in wanted]
    units = sum(int(row[2]) for row in wanted)
    assert told("--set", "totals=yes").splitlines() == lines + [f"| all | | {units} |"]


def main():
    prefix, name, folder = pathlib.Path(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3])
    with tempfile.TemporaryDirectory() as place:
        hostile = pathlib.Path(place) / "hostile.csv"
        export(hostile)
        inputs = [hostile, *sorted((prefix / "share/claimline/samples/sessions").glob("*.csv"))]
        text = convert(prefix, folder, inputs, "--to", "csv", "--set", "columns=session_id,code,units,charge")
        wanted = [tuple(row) for row in csv.reader(io.StringIO(text, newline=""))][1:]
        assert len(wanted) > 100 and [row[0] for row in wanted[:len(HOSTILE)]] == HOSTILE, wanted[:10]
        {"jsonl": check_jsonl, "md": check_md}[name](
            lambda *arguments: convert(prefix, folder, inputs, "--to", name, *arguments), wanted)
    return 0


if __name__ == "__main__":
    sys.exit(main())
