#!/usr/bin/env python3
"""The job with Python's csv module, session by session.

    csv_job.py EXPORT TIMED_CODES OUT
"""

import csv
import sys


def session_lines(lines, timed):
    """Units of the lines of one session; lines: {code: [minutes, cents]}."""
    pool = [[code, minutes, minutes // 15, minutes % 15] for code, (minutes, _) in lines.items() if code in timed]
    left_over = (sum(minutes for _, minutes, _, _ in pool) + 7) // 15 - sum(units for _, _, units, _ in pool)
    units = {code: base for code, _, base, _ in pool}
    if left_over:
        for code, *_ in sorted(pool, key=lambda item: (-item[3], -item[1]))[:left_over]:
            units[code] += 1
    for code, (minutes, cents) in lines.items():
        count = units.get(code, 1)
        if count:
            yield code, count, minutes, f"{count * cents // 100}.{count * cents % 100:02d}"


def convert(source, target, timed):
    reader = csv.reader(source)
    writer = csv.writer(target, lineterminator="\n")
    header = next(reader)
    at_session, at_code, at_minutes, at_charge = map(header.index, ("session_id", "code", "minutes", "unit_charge"))
    writer.writerow(("session_id", "code", "units", "minutes", "charge"))
    session, lines = None, {}
    for row in reader:
        if row[at_session] != session:
            writer.writerows((session, *line) for line in session_lines(lines, timed))
            session, lines = row[at_session], {}
        minutes, code = int(row[at_minutes]), row[at_code]
        if code in lines:
            lines[code][0] += minutes
        else:
            lines[code] = [minutes, int(row[at_charge].replace(".", ""))]
    writer.writerows((session, *line) for line in session_lines(lines, timed))


def main():
    export, timed, out = sys.argv[1:]
    with open(export, newline="", encoding="utf-8") as source, open(out, "w", newline="", encoding="utf-8") as target:
        convert(source, target, frozenset(timed.split(",")))


if __name__ == "__main__":
    main()
