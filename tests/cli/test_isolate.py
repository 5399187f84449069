#!/usr/bin/env python3
"""Plugins in processes of their own: what one of them does, the others do not feel.

    test_isolate.py CLAIMLINE MODULES
"""
import pathlib
import signal
import subprocess
import time

import jsonschema
import json

from runs import HEADER, Case, main, row

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLES = sorted(str(path) for path in (ROOT / "samples/sessions").glob("*.csv"))
CALLS = ["open", "check", "head", "begin", "claim", "end", "tail"]
ENDS = {"crash": r"ended by signal 11|ended by itself, with exit status 1",
        "abort": r"ended by signal 6", "exit": r"ended by itself, with exit status \d+", "fail": r"rogue: told to fail",
        "nonsense": r"answered what is no answer"}


class Isolate(Case):
    def setUp(self):
        super().setUp()
        self.dirs = self.use("rogue", "good_min", "crashes_early")
        self.expect(self.convert("--to", "csv:expected.csv", "--to", "text:expected.txt"), 0)
        self.expected = {"csv": self.read("expected.csv"), "txt": self.read("expected.txt")}
        for name in ("expected.csv", "expected.txt"):
            (self.folder / name).unlink()

    def isolated(self, *arguments, **more):
        return self.convert("--isolate", *self.dirs, *arguments, **more)

    def rogue(self, at, does, *more, to="rogue:r.txt"):
        """One that goes wrong between two that do not."""
        return self.isolated("--to", "csv:a.csv", "--to", to, "--set", f"at={at}", "--set", f"does={does}", "--to",
                             "text:b.txt", "--summary", "sum.json", *more)

    def assert_others_are_whole(self, *others):
        self.assertEqual(self.names(), sorted(["a.csv", "b.txt", "sum.json", *others]))
        self.assertEqual(self.read("a.csv"), self.expected["csv"])
        self.assertEqual(self.read("b.txt"), self.expected["txt"])
        summary = self.summary()
        jsonschema.validate(summary, json.loads((ROOT / "docs/schemas/summary.schema.json").read_text()))
        first, failed, last = summary["targets"]
        self.assertNotIn("failed", first)
        self.assertNotIn("failed", last)
        self.assertEqual([failed["claims"], failed["lines"], failed["files"]], [0, 0, 0])
        return failed["failed"]

    def test_same_bytes_as_in_the_program(self):
        outputs = {}
        for way in ([], ["--isolate"]):
            folder = self.folder / f"out{len(way)}"
            folder.mkdir()
            done = self.convert(*way, "--to", "csv:l.csv", "--to", "xml:c.xml", "--set", "details=all", "--to", "text:c.txt",
                                "--to", "csv:x-{code}.csv", "--to", "text:t-{payer}.txt", "--only", "codes=97110",
                                *self.database(), "--summary", "s.json", "--findings", "f.jsonl", "--held", "h-{input}.csv",
                                inputs=SAMPLES, cwd=folder)
            self.expect(done, 1)
            outputs[len(way)] = {path.name: path.read_bytes() for path in folder.iterdir()}, done.stderr
        self.assertGreater(len(outputs[0][0]), 20)
        self.assertEqual(outputs[0], outputs[1])

    def database(self):
        listed = subprocess.run([self.program, "plugin", "list"], capture_output=True, text=True, check=True).stdout
        return ["--to", "sqlite:b.db"] if "sqlite" in listed else []

    def run_program(self, *arguments, cwd=None, **more):
        return subprocess.run([self.program, *arguments], cwd=cwd or self.folder, capture_output=True, text=True,
                              check=False, timeout=120, **more)

    def test_whatever_it_does_wherever(self):
        for at, does in [(at, "abort") for at in CALLS] + [("claim", does) for does in ENDS]:
            with self.subTest(f"{does} at {at}"):
                done = self.rogue(at, does)
                self.expect(done, 4, "claimline: the target rogue:r.txt failed, the others were published: rogue: ")
                self.assertRegex(done.stderr, ENDS[does])
                self.assertRegex(self.assert_others_are_whole(), ENDS[does])

    def test_the_old_output_stays(self):
        self.write("r.txt", "old\n")
        self.expect(self.rogue("claim", "abort"), 4)
        self.assertEqual(self.read("r.txt"), "old\n")
        self.assert_others_are_whole("r.txt")

    def test_split_outputs_stay_too(self):
        self.write("r-97110.txt", "old\n")
        self.write("r-99999.txt", "old\n")
        self.expect(self.rogue("tail", "abort", "--replace", to="rogue:r-{code}.txt"), 4)
        self.assert_others_are_whole("r-97110.txt", "r-99999.txt")
        self.assertEqual(self.read("r-99999.txt"), "old\n")
        self.expect(self.rogue("close", "fail", "--replace", to="rogue:r-{code}.txt"), 0)
        self.assertFalse((self.folder / "r-99999.txt").exists())

    def test_stores(self):
        for at, does in [("open", "crash"), ("check", "exit"), ("claim", "fail"), ("claim", "nonsense"), ("prepare", "abort")]:
            with self.subTest(f"{does} at {at}"):
                done = self.rogue(at, does, to="rogue-store:r.db")
                self.expect(done, 4, "claimline: the target rogue-store:r.db failed, the others were published: ")
                self.assertRegex(self.assert_others_are_whole(), ENDS[does].replace("rogue:", "rogue-store:"))
        # In its commit it is too late: what the summary says is written.
        done = self.rogue("commit", "abort", to="rogue-store:r.db")
        self.expect(done, 3, "cannot publish r.db: rogue-store: its process was ended by signal 6")

    def test_a_failure_in_close_costs_nothing(self):
        for does in ("abort", "exit"):
            done = self.rogue("close", does)
            self.expect(done, 0)
            self.assertEqual(self.read("r.txt"), "head\nS1\nS2\ntail\n")

    def test_silence(self):
        done = self.rogue("claim", "hang", "--isolate-timeout", "1")
        self.expect(done, 4, "rogue: its process did not answer for 1 seconds")
        self.assert_others_are_whole()
        done = self.rogue("claim", "shut", "--isolate-timeout", "5")
        self.expect(done, 4, "rogue: its process closed the connection")

    def test_memory_has_an_end(self):
        if b"__asan_init" in pathlib.Path(self.program).read_bytes():
            self.skipTest("addresses are not limited under a sanitizer")
        done = self.rogue("claim", "eat")
        self.expect(done, 4, "rogue: its process was ended by signal 6")
        self.assert_others_are_whole()

    def test_the_program_cannot_be_killed(self):
        done = self.rogue("claim", "kill")
        self.expect(done, 0)
        self.assertEqual(self.read("r.txt"), "head\nS1\nS2\ntail\n")

    def test_outside_the_stream(self):
        done = self.rogue("close", "outside")
        self.expect(done, 4, "rogue: it wrote outside its stream")
        self.assert_others_are_whole()

    def test_what_it_cannot_reach(self):
        before = self.read("in.csv")
        self.expect(self.rogue("close", "probe"), 0)
        lines = self.read("r.txt").splitlines()
        self.assertEqual(len(lines), 1 + 14 + 2 + 1)
        if "claimline: --isolate: this kernel" in self.rogue("close", "probe").stderr:
            self.skipTest("the kernel lacks Landlock or seccomp, as the program says")
        for line in lines[1:15]:
            self.assertRegex(line, " refused$")
        self.assertEqual(self.read("in.csv"), before)
        self.assertEqual(self.names(), ["a.csv", "b.txt", "r.txt", "sum.json"])

    def test_files_that_crash_when_they_are_loaded(self):
        done = self.isolated("--to", "good-min:ids.txt")
        self.expect(done, 0)
        self.assertEqual(self.read("ids.txt"), "S1\nS2\n")
        done = self.isolated("--to", "crashes-early:x")
        self.expect(done, 2, "no plugin is named crashes-early", "crashes_early.so was refused: it cannot be loaded: "
                    "its process was ended by signal 6")

    def test_nothing_of_a_plugin_runs_in_the_program(self):
        """Without --isolate the same file takes the program down."""
        self.assertEqual(self.convert(*self.dirs, "--to", "good-min:ids.txt").returncode, -signal.SIGABRT)

    def test_no_target_left(self):
        done = self.isolated("--to", "rogue:a.txt", "--set", "does=abort", "--to", "rogue:b.txt", "--set", "at=tail",
                             "--summary", "sum.json")
        self.expect(done, 3, "no target is left, nothing was published: rogue: its process was ended by signal 6")
        self.assertEqual(self.names(), [])
        self.expect(self.isolated("--to", "rogue:a.txt", "--set", "at=open"), 3, "no target is left")

    def test_bad_usage_is_no_failure_of_a_target(self):
        self.expect(self.isolated("--to", "csv:a.csv", "--set", "delimiter=x", "--to", "text:b.txt"), 2, "csv: delimiter: ")
        self.expect(self.isolated("--to", "csv:a.csv", "--set", "no=x", "--to", "text:b.txt"), 2, 'no setting "no"')
        self.expect(self.convert("--to", "csv", "--isolate-timeout", "5"), 2, "--isolate-timeout belongs to --isolate")
        self.expect(self.isolated("--to", "csv", "--isolate-timeout", "0"), 2, "seconds from 1 to 86400")
        self.assertEqual(self.names(), [])

    def test_standard_output_cannot_be_taken_back(self):
        # More than a buffer, so that some of it is out when it fails.
        self.write("in.csv", HEADER + "".join(row(f"S{n:0400}"[:45] + str(n)) for n in range(20000)))
        done = self.rogue("tail", "abort", to="rogue")
        self.expect(done, 4, "ended by signal 6 (Aborted); what was written in place cannot be taken back")
        self.assertTrue(done.stdout.startswith("head\nS0"))
        self.assertNotIn("tail", done.stdout)

    def test_refusals_hold_for_all(self):
        self.dirs = self.use("rogue", "store_file")
        (self.folder / "plugins/crashes_early.so").unlink()
        self.write("in.csv", HEADER + row("NO1") + row("S2"))
        done = self.isolated("--to", "csv:a.csv", "--to", "store-file:ids.txt")
        self.expect(done, 1, "the plugin store-file refuses session NO1: it begins with NO [plugin.refused]")
        self.assertEqual(self.read("ids.txt"), "S2 97110\n")
        self.assertNotIn("NO1", self.read("a.csv"))

    def test_a_full_disk_of_one_target(self):
        done = self.isolated("--to", "csv:a.csv", "--to", "text:/dev/full", "--summary", "sum.json")
        self.expect(done, 4, "the target text:/dev/full failed", "cannot write /dev/full")
        self.assertEqual(self.read("a.csv"), self.expected["csv"])

    def children_of(self, pid):
        return subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout.split()

    def test_no_process_is_left(self):
        for ending in (signal.SIGTERM, signal.SIGKILL):
            command = [self.program, "convert", "in.csv", "--isolate", *self.dirs, "--to", "csv:a.csv", "--to", "rogue:r.txt",
                       "--set", "does=hang"]
            with subprocess.Popen(command, cwd=self.folder, stderr=subprocess.PIPE) as run:
                children = []
                for _ in range(500):
                    children = self.children_of(run.pid)
                    if len(children) == 2 and "a.csv" not in self.names() and self.names():
                        break
                    time.sleep(0.02)
                self.assertEqual(len(children), 2)
                time.sleep(0.2)
                run.send_signal(ending)
                run.communicate(timeout=60)
                self.assertEqual(run.returncode, -ending)
            for _ in range(500):
                left = [child for child in children if pathlib.Path(f"/proc/{child}").exists()]
                if not left:
                    break
                time.sleep(0.02)
            self.assertEqual(left, [])
            if ending == signal.SIGTERM:
                self.assertEqual(self.names(), [])


if __name__ == "__main__":
    main("modules")
