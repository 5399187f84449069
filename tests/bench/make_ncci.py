#!/usr/bin/env python3
"""Writes a PTP table of the size of a whole quarter, with invented pairs, to measure how long it loads.

    make_ncci.py FILE [--rows 2600000] [--seed 1] [--codes core/rules/data/codes.csv]

The form is that of CMS's file; 1 pair in 2000 is of two codes of the table --codes.
"""

import argparse
import csv
import pathlib
import random

HEAD = ("Invented pairs to measure with; no edits of any payer\r\n"
        "Column 1/Column 2 Edits, practitioner, 2026 Q3\r\n"
        "Column 1\tColumn 2\t\"*=in existence\r\nprior to 1996\"\tEffective\tDeletion\tModifier\tPTP Edit\r\n"
        "\t\t\tDate\tDate *=no data\t0=not allowed 1=allowed\tRationale\r\n"
        "\t\t\t\t\t9=not applicable\t\r\n")
QUARTERS = [f"{year}{day}" for year in range(1999, 2026) for day in ("0101", "0401", "0701", "1001")]
ENDS = {"0101": "0331", "0401": "0630", "0701": "0930", "1001": "1231"}
RATIONALES = ["Invented reason one", "Invented reason two of a longer kind", "Invented reason three"]


CODES = pathlib.Path(__file__).resolve().parents[2] / "core/rules/data/codes.csv"


def rows(count, codes, rng):
    """Sorted by column 1, as CMS's file is."""
    others = sorted(f"{rng.randrange(100000):05d}" for _ in range(2000))
    column1 = sorted(codes + others)
    every = count // len(column1) + 1
    for code in column1:
        for _ in range(every):
            if count == 0:
                return
            count -= 1
            column2 = rng.choice(codes) if code in codes and rng.random() < 0.01 else rng.choice(others)
            effective = rng.choice(QUARTERS)
            deletion = "*"
            if rng.random() < 0.3:
                last = rng.choice([quarter for quarter in QUARTERS[-8:]])
                deletion = last[:4] + ENDS[last[4:]]
            yield (f"{code}\t{column2}\t\t{effective}\t{deletion}\t{rng.choice('0119')}\t"
                   f"{rng.choice(RATIONALES)}\r\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("file")
    parser.add_argument("--rows", type=int, default=2600000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--codes", default=CODES)
    args = parser.parse_args()
    with open(args.codes, newline="", encoding="utf-8") as table:
        codes = [row["code"] for row in csv.DictReader(table)]
    with open(args.file, "w", newline="", encoding="latin-1") as out:
        out.write(HEAD)
        out.writelines(rows(args.rows, codes, random.Random(args.seed)))


if __name__ == "__main__":
    main()
