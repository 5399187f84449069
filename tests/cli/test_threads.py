#!/usr/bin/env python3
"""The same bytes for every number of threads: outputs, held rows, findings, totals, messages.

    test_threads.py CLAIMLINE [--seeds FIRST-LAST]

Exports are random ones (tests/oracle/generate.py), some of them damaged: rows cut short, quotes out of place, rows of a
session far apart, sessions of thousands of rows, lines that end with CR. One thread is what is compared with.
"""
import argparse
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
OUTPUTS = ["lines.csv", "claims.xml", "claims.txt", "held.csv", "findings.jsonl", "summary.json"]


def export(folder, seed, rows):
    subprocess.run([sys.executable, str(ROOT / "tests/oracle/generate.py"), "--seed", str(seed), "--rows", str(rows),
                    "--out", str(folder / "a.csv")], check=True, stdout=subprocess.DEVNULL)
    return (folder / "a.csv").read_bytes()


def cut_rows(dice, lines):
    for _ in range(5):
        at = dice.randrange(1, len(lines))
        lines[at] = lines[at][:dice.randrange(len(lines[at]))] + b"\n"


def stray_quotes(dice, lines):
    for _ in range(4):
        at = dice.randrange(1, len(lines))
        spot = dice.randrange(len(lines[at]))
        lines[at] = lines[at][:spot] + b'"' + lines[at][spot:]


def far_apart(dice, lines):
    for _ in range(30):
        lines.insert(dice.randrange(1, len(lines)), lines.pop(dice.randrange(1, len(lines))))


def many_rows(dice, lines):
    at = dice.randrange(1, len(lines))
    lines[at:at] = [lines[at]] * dice.choice([900, 4200])


def blank_lines(dice, lines):
    for _ in range(9):
        lines.insert(dice.randrange(1, len(lines)), dice.choice([b"\n", b"  \n", b"\r\n"]) * dice.randrange(1, 3000))


DAMAGE = [lambda dice, lines: None, cut_rows, stray_quotes, far_apart, many_rows, blank_lines]


def convert(program, folder, threads, inputs=("in.csv", "more.csv")):
    out = folder / f"out{threads}"
    out.mkdir()
    done = subprocess.run(
        [str(program), "convert", *inputs, "--date", "2026-12-31", "--threads", str(threads), "--quiet",
         "--to", f"csv:{out}/lines.csv", "--to", f"xml:{out}/claims.xml", "--to", f"text:{out}/claims.txt",
         "--to", f"csv:{out}/by-{{code}}.csv", "--held", f"{out}/held.csv", "--findings", f"{out}/findings.jsonl",
         "--summary", f"{out}/summary.json"], cwd=folder, capture_output=True, check=False, timeout=300)
    files = {path.name: path.read_bytes().replace(bytes(out), b"OUT") for path in sorted(out.iterdir())}
    return done.returncode, done.stderr.replace(bytes(out), b"OUT"), files


def check(program, seed):
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        lines = export(folder, seed, dice.choice([50, 1500, 4000])).splitlines(keepends=True)
        header = lines[0]
        more = [header] + [line for line in lines[1:] if dice.random() < 0.1]
        for damage in dice.sample(DAMAGE, 2):
            damage(dice, lines)
        text = b"".join(lines)
        if seed % 5 == 4:
            text = text.replace(b"\r\n", b"\n").replace(b"\n", b"\r")
            more = [header.rstrip(b"\r\n") + b"\n"]
        (folder / "in.csv").write_bytes(text)
        (folder / "more.csv").write_bytes(b"".join(more))
        one = convert(program, folder, 1)
        for threads in (2, 8):
            other = convert(program, folder, threads)
            assert other[0] == one[0], (threads, one[0], other[0], other[1][-300:])
            assert other[1] == one[1], (threads, "messages differ")
            for name in sorted(set(one[2]) | set(other[2])):
                assert other[2].get(name) == one[2].get(name), (threads, name)
        return one[0]


def check_inputs_behind(program):
    """Quotes that are never closed make one thread read an input on, more than once, when those behind it were already
    read, or found missing."""
    header = "session_id,service_date,patient_id,payer_id,payer_class,billing_npi,diagnoses,rendering_npi,code,minutes"

    def rows(name, count):
        return "".join(f"{name}-{at:05},2026-03-02,P{name}{at:05},MCR,medicare,1999000007,M54.50,1999000015,97110,30\n"
                       for at in range(count))

    def damaged(name):
        text = rows(name, 3000)
        for place in (9000, 150000):
            text = text[:place] + text[place:].replace(",medicare,", ',"medicare,', 1)
        return text

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        inputs = []
        for other, text in (("A", damaged("A")), ("B", rows("B", 30)), ("C", damaged("C")), ("D", rows("D", 30)),
                            ("E", rows("E", 30)), ("F", rows("A", 30))):
            inputs.append(f"{other}.csv")
            (folder / inputs[-1]).write_text(f"{header}\n{text}")
        for behind, status in ((inputs, 1), (["A.csv", "missing.csv", "B.csv"], 3)):
            one = convert(program, folder, 1, behind)
            assert one[0] == status, one[:2]
            for threads in [3, 8] * 6:
                assert convert(program, folder, threads, behind) == one, (threads, behind)
                shutil.rmtree(folder / f"out{threads}")
            shutil.rmtree(folder / "out1")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--seeds", default="1-10")
    arguments = parser.parse_args()
    first, _, last = arguments.seeds.partition("-")
    failed = 0
    statuses = []
    seeds = range(int(first), int(last or first) + 1)
    check_inputs_behind(arguments.program.resolve())
    for seed in seeds:
        try:
            statuses.append(check(arguments.program.resolve(), seed))
        except AssertionError as wrong:
            failed += 1
            print(f"seed {seed}: {wrong}")
    print(f"statuses {sorted(set(statuses))}")
    print(f"{len(seeds) - failed} passed, {failed} failed")
    return 1 if failed or not statuses or not set(statuses) & {0, 1} else 0


if __name__ == "__main__":
    sys.exit(main())
