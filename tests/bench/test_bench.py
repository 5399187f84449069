#!/usr/bin/env python3
"""What is measured with must be right itself: the generator keeps its word, and claimline and the programs that it is
compared with write the same lines.

    test_bench.py PATH/TO/claimline FOLDER_OF_THE_TOOLS
"""

import csv
import hashlib
import io
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
import machine  # noqa: E402
import measuring  # noqa: E402
import programs  # noqa: E402

PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve()
machine.TOOLS = pathlib.Path(sys.argv.pop(1)).resolve()


def generated(*options):
    return subprocess.run([machine.TOOLS / "bench_generate", *map(str, options)], check=True,
                          stdout=subprocess.PIPE).stdout


def rows_of(text, delimiter=","):
    return list(csv.reader(io.StringIO(text.decode("utf-8"), newline=""), delimiter=delimiter))


def is_npi(text):
    total = 24
    for place, digit in enumerate(text[:9]):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value // 10 + value % 10
    return len(text) == 10 and (total + int(text[9])) % 10 == 0


def returns(rows):
    """How often a session_id stands again after another."""
    seen, last, count = set(), None, 0
    for row in rows:
        count += row[0] != last and row[0] in seen
        seen.add(row[0])
        last = row[0]
    return count


class Generator(unittest.TestCase):
    def test_same_bytes_on_every_machine(self):
        text = generated("--rows", 5000, "--seed", 7, "--sessions-apart", "0.1", "--mistakes", "0.05",
                         "--shape", "wide")
        self.assertEqual(hashlib.sha256(text).hexdigest(),
                         "f6324cbdb4270987d965aea9fe47fa789fb6307acbea0de11514b3fe8d84327d")

    def test_another_seed_other_bytes(self):
        self.assertNotEqual(generated("--rows", 100, "--seed", 1), generated("--rows", 100, "--seed", 2))

    def test_rows_and_columns(self):
        for shape, columns in (("standard", 23), ("wide", 80)):
            rows = rows_of(generated("--rows", 3001, "--shape", shape))
            self.assertEqual(len(rows), 3002)
            self.assertEqual({len(row) for row in rows}, {columns})

    def test_share_of_rows_with_quotes(self):
        for share, least, most in (("0", 0, 0), ("0.25", 0.22, 0.28), ("1", 1, 1)):
            text = generated("--rows", 4000, "--quoted", share)
            rows = rows_of(text)[1:]
            quoted = sum(any(set(field) & set(',"\r\n') for field in row) for row in rows) / len(rows)
            self.assertTrue(least <= quoted <= most, (share, quoted))
            self.assertEqual(b'"' in text, share != "0")

    def test_quotes_as_another_writer_puts_them(self):
        for quote, style in (("minimal", csv.QUOTE_MINIMAL), ("all", csv.QUOTE_ALL)):
            text = generated("--rows", 400, "--quote", quote)
            again = io.StringIO(newline="")
            csv.writer(again, quoting=style, lineterminator="\n").writerows(rows_of(text))
            self.assertEqual(text, again.getvalue().encode("utf-8"))

    def test_delimiters_and_line_ends(self):
        plain = rows_of(generated("--rows", 300, "--quoted", "0"))
        for name, delimiter in (("semicolon", ";"), ("tab", "\t"), ("pipe", "|")):
            text = generated("--rows", 300, "--quoted", "0", "--delimiter", name, "--line-end", "crlf")
            self.assertEqual(rows_of(text, delimiter), plain)
            self.assertEqual((text.count(b"\r\n"), text.count(b"\n"), text.count(b"\r")), (301, 301, 301))

    def test_check_digits(self):
        rows = rows_of(generated("--rows", 500))
        for name in ("rendering_npi", "billing_npi", "referring_npi"):
            at = rows[0].index(name)
            self.assertTrue(all(is_npi(row[at]) for row in rows[1:]), name)

    def test_sessions_come_back_where_asked(self):
        self.assertEqual(returns(rows_of(generated("--rows", 3000))[1:]), 0)
        rows = rows_of(generated("--rows", 3000, "--sessions-apart", "0.2"))
        self.assertEqual(len(rows), 3001)
        self.assertGreater(returns(rows[1:]), 50)

    def test_files(self):
        with tempfile.TemporaryDirectory() as folder:
            generated("--files", 12, "--rows-per-file", 50, "--out", folder)
            files = sorted(pathlib.Path(folder).iterdir())
            rows = [rows_of(file.read_bytes()) for file in files]
            self.assertEqual(len(files), 12)
            self.assertEqual({len(each) for each in rows}, {51})
            ids = [{row[0] for row in each[1:]} for each in rows]
            self.assertEqual(sum(map(len, ids)), len(set.union(*ids)))

    def test_refuses_what_it_does_not_know(self):
        for options in (["--rows", "x"], ["--quoted", "1.5"], ["--shape", "round"], ["--files", "3"], ["--what", "1"]):
            done = subprocess.run([machine.TOOLS / "bench_generate", *options], stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL, check=False)
            self.assertEqual(done.returncode, 2, options)


