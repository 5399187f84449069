#!/usr/bin/env python3
"""Stores from outside: destinations, the order of a run, what a failure leaves.

    test_stores.py CLAIMLINE MODULES
"""
from runs import HEADER, Case, main, row

IDS = "S1 97110 97140\nS2 97110\n"


class Stores(Case):
    def store(self, *arguments, **more):
        return self.convert(*self.use("store_file"), *arguments, **more)

    def test_claims_in_order_beside_an_encoder(self):
        done = self.store("--to", "store-file:ids.txt", "--to", "csv:lines.csv", "--summary", "sum.json")
        self.expect(done, 0)
        self.assertEqual(self.read("ids.txt"), IDS)
        self.assertEqual(self.names(), ["ids.txt", "lines.csv", "sum.json"])
        stored, written = self.summary()["targets"]
        self.assertEqual(stored, {"plugin": "store-file", "path": "ids.txt", "claims": 2, "lines": 3, "units": 5,
                                  "charge_cents": 16000, "files": 0})
        self.assertEqual([written[key] for key in ("claims", "lines", "units", "charge_cents", "files")],
                         [2, 3, 5, 16000, 1])

    def test_only(self):
        self.expect(self.store("--to", "store-file:ids.txt", "--only", "codes=97140", "--to", "csv:all.csv"), 0)
        self.assertEqual(self.read("ids.txt"), "S1 97140\n")
        self.assertEqual(len(self.read("all.csv").splitlines()), 4)

    def test_no_claims(self):
        self.write("in.csv", HEADER)
        self.expect(self.store("--to", "store-file:ids.txt"), 0)
        self.assertEqual(self.read("ids.txt"), "")

    def test_refused_claims_are_held_for_all(self):
        self.write("in.csv", HEADER + row("NO1") + row("S2"))
        done = self.store("--to", "csv:lines.csv", "--to", "store-file:ids.txt", "--held", "held.csv")
        self.expect(done, 1, "the plugin store-file refuses session NO1: it begins with NO [plugin.refused]")
        self.assertEqual(self.read("ids.txt"), "S2 97110\n")
        self.assertNotIn("NO1", self.read("lines.csv"))
        self.assertIn("NO1", self.read("held.csv"))

    def test_bad_destinations(self):
        (self.folder / "hard.csv").hardlink_to(self.folder / "in.csv")
        (self.folder / "link.txt").symlink_to("ids.txt")
        cases = {
            ("store-file",): "a PATH is expected",
            ("store-file:-",): "a PATH is expected",
            ("store-file:{code}.txt",): "its path cannot hold {code}",
            ("store-file:{payer}/x",): "must stand in the name of the file",
            ("store-file:ids.txt", "--to", "store-file:./ids.txt"): "two outputs have the same destination",
            ("store-file:ids.txt", "--to", "store-file:link.txt"): "two outputs have the same destination",
            ("store-file:ids.txt", "--to", "csv:ids.txt"): "two outputs have the same destination",
            ("csv:ids.txt", "--to", "store-file:ids.txt"): "two outputs have the same destination",
            ("store-file:ids.txt", "--summary", "ids.txt"): "two outputs have the same destination",
            ("store-file:in.csv",): "in.csv is an input and an output of this run",
            ("store-file:hard.csv",): "in.csv is an input and an output of this run",
            ("store-file:ids.txt", "--set", "fails=never"): "is not nowhere|open",
        }
        before = self.read("in.csv")
        for arguments, text in cases.items():
            with self.subTest(arguments):
                self.expect(self.store("--to", *arguments), 2, text)
                self.assertEqual(self.names(), ["hard.csv", "link.txt"])
                self.assertEqual(self.read("in.csv"), before)

    def test_a_path_that_leads_nowhere_is_the_store_s_affair(self):
        self.expect(self.store("--to", "store-file:no/such"), 3, "store-file: the destination cannot be written")

    def test_failures_before_the_commit_leave_everything(self):
        self.write("ids.txt", "old\n")
        self.write("lines.csv", "old\n")
        cases = {
            "open": "store-file: told to fail in open",
            "put": "store-file: told to fail in put (at in.csv:2)",
            "prepare": "store-file: told to fail in prepare",
            "counts": "the sums of target store-file:ids.txt do not close: it has 6 units, expected 5",
        }
        for where, text in cases.items():
            with self.subTest(where):
                done = self.store("--to", "csv:lines.csv", "--to", "store-file:ids.txt", "--set", f"fails={where}",
                                  "--summary", "sum.json")
                self.expect(done, 3, text)
                self.assertEqual(self.names(), ["ids.txt", "lines.csv"])
                self.assertEqual((self.read("ids.txt"), self.read("lines.csv")), ("old\n", "old\n"))

    def test_all_that_can_fail_comes_before_the_first_commit(self):
        (self.folder / "gone").mkdir()
        for arguments in (["--to", "csv:/dev/full"], ["--findings", "/dev/full"], ["--summary", "/dev/full"]):
            with self.subTest(arguments):
                self.expect(self.store("--to", "store-file:ids.txt", *arguments), 3, "/dev/full")
                self.assertEqual(self.names(), ["gone"])

    def test_a_commit_that_fails_lists_what_was_published(self):
        done = self.store("--to", "csv:lines.csv", "--to", "store-file:a.txt", "--to", "store-file:b.txt", "--set",
                          "fails=commit", "--to", "store-file:c.txt", "--summary", "sum.json")
        self.expect(done, 3, "cannot publish b.txt: store-file: told to fail in commit "
                             "(1 of 5 outputs were published: a.txt)")
        self.assertEqual(self.names(), ["a.txt"])

    def test_kinds_are_shown(self):
        done = self.run_program("plugin", "list", *self.use("store_file"))
        self.assertRegex(done.stdout, r"(?m)^store-file +1 +store +claim ids")
        self.assertRegex(done.stdout, r"(?m)^csv .* encoder +claim lines as CSV")
        done = self.run_program("plugin", "show", "store-file", "--plugin-dir", "plugins")
        self.assertIn("store: keeps the claims", done.stdout)
        done = self.run_program("plugin", "show", "csv")
        self.assertIn("encoder: writes to files", done.stdout)


if __name__ == "__main__":
    main("modules")
