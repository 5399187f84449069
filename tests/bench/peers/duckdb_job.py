#!/usr/bin/env python3
"""The job in DuckDB.

    duckdb_job.py EXPORT TIMED_CODES OUT [--threads 2] [--query NAME]

The queries do the same in different ways. The default was the fastest when they were last tried, so it is the one that
claimline is compared with; `--query all` times each.
"""

import argparse
import csv
import time

import duckdb

# Types are given, so that nothing is guessed from a sample; only the columns used are converted.
SOURCE = """
read_csv('{export}', header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', columns = {columns},
         new_line = '\\n', parallel = true)
"""

# minutes and charge of each code of a session; n is the place of its first row.
ROWS = "SELECT row_number() OVER () AS n, session_id, code, minutes, unit_charge FROM {source}"
LINES = """
SELECT session_id, code, min(n) AS n, CAST(sum(minutes) AS INTEGER) AS minutes, any_value(unit_charge) AS unit_charge,
       code IN ({timed}) AS timed
FROM ({rows}) GROUP BY session_id, code
"""

WINDOWS = """
WITH lines AS ({lines}),
pooled AS (
    SELECT *, CASE WHEN timed THEN minutes % 15 ELSE 0 END AS rest,
           (sum(CASE WHEN timed THEN minutes ELSE 0 END) OVER session + 7) // 15
               - sum(CASE WHEN timed THEN minutes // 15 ELSE 0 END) OVER session AS left_over
    FROM lines WINDOW session AS (PARTITION BY session_id)),
ranked AS (
    SELECT *, row_number() OVER (PARTITION BY session_id ORDER BY rest DESC, minutes DESC, n) AS place FROM pooled),
given AS (
    SELECT n, session_id, code, minutes, unit_charge,
           CASE WHEN timed THEN minutes // 15 + CASE WHEN place <= left_over THEN 1 ELSE 0 END ELSE 1 END AS units
    FROM ranked)
SELECT session_id, code, units, minutes, CAST(units * unit_charge AS DECIMAL(12, 2)) AS charge
FROM given WHERE units > 0 ORDER BY n
"""

# Only sessions whose left-over units go to some codes and not to others need an order of their codes.
LISTS = """
WITH lines AS ({lines}),
sessions AS (
    SELECT session_id,
           CAST((sum(minutes) FILTER (timed) + 7) // 15 - sum(minutes // 15) FILTER (timed) AS INTEGER) AS left_over,
           list((minutes % 15) * 1000000000000000 + minutes * 100000000000 - n) FILTER (timed) AS keys
    FROM lines GROUP BY session_id),
cuts AS (
    SELECT session_id, CASE WHEN left_over > 0 THEN list_reverse_sort(keys)[left_over] END AS cut FROM sessions),
given AS (
    SELECT n, session_id, code, minutes, unit_charge,
           CASE WHEN NOT timed THEN 1
                WHEN (minutes % 15) * 1000000000000000 + minutes * 100000000000 - n >= cut THEN minutes // 15 + 1
                ELSE minutes // 15 END AS units
    FROM lines JOIN cuts USING (session_id))
SELECT session_id, code, units, minutes, CAST(units * unit_charge AS DECIMAL(12, 2)) AS charge
FROM given WHERE units > 0 ORDER BY n
"""

# One group a session: its lines are a list that is taken apart again.
NESTED = """
WITH lines AS ({lines}),
sessions AS (
    SELECT session_id,
           list({{'n': n, 'code': code, 'minutes': minutes, 'unit_charge': unit_charge, 'timed': timed,
                  'key': CASE WHEN timed THEN (minutes % 15) * 1000000000000000 + minutes * 100000000000 - n
                              ELSE -1 END}}) AS items,
           CAST((sum(minutes) FILTER (timed) + 7) // 15 - sum(minutes // 15) FILTER (timed) AS INTEGER) AS left_over
    FROM lines GROUP BY session_id),
flat AS (
    SELECT session_id, unnest(items, recursive := true),
           CASE WHEN left_over > 0 THEN list_reverse_sort([item.key FOR item IN items])[left_over] END AS cut
    FROM sessions),
given AS (
    SELECT *, CASE WHEN NOT timed THEN 1 WHEN key >= cut THEN minutes // 15 + 1 ELSE minutes // 15 END AS units
    FROM flat)
SELECT session_id, code, units, minutes, CAST(units * unit_charge AS DECIMAL(12, 2)) AS charge
FROM given WHERE units > 0 ORDER BY n
"""

TABLE_ROWS = "SELECT rowid AS n, session_id, code, minutes, unit_charge FROM export"

QUERIES = {  # name: (rows from a table that is loaded first, query)
    "windows": (False, WINDOWS),
    "lists": (False, LISTS),
    "nested": (False, NESTED),
    "table-windows": (True, WINDOWS),
    "table-lists": (True, LISTS),
}
TYPES = {"minutes": "INTEGER", "unit_charge": "DECIMAL(9,2)"}


def run(name, args):
    with open(args.export, newline="", encoding="utf-8") as file:
        header = next(csv.reader(file))
    columns = "{" + ", ".join(f"'{c}': '{TYPES.get(c, 'VARCHAR')}'" for c in header) + "}"
    timed = ", ".join(f"'{code}'" for code in args.timed.split(","))
    database = duckdb.connect(config={"threads": args.threads})
    source = SOURCE.format(export=args.export, columns=columns)
    from_table, query = QUERIES[name]
    rows = TABLE_ROWS if from_table else ROWS.format(source=source)
    if from_table:
        database.execute(f"CREATE TEMP TABLE export AS SELECT session_id, code, minutes, unit_charge FROM {source}")
    query = query.format(lines=LINES.format(rows=rows, timed=timed))
    database.execute(f"COPY ({query}) TO '{args.out}' (FORMAT csv, HEADER true)")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("export")
    parser.add_argument("timed", help="timed codes, separated by commas")
    parser.add_argument("out")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--query", choices=[*QUERIES, "all"], default="lists")
    args = parser.parse_args()
    if args.query != "all":
        run(args.query, args)
        return
    for name in QUERIES:
        begin = time.perf_counter(), time.process_time()
        run(name, args)
        print(f"{name:15} wall {time.perf_counter() - begin[0]:.2f} s, CPU {time.process_time() - begin[1]:.2f} s")


if __name__ == "__main__":
    main()
