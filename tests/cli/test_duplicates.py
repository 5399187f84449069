#!/usr/bin/env python3
"""An export with rows in it twice makes the claim lines of the export without them.

    test_duplicates.py CLAIMLINE [FIRST LAST]

For each seed, a random export gets copies of rows, of pieces of sessions and of whole sessions, in one file or in another
one, by a pipe, and with their columns in another order. Under `once` copies stand apart from the rows of their session,
under `all` anywhere. The lines, the held rows and the sums must be those of the export without the copies, which are
counted and told; with `hold` the sessions that come back must be held. Threads make no difference.
"""
import csv
import io
import json
import pathlib
import random
import subprocess
import sys

import jsonschema

sys.dont_write_bytecode = True
import seeds  # noqa: E402
import test_shuffled as shuffled

SCHEMAS = pathlib.Path(__file__).resolve().parents[2] / "docs/schemas"
SUMMARY = jsonschema.Draft7Validator(json.loads((SCHEMAS / "summary.schema.json").read_text()))
EXPLAINED = jsonschema.Draft7Validator(json.loads((SCHEMAS / "explain.schema.json").read_text()))


def held_rows(folder):
    rows = []
    for path in folder.glob("*.held"):
        for row in csv.DictReader(io.StringIO(path.read_text())):
            row.pop("claimline_held")
            rows.append(sorted(row.items()))
    return sorted(rows)


def convert(program, folder, files, policy, *extra):
    for path in folder.glob("*.held"):
        path.unlink()
    summary, findings = folder / "summary.json", folder / "findings.jsonl"
    done = subprocess.run([program, "convert", *files, "--to", "csv", "--held", folder / "{input}.held", "--summary", summary,
                           "--findings", findings, "--quiet", "--date", "2026-06-30", "--duplicates", policy, *extra],
                          capture_output=True, check=False, stdin=(folder / "plain.csv" if files != ["-"] else
                                                                   folder / "twice.csv").open("rb"))
    assert done.returncode in (0, 1), done.stderr.decode()[-300:]
    return {"lines": done.stdout.decode(), "sums": json.loads(summary.read_text()), "held": held_rows(folder),
            "told": [json.loads(line) for line in findings.read_text().splitlines()],
            "bytes": (done.stdout, done.stderr, findings.read_bytes(), summary.read_bytes(), held_rows(folder))}


def write(path, rows, columns):
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def runs(rows):
    """Where each run of rows of one session begins."""
    return [at for at in range(len(rows)) if at == 0 or rows[at - 1]["session_id"] != rows[at]["session_id"]]


def stands_apart(rows, at, name):
    return all(rows[near]["session_id"] != name for near in (at - 1, at) if 0 <= near < len(rows))


def copies(dice, rows, anywhere):
    """Rows that stood before, put in again behind themselves; how many."""
    rows, count = list(rows), 0
    for _ in range(dice.choice([1, 3, 10])):
        begin = dice.choice(runs(rows))
        end = begin
        while end < len(rows) and rows[end]["session_id"] == rows[begin]["session_id"]:
            end += 1
        taken = [row for row in rows[begin:end] if dice.random() < 0.7] or [rows[begin]]
        places = [at for at in range(end, len(rows) + 1) if anywhere or stands_apart(rows, at, taken[0]["session_id"])]
        if not places:
            continue
        at = dice.choice(places)
        rows[at:at] = taken
        count += len(taken)
    return rows, count


def check_same(got, plain, count, what):
    assert got["lines"] == plain["lines"], f"{what}: other lines"
    assert got["held"] == plain["held"], f"{what}: other held rows"
    for name in ("sessions", "services", "claims", "lines", "units"):
        assert got["sums"][name] == plain["sums"][name], (what, name, got["sums"][name], plain["sums"][name])
    SUMMARY.validate(got["sums"])
    rows, wanted = got["sums"]["rows"], plain["sums"]["rows"]
    assert rows["read"] == wanted["read"] + count, (what, rows, wanted, count)
    assert rows.get("repeated", 0) == count and rows["skipped"] == wanted["skipped"] + count, (what, rows, wanted, count)
    assert rows["accepted"] == wanted["accepted"] and rows["held"] == wanted["held"], (what, rows, wanted)
    told = sum(int(finding["message"].rsplit(" ", 1)[1]) for finding in got["told"] if finding["id"] == "row.repeated")
    assert told == count, (what, told, count)


def check_explained(program, path, got):
    """A place where all rows are passed over is explained as that."""
    done = subprocess.run([program, "explain", path, "--all", "--json", "--date", "2026-06-30"], capture_output=True,
                          check=False)
    assert done.returncode in (0, 1), done.stderr.decode()[-300:]
    places = set()
    for line in done.stdout.splitlines():
        explained = json.loads(line)
        EXPLAINED.validate(explained)
        if explained["fate"] == "repeated":
            places.add(explained["line"])
    told = {finding["line"] for finding in got["told"] if finding["id"] == "row.repeated"}
    assert places <= told and (places or not told), (places, told)


def check_held(got, rows):
    """A session is held whose completed rows come back; nothing is passed over."""
    assert "repeated" not in got["sums"]["rows"]
    seen, last, again = set(), None, set()
    for row in rows:
        key = tuple(row.values())
        if key in seen and row["session_id"] != last and row["status"] in ("", "completed"):
            again.add(row["session_id"])
        seen.add(key)
        last = row["session_id"]
    billed = {line["session_id"] for line in csv.DictReader(io.StringIO(got["lines"]))}
    assert not again & billed, again & billed


def check(program, seed, folder):
    dice = random.Random(seed)
    count = dice.choice([3, 8, 30, 200])
    rows = [row for number in range(count) for row in shuffled.session(dice, number, max(2, count // 2))]
    if seed % 3 == 0:
        # A session_id that is too long is no id: such rows are not compared.
        rows = [{**shuffled.mistaken(dice, row), "session_id": row["session_id"]} for row in rows]
    columns = shuffled.COLUMNS + ["ignored"]
    rows = [{**row, "ignored": dice.choice(["", "x", "y"])} for row in rows]
    plain = convert(program, folder, [write(folder / "plain.csv", rows, columns)], "once")
    assert "repeated" not in plain["sums"]["rows"]
    for policy in ("once", "all"):
        twice, more = copies(dice, rows, policy == "all")
        path = write(folder / "twice.csv", twice, columns)
        got = convert(program, folder, [path], policy, "--threads", "1")
        check_same(got, plain, more, policy)
        assert convert(program, folder, [path], policy, "--threads", "8")["bytes"] == got["bytes"], "threads"
        by_pipe = convert(program, folder, ["-"], policy)
        check_same(by_pipe, plain, more, policy + " by a pipe")
        if policy == "once":
            check_explained(program, path, got)
            check_held(convert(program, folder, [path], "hold"), twice)
    other_order = shuffled.COLUMNS[:]
    dice.shuffle(other_order)
    again = [row for row in rows if dice.random() < 0.5]
    other = write(folder / "other.csv", again, other_order + ["ignored"])
    check_same(convert(program, folder, [folder / "plain.csv", other], "all"), plain, len(again), "rows in another file")
    names = dice.sample(sorted({row["session_id"] for row in rows}), 2)
    again = [row for row in rows if row["session_id"] in names]
    files = [write(folder / name, again, other_order + ["ignored"]) for name in ("other.csv", "third.csv")]
    check_same(convert(program, folder, [folder / "plain.csv", *files], "once"), plain, 2 * len(again),
               "sessions in other files")


if __name__ == "__main__":
    sys.exit(seeds.main(check, 8))