class Programs(unittest.TestCase):
    """The programs that need nothing but what the tests need; run.py compares the others too."""

    def lines(self, program, export, work):
        out = work / f"{program.name}.csv"
        measuring.run_once(machine.TOOLS, program.command(export, out), work,
                           export if program.reads_stdin else "/dev/null",
                           out if program.writes_stdout else "/dev/null")
        return out.read_bytes()

    def test_same_lines(self):
        chosen = [peer for peer in programs.peers() if peer.name in ("libcsv", "scan", "python")]
        for options in ([], ["--shape", "wide"], ["--quote", "all"], ["--quoted", "1", "--line-end", "crlf"],
                        ["--seed", "9", "--quoted", "0"]):
            with self.subTest(options=options), tempfile.TemporaryDirectory() as folder:
                work = pathlib.Path(folder)
                export = machine.generate(work / "export.csv", "--rows", 6000, *options)
                wanted = [self.lines(program, export, work) for program in programs.claimlines(PROGRAM)]
                self.assertGreater(wanted[0].count(b"\n"), 5000)
                for found in wanted[1:] + [self.lines(program, export, work) for program in chosen]:
                    self.assertTrue(found == wanted[0])

    def test_quotes_and_left_over_units(self):
        # 38 timed minutes make 3 units: one for each whole quarter hour, the third for the larger remainder.
        text = ('note,session_id,code,minutes,unit_charge\n"a ""b"",\nc","A ""1"", x",97110,20,45.00\n'
                ',"A ""1"", x",97140,11,42.50\n,"A ""1"", x",97014,15,18.00\n,"A ""1"", x",97140,7,42.50\n'
                ',B,97110,7,45.00\n')
        wanted = ('session_id,code,units,minutes,charge\n"A ""1"", x",97110,2,20,90.00\n"A ""1"", x",97140,1,18,42.50\n'
                  '"A ""1"", x",97014,1,15,18.00\n')
        with tempfile.TemporaryDirectory() as folder:
            work = pathlib.Path(folder)
            (work / "export.csv").write_text(text, encoding="utf-8")
            for program in programs.peers():
                if program.name in ("libcsv", "scan", "python"):
                    self.assertEqual(self.lines(program, work / "export.csv", work).decode("utf-8"), wanted)

    def test_cost_is_told(self):
        cost = measuring.run_once(machine.TOOLS, ["sh", "-c", "exit 3"], tempfile.gettempdir(), statuses=(3,))
        self.assertTrue(0 < cost.wall < 60 and cost.peak < 50)
        with self.assertRaises(measuring.Failed):
            measuring.run_once(machine.TOOLS, ["sh", "-c", "echo why >&2; exit 3"], tempfile.gettempdir())

    def test_timed_codes(self):
        codes = machine.timed_codes().split(",")
        self.assertIn("97110", codes)
        self.assertIn("97537", codes)
        self.assertNotIn("97014", codes)  # untimed
        self.assertNotIn("97130", codes)  # an add-on
        with open(machine.ROOT / "samples" / "codes.csv", newline="", encoding="utf-8") as table:
            self.assertEqual(codes, [row["code"] for row in csv.DictReader(table)
                                     if row["billing"] == "timed" and row["minutes_per_unit"] == "15"])


if __name__ == "__main__":
    unittest.main()
