#!/usr/bin/env python3
"""Shows how claimline's time and memory grow: rows, threads, files, quotes, outputs. Prints one table in Markdown.

tests/bench/run.sh builds what is needed first. All checks and the built-in payer profiles are in force.
"""

import argparse
import pathlib
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True
import bars  # noqa: E402
import machine  # noqa: E402
import measuring  # noqa: E402
import programs  # noqa: E402


class Scaling:
    def __init__(self, args, work):
        self.args = args
        self.work = work
        self.counted = machine.has_option(args.program, "--threads")
        self.threads = args.threads if self.counted else [1]
        self.rows = []

    def measure(self, label, size, inputs, cases):
        """A row of the table for each of the cases (threads, targets), which are run in turn."""
        jobs = {case: self.job(inputs, *case) for case in cases}
        costs = measuring.in_turn(jobs, self.args.runs, lambda text: print(f"{label}: {text}", file=sys.stderr))
        for threads, targets in cases:
            self.add(label, size, threads, targets, costs[threads, targets])

    def job(self, inputs, threads, targets):
        command = programs.claimline(self.args.program, threads, self.counted, profile=False, targets=targets,
                                     columns=None)
        return lambda: measuring.run_once(machine.TOOLS, command(inputs, self.work / "out"), self.work,
                                          statuses=(0, 1))

    def add(self, label, size, threads, targets, costs):
        count, length, sessions = size
        cpu = measuring.median(costs, "cpu")
        peak = measuring.median(costs, "peak")
        less = bars.BYTES_A_SESSION * sessions / 2**20
        self.rows.append([label, " + ".join(targets), threads, measuring.spread(costs, "wall"), f"{cpu:.2f}",
                          f"{cpu / count * 1e9:.0f}", f"{length / 1e6 / measuring.median(costs, 'wall'):.0f}",
                          f"{peak:.0f}", f"{peak - less:.0f}"])

    def export(self, rows, *options):
        path = machine.generate(self.work / "export.csv", "--rows", rows, *options)
        return path, (rows, path.stat().st_size, bars.count_sessions(path))

    def sizes(self):
        for rows in self.args.sizes:
            path, size = self.export(rows)
            self.measure(f"{rows:,} rows", size, path, [(threads, ("csv",)) for threads in self.threads])

    def outputs(self):
        path, size = self.export(self.args.rows)
        self.measure(f"{self.args.rows:,} rows", size, path,
                     [(self.threads[-1], targets) for targets in (("xml",), ("text",), ("csv", "xml", "text"))])

    def quotes(self):
        for label, options in (("no quotes", ["--quoted", "0"]), ("quotes in every row", ["--quoted", "1"]),
                               ("every field in quotes", ["--quote", "all"]), ("80 columns", ["--shape", "wide"]),
                               ("5 % of sessions come back", ["--sessions-apart", "0.05"]),
                               ("2 % of sessions with a mistake", ["--mistakes", "0.02"])):
            path, size = self.export(self.args.rows, *options)
            self.measure(f"{self.args.rows:,} rows, {label}", size, path, [(self.threads[0], ("csv",))])

    def files(self):
        folder = self.work / "exports"
        folder.mkdir()
        count = self.args.rows // 100
        machine.generate(folder, "--files", count, "--rows-per-file", 100)
        paths = list(folder.iterdir())
        size = (count * 100, sum(path.stat().st_size for path in paths), sum(map(bars.count_sessions, paths)))
        self.measure(f"{count:,} files of 100 rows", size, folder, [(threads, ("csv",)) for threads in self.threads])
        shutil.rmtree(folder)


PARTS = {"sizes": Scaling.sizes, "outputs": Scaling.outputs, "quotes": Scaling.quotes, "files": Scaling.files}


def numbers(text):
    return [int(number) for number in text.split(",")]


def parse():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--sizes", type=numbers, default=[100000, 1000000], help="rows; default 100000,1000000")
    parser.add_argument("--large", action="store_true", help="10,000,000 rows too: 2.5 GB, twice that in --work")
    parser.add_argument("--rows", type=int, default=1000000, help="of the other parts; default 1000000")
    parser.add_argument("--threads", type=numbers, default=[1, 2, 4], help="default 1,2,4")
    parser.add_argument("--parts", type=lambda text: text.split(","), default=list(PARTS), help=" ".join(PARTS))
    parser.add_argument("--runs", type=int, default=3, help="counted runs of each; default 3")
    parser.add_argument("--quick", action="store_true", help="small sizes, one run: does it all work?")
    parser.add_argument("--program", type=pathlib.Path, default=machine.TOOLS / "claimline")
    parser.add_argument("--work", default="/dev/shm", help="where files go; default /dev/shm, which is memory")
    args = parser.parse_args()
    if args.quick:
        args.sizes, args.rows, args.runs = [2000, 20000], 20000, 1
    if args.large:
        args.sizes.append(10000000)
    return args


def main():
    args = parse()
    work = pathlib.Path(tempfile.mkdtemp(prefix="claimline-scaling-", dir=args.work))
    scaling = Scaling(args, work)
    before = machine.describe(args.program)
    try:
        for part in args.parts:
            PARTS[part](scaling)
    finally:
        shutil.rmtree(work)
    print(before)
    print()
    print(measuring.table(["input", "output", "threads", "wall s, median (least-most)", "CPU s", "CPU ns a row", "MB/s",
                           "peak MiB", f"less {bars.BYTES_A_SESSION} bytes a session"], scaling.rows))


if __name__ == "__main__":
    main()
