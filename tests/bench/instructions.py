#!/usr/bin/env python3
"""Reads what callgrind counted, by program and library, and compares it with what was recorded.

instructions.sh runs callgrind and calls it.
"""

import argparse
import collections
import csv
import pathlib
import re
import sys

sys.dont_write_bytecode = True
import machine  # noqa: E402
import measuring  # noqa: E402

RECORD = pathlib.Path(__file__).with_name("instructions.csv")
COLUMNS = ["output", "object", "instructions", "rows", "compiler", "processor", "commit"]


def counted(path):
    """Instructions of each object of one callgrind file, without those of the functions that they call."""
    names, sums, current, skip = {}, collections.Counter(), "?", False
    with open(path, encoding="utf-8", errors="replace") as file:
        for line in file:
            if line.startswith("ob="):
                number, _, name = line[3:].strip().partition(" ")
                names[number] = name or names.get(number, "?")
                current = names[number]
            elif line.startswith("cob="):
                number, _, name = line[4:].strip().partition(" ")
                if name:
                    names[number] = name
            elif line.startswith("calls="):
                skip = True  # the next line is the cost of what was called
            elif line[0].isdigit() or line[0] in "+-*":
                if not skip:
                    sums[current] += int(line.split()[-1])
                skip = False
    return sums


def short(name):
    """libcsv.so.3.0.2 -> libcsv"""
    return re.sub(r"\.so.*$", "", pathlib.Path(name).name)


def by_object(path):
    sums = collections.Counter()
    for name, count in counted(path).items():
        sums[short(name)] += count
    small = {name for name, count in sums.items() if count < sum(sums.values()) // 100}
    result = {name: count for name, count in sums.most_common() if name not in small}
    result["others"] = sum(sums[name] for name in small)
    result["total"] = sum(sums.values())
    return result


def recorded():
    if not RECORD.exists():
        return {}
    with open(RECORD, newline="", encoding="utf-8") as file:
        return {(row["output"], row["object"]): row for row in csv.DictReader(file)}


def record(counts, rows):
    about = [rows, machine.first_line("gcc", "--version"), machine.processor(), machine.commit()]
    with open(RECORD, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for output, objects in counts.items():
            writer.writerows([output, name, count, *about] for name, count in objects.items())


def compare(counts, rows):
    before = recorded()
    lines = []
    for output, objects in counts.items():
        for name, count in objects.items():
            old = before.get((output, name))
            ratio = f"{count / rows / (int(old['instructions']) / int(old['rows'])):.3f}" if old else ""
            lines.append([output, name, f"{count:,}", f"{count / rows:,.0f}", ratio])
    old = next(iter(before.values()), None)
    if old:
        print(f"Recorded at {old['commit']} with {old['compiler']} on {old['processor']}.\n")
    print(measuring.table(["output", "in", "instructions", "a row", "against the recorded"], lines))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--record", action="store_true", help="write instructions.csv anew")
    parser.add_argument("files", nargs="+", type=pathlib.Path, help="callgrind's, named by output")
    args = parser.parse_args()
    counts = {path.stem: by_object(path) for path in args.files}
    compare(counts, args.rows)
    if args.record:
        record(counts, args.rows)


if __name__ == "__main__":
    main()
