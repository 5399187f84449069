#!/usr/bin/env python3
"""Times claimline and other programs at one job, checks that their results agree, and prints tables in Markdown.

tests/bench/run.sh installs, builds and calls it; the job and what came out is in docs/performance.md.
A time never makes it fail; a result that differs does.
"""

import argparse
import dataclasses
import hashlib
import pathlib
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True
import bars  # noqa: E402
import machine  # noqa: E402
import measuring  # noqa: E402
import programs  # noqa: E402


OUTPUTS = {"CSV": ("csv",), "XML": ("xml",), "text": ("text",), "all three": ("csv", "xml", "text")}


def told(text):
    print(text, file=sys.stderr)


def job_of(program, export, work):
    """A function that runs the program once."""
    out = work / f"{program.name}.csv"

    def job():
        return measuring.run_once(machine.TOOLS, program.command(export, out), work,
                                  export if program.reads_stdin else "/dev/null",
                                  out if program.writes_stdout else "/dev/null")
    return job


def lines_digest(path):
    """Of the lines, whatever their ends."""
    digest, count = hashlib.sha256(), 0
    with open(path, "rb") as file:
        for line in file:
            digest.update(line.rstrip(b"\r\n") + b"\n")
            count += 1
    return digest.hexdigest(), count - 1


def first_difference(path, other):
    with open(path, "rb") as left, open(other, "rb") as right:
        for number, (one, two) in enumerate(zip(left, right), 1):
            if one.rstrip(b"\r\n") != two.rstrip(b"\r\n"):
                return f"line {number}: {one.decode(errors='replace')!r} instead of {two.decode(errors='replace')!r}"
    return "one ends before the other"


def disagreements(done, work):
    """Messages about programs whose lines are not claimline's."""
    mine = work / f"{done[0].name}.csv"
    wanted = lines_digest(mine)
    found = []
    for program in done[1:]:
        path = work / f"{program.name}.csv"
        if lines_digest(path) != wanted:
            found.append(f"{program.label}: {first_difference(path, mine)}")
    return wanted[1], found


def comparison(done, costs):
    """The table of all programs; claimline is the one with as many threads, where there is one."""
    base = {name: measuring.median(costs[name], "wall") for name in costs}
    cpu = {name: measuring.median(costs[name], "cpu") for name in costs}
    libcsv = base.get("libcsv")
    rows = []
    for program in sorted(done, key=lambda p: -base[p.name]):
        runs = costs[program.name]
        wall = base[program.name]
        mine = f"claimline-{program.threads}" if f"claimline-{program.threads}" in base else done[0].name
        rows.append([program.label, program.threads, measuring.spread(runs, "wall"), measuring.spread(runs, "cpu"),
                     f"{measuring.median(runs, 'peak'):.0f}", f"{wall / base[mine]:.2f}",
                     f"{cpu[program.name] / cpu[mine]:.2f}",
                     f"{wall / libcsv:.2f}" if libcsv else ""])
    return measuring.table(["program", "threads", "wall s, median (least-most)", "CPU s", "peak MiB",
                            "wall / claimline", "CPU / claimline", "wall / libcsv"], rows)


def targets_job(program, export, work, threads, targets):
    counted = machine.has_option(program, "--threads")
    command = programs.claimline(program, threads, counted, targets=targets, columns=None)
    return lambda: measuring.run_once(machine.TOOLS, command(export, work / "out"), work)


@dataclasses.dataclass
class Measured:
    """What came out of a run. `done` begins with claimline; `costs` and `outputs` are lists of costs by name."""

    export: pathlib.Path
    done: list
    costs: dict
    left_out: list
    outputs: dict


def choose(args):
    """claimline and the peers that can be had, and messages about the others."""
    chosen, left_out = programs.claimlines(args.program), []
    for peer in programs.peers(args.zsv):
        if args.peers is not None and peer.name not in args.peers:
            continue
        if peer.missing:
            left_out.append(f"{peer.label.strip()}: {peer.missing}")
        else:
            chosen.append(peer)
    return chosen, left_out


def measure(args, work):
    export = machine.generate(work / "export.csv", "--rows", args.rows, "--seed", args.seed, "--quoted", args.quoted,
                              "--quote", args.quote)
    chosen, left_out = choose(args)
    costs = measuring.in_turn({p.name: job_of(p, export, work) for p in chosen}, args.runs, told)
    done = [p for p in chosen if p.name in costs]
    if done[:1] != chosen[:1]:
        sys.exit("run.py: claimline itself failed")
    left_out += [f"{p.label}: it failed" for p in chosen if p not in done]
    threads = max(p.threads for p in done if p.name.startswith("claimline"))
    jobs = {name: targets_job(args.program, export, work, threads, targets) for name, targets in OUTPUTS.items()}
    return Measured(export, done, costs, left_out, measuring.in_turn(jobs, args.runs, told))


def head(args, measured, sessions, lines):
    size = measured.export.stat().st_size
    quotes = "Every field in quotes." if args.quote == "all" else f"Share of rows with quotes: {args.quoted}."
    print(f"- {args.rows:,} rows, {size / 1e6:.0f} MB, {sessions:,} sessions, {lines:,} claim lines. {quotes}\n"
          f"- Counted runs of each program: {args.runs}, in turn, after one to warm up.")
    for message in measured.left_out:
        print(f"- Left out: {message}")


def report(args, work):
    before = machine.describe(args.program)
    measured = measure(args, work)
    lines, different = disagreements(measured.done, work)
    sessions = bars.count_sessions(measured.export)
    print(before)
    head(args, measured, sessions, lines)
    print(f"\n{comparison(measured.done, measured.costs)}\n")
    print("\n".join(f"DISAGREES: {message}" for message in different) or "All programs wrote the same lines.")
    print(f"\n{bars.table(measured.costs, measured.outputs, sessions)}")
    return 1 if different else 0


def parse():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rows", type=int, default=1000000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quoted", default="0.25", help="share of rows with quotes; default 0.25")
    parser.add_argument("--quote", choices=["minimal", "all"], default="minimal", help="all: quotes around every field")
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each program; default 5")
    parser.add_argument("--peers", type=lambda text: text.split(",") if text else [],
                        help="only these, separated by commas: libcsv scan zsv duckdb polars python mawk sqlite miller")
    parser.add_argument("--quick", action="store_true", help="20,000 rows, one run: does it all work?")
    parser.add_argument("--program", type=pathlib.Path, default=machine.TOOLS / "claimline")
    parser.add_argument("--zsv", type=pathlib.Path, help="a program built from peers/peer_zsv.c")
    parser.add_argument("--work", default="/dev/shm", help="where files go; default /dev/shm, which is memory")
    args = parser.parse_args()
    if args.quick:
        args.rows, args.runs = 20000, 1
    return args


def main():
    args = parse()
    work = pathlib.Path(tempfile.mkdtemp(prefix="claimline-bench-", dir=args.work))
    try:
        return report(args, work)
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    sys.exit(main())
