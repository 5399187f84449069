#!/usr/bin/env python3
"""The sqlite plugin from outside: what is in the tables, by SQL of its own, and what a failure leaves.

    test_sqlite.py CLAIMLINE
"""
import csv
import io
import pathlib
import os
import re
import resource
import sqlite3

from runs import Case, main

COLUMNS = ("session_id service_date patient_id patient_last_name patient_birth_date payer_id payer_class rendering_npi "
           "diagnoses code minutes unit_charge modifiers diagnosis_pointers patient_paid claim_frequency "
           "payer_control_number onset_date start_time end_time note authorization_number").split()
USUAL = dict(service_date="2026-05-20", patient_id="A-17", payer_id="BLUEFIN", payer_class="commercial",
             rendering_npi="1999000015", diagnoses="M54.50", code="97110", minutes="30", unit_charge="40.00")
HOSTILE = ["'; DROP TABLE claim; --", 'say "so", then', "two\nlines\r\nand\ttab", "\u00e9\U0001F600\u202e", "NULL", "%s%n",
           "x" * 70000, "' OR 1=1", "0", "-12.50"]


def sheet(*rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({**USUAL, **row})
    return out.getvalue()


class Sqlite(Case):
    def setUp(self):
        super().setUp()
        self.write("in.csv", sheet({"session_id": "S1"}, {"session_id": "S1", "code": "97140", "unit_charge": ""},
                                   {"session_id": "S2", "patient_id": "A-18"}))

    def fill(self, *arguments, name="b.db", **more):
        return self.convert("--to", f"sqlite:{name}", *arguments, **more)

    def ask(self, sql, *values, name="b.db"):
        with sqlite3.connect(self.folder / name) as connection:
            rows = connection.execute(sql, values).fetchall()
        connection.close()
        return rows

    def one(self, sql, *values, **more):
        return self.ask(sql, *values, **more)[0][0]

    def assert_sound(self, name="b.db"):
        self.assertEqual(self.ask("PRAGMA integrity_check", name=name), [("ok",)])
        self.assertEqual(self.ask("PRAGMA foreign_key_check", name=name), [])

    def test_lines_are_those_of_the_csv_plugin(self):
        rows = [{"session_id": f"S{n}", "note": text, "patient_last_name": text.strip() or "x", "diagnoses":
                 "M54.50;G47.63;M25.511", "diagnosis_pointers": "C;A" if n % 2 else "", "modifiers": "59" if n % 3 else "",
                 "unit_charge": "" if n % 4 == 0 else f"{n}.{n % 100:02}"} for n, text in enumerate(HOSTILE)]
        rows += [{**rows[-1], "code": "97140", "minutes": "20"}, {"session_id": "LAST", "patient_paid": "0.50"}]
        self.write("in.csv", sheet(*rows))
        self.expect(self.fill("--to", "csv:l.csv"), 0)
        with open(self.folder / "l.csv", newline="", encoding="utf-8") as file:
            expected = list(csv.reader(file))
        got = [["" if value is None else str(value) for value in row]
               for row in self.ask("SELECT * FROM lines_in_dollars")]
        self.assertEqual(got, expected[1:])
        self.assertGreater(len(got), len(HOSTILE))
        self.assert_sound()

    def test_every_fact_has_its_column(self):
        """All columns of the CSV plugin, against the tables, by names alone."""
        facts = sorted(set(re.findall(r'CL_FACT_[A-Z_]+_\("(\w+)"', (self.headers() / "facts.h").read_text())))
        self.assertGreater(len(facts), 90)
        self.write("in.csv", sheet(*({"session_id": f"S{n}", "note": text, "patient_last_name": text,
                                      "authorization_number": text[:40].strip(), "onset_date": "2026-04-01",
                                      "patient_birth_date": "1950-02-28", "start_time": "09:00", "end_time": "09:30",
                                      "patient_paid": "12.30", "modifiers": "59;KX"}
                                     for n, text in enumerate(HOSTILE))))
        self.expect(self.fill("--to", "csv:l.csv", "--set", f"columns={'+'.join(facts)}"), 0)
        with open(self.folder / "l.csv", newline="", encoding="utf-8") as file:
            expected = list(csv.DictReader(file))
        connection = sqlite3.connect(self.folder / "b.db")
        connection.row_factory = sqlite3.Row
        lines = connection.execute("SELECT *, diagnosis_pointers, diagnoses FROM claim JOIN claim_line USING (claim_key) "
                                   "JOIN lines_in_dollars USING (claim_id, line)").fetchall()
        self.assertEqual(len(lines), len(expected))
        for line, wanted in zip(lines, expected):
            for name in facts:
                with self.subTest(name):
                    if f"{name}_cents" in line.keys():
                        cents = line[f"{name}_cents"]
                        value = None if cents is None else f"{cents // 100}.{cents % 100:02}"
                    else:
                        value = line[name]
                    self.assertEqual("" if value is None else str(value), wanted[name])
        connection.close()

    def headers(self):
        return pathlib.Path(__file__).resolve().parents[2] / "include/claimline"

    def test_the_run_and_its_sums(self):
        self.write("in.csv", sheet({"session_id": "S1"}, {"session_id": "S1", "code": "97140", "unit_charge": ""},
                                   {"session_id": "S2", "rendering_npi": "1999000016"}))
        self.expect(self.fill("--summary", "sum.json", "--control-number", "7"), 1)
        self.assertEqual(self.ask("SELECT run_date, run_time, control_number, claims, lines, units, minutes, "
                                  "lines_without_charge, charge_cents, sessions_read, sessions_held FROM run"),
                         [("2026-06-30", "2026-06-30T00:00:00Z", 7, 1, 2, 4, 60, 1, 8000, 2, 1)])
        self.assertEqual(self.summary()["targets"], [{"plugin": "sqlite", "path": "b.db", "claims": 1, "lines": 2, "units": 4,
                                                      "charge_cents": 8000, "files": 0}])
        self.assertEqual(self.one("PRAGMA user_version"), 1)
        self.assertEqual(self.one("PRAGMA application_id"), int.from_bytes(b"CLMN", "big"))

    def test_pointers_lead_to_diagnoses(self):
        self.write("in.csv", sheet({"session_id": "S1", "diagnoses": "M54.50;G47.63", "diagnosis_pointers": "B;A"}))
        self.expect(self.fill(), 0)
        self.assertEqual(self.ask("SELECT line, rank, number, code FROM line_diagnosis ORDER BY rank"),
                         [(1, 1, 2, "G47.63"), (1, 2, 1, "M54.50")])

    def test_questions_use_an_index(self):
        self.expect(self.fill(), 0)
        for question in ("claim WHERE patient_id = 'A-17'", "claim WHERE payer_id = 'BLUEFIN' AND service_date > '2026'",
                         "claim WHERE service_date = '2026-05-20'", "claim_line WHERE code = '97110'",
                         "claim WHERE claim_id = 'S1'", "claim_line WHERE claim_key = 1", "diagnosis WHERE code = 'M54.50'"):
            with self.subTest(question):
                plan = self.ask(f"EXPLAIN QUERY PLAN SELECT * FROM {question}")
                self.assertIn("SEARCH", plan[0][3])

    def test_the_questions_of_the_readme(self):
        page = (self.headers().parents[1] / "plugins/sqlite/README.md").read_text()
        asked = re.findall(r"'(SELECT [^']+)'", page) + [" ".join(re.search(r"    (SELECT substr.*?);", page, re.DOTALL)[1].split())]
        self.assertEqual(len(asked), 2)
        self.expect(self.fill(), 0)
        self.assertEqual(len(self.ask(asked[0])), 3)
        self.assertEqual(self.ask(asked[1]), [("2026-05", 4, 160.0)])

    def test_the_second_run_of_a_night_doubles_nothing(self):
        self.expect(self.fill(), 0)
        before = self.ask("SELECT * FROM claim")
        done = self.fill("--to", "csv:l.csv", "--held", "held.csv")
        self.expect(done, 1, "the plugin sqlite refuses session S1: the database has its claim already")
        self.assertEqual(self.ask("SELECT * FROM claim"), before)
        self.assertEqual(len(self.read("l.csv").splitlines()), 1)
        self.assertEqual(len(self.read("held.csv").splitlines()), 4)
        # New sessions go in, whoever stands beside them.
        self.write("in.csv", self.read("in.csv") + sheet({"session_id": "S3"}).splitlines()[1] + "\n")
        self.expect(self.fill(), 1)
        self.assertEqual(self.ask("SELECT claim_id, run_id FROM claim"), [("S1", 1), ("S2", 1), ("S3", 3)])
        self.assert_sound()

    def test_update_takes_the_new_claim(self):
        self.expect(self.fill(), 0)
        self.write("in.csv", sheet({"session_id": "S1", "minutes": "45"}))
        self.expect(self.fill("--set", "again=update"), 0)
        self.assertEqual(self.ask("SELECT claim_id, run_id, line, units FROM claim JOIN claim_line USING (claim_key)"
                                  " ORDER BY claim_id"), [("S1", 2, 1, 3), ("S2", 1, 1, 2)])
        self.assertEqual(self.one("SELECT count(*) FROM diagnosis"), 2)
        self.assert_sound()

    def test_a_replacement_claim_is_another_claim(self):
        self.expect(self.fill(), 0)
        correction = {"session_id": "S1", "claim_frequency": "7", "payer_control_number": "ICN1"}
        self.write("in.csv", sheet(correction))
        self.expect(self.fill(), 0)
        self.expect(self.fill(), 1, "has its claim already")
        self.write("in.csv", sheet({**correction, "payer_control_number": "ICN2"}))
        self.expect(self.fill(), 0)
        self.assertEqual(self.ask("SELECT claim_frequency, payer_control_number FROM claim WHERE claim_id = 'S1'"),
                         [("1", None), ("7", "ICN1"), ("7", "ICN2")])

    def test_replace_leaves_nothing_of_the_old(self):
        self.expect(self.fill(), 0)
        fresh = (self.folder / "b.db").read_bytes()
        self.expect(self.fill("--set", "again=update"), 0)
        self.assertNotEqual((self.folder / "b.db").read_bytes(), fresh)
        self.expect(self.fill("--set", "mode=replace"), 0)
        self.assertEqual((self.folder / "b.db").read_bytes(), fresh)  # and so the same run makes the same bytes
        self.assertEqual(self.names(), ["b.db"])

    def test_only_and_no_claims(self):
        self.expect(self.fill("--only", "codes=97140"), 0)
        self.assertEqual(self.ask("SELECT claim_id, line, code, claim_charge_cents FROM claim "
                                  "JOIN claim_line USING (claim_key)"), [("S1", 2, "97140", None)])
        self.write("in.csv", sheet())
        self.expect(self.fill(name="none.db"), 0)
        self.assertEqual(self.one("SELECT count(*) FROM run", name="none.db"), 1)

    def test_modes_and_links(self):
        (self.folder / "real").mkdir()
        (self.folder / "b.db").symlink_to("real/b.db")
        self.expect(self.fill(), 3, "sqlite: the database or its folder cannot be written")
        (self.folder / "b.db").unlink()
        self.expect(self.fill(name="real/b.db"), 0)
        self.assertEqual((self.folder / "real/b.db").stat().st_mode & 0o777, 0o600)
        (self.folder / "real/b.db").chmod(0o640)
        (self.folder / "b.db").symlink_to("real/b.db")
        for mode in ("append", "replace"):
            self.expect(self.fill("--set", f"mode={mode}", "--set", "again=update"), 0)
            self.assertEqual((self.folder / "real/b.db").stat().st_mode & 0o777, 0o640)
            self.assertTrue((self.folder / "b.db").is_symlink())
        self.assertEqual(sorted(path.name for path in (self.folder / "real").iterdir()), ["b.db"])

    def test_a_name_is_no_address(self):
        """SQLite takes file:NAME for an address, and :memory: for no file at all."""
        for name in ("file:x.db?mode=memory", ":memory:", "a%20b.db"):
            self.expect(self.fill(name=name), 0)
        self.assertEqual(self.names(), sorted(["file:x.db?mode=memory", ":memory:", "a%20b.db"]))

    def test_what_is_not_ours_is_refused(self):
        self.write("text.db", "no database, but a text that somebody needs\n" * 50)
        with sqlite3.connect(self.folder / "other.db") as connection:
            connection.execute("CREATE TABLE claim (claim_id)")
        connection.close()
        self.expect(self.fill(name="later.db"), 0)
        with sqlite3.connect(self.folder / "later.db") as connection:
            connection.execute("PRAGMA user_version = 99")
        connection.close()
        (self.folder / "cut.db").write_bytes((self.folder / "later.db").read_bytes()[:5000])
        (self.folder / "folder.db").mkdir()
        os.mkfifo(self.folder / "pipe.db")
        cases = {"text.db": "no database of claimline", "other.db": "no database of claimline",
                 "later.db": "a later version", "cut.db": "is damaged", "folder.db": "no regular file",
                 "pipe.db": "no regular file", "no/such.db": "cannot be written"}
        before = {path.name: path.read_bytes() for path in self.folder.iterdir() if path.is_file()}
        for name, text in cases.items():
            for mode in ("append", "replace"):
                if name == "cut.db" and mode == "replace":
                    continue  # its header is ours: it may be replaced
                with self.subTest(name + " " + mode):
                    self.expect(self.fill("--set", f"mode={mode}", "--to", "csv:l.csv", name=name), 3, "sqlite: ", text)
        self.assertEqual({path.name: path.read_bytes() for path in self.folder.iterdir() if path.is_file()}, before)

    def test_locked(self):
        self.expect(self.fill(), 0)
        for begin, mode in (("BEGIN IMMEDIATE", "append"), ("BEGIN IMMEDIATE", "replace"), ("BEGIN EXCLUSIVE", "append")):
            connection = sqlite3.connect(self.folder / "b.db", isolation_level=None)
            connection.execute(begin)
            done = self.fill("--set", "wait=0", "--set", "again=update", "--set", f"mode={mode}", "--to", "csv:l.csv")
            self.expect(done, 3, "sqlite: the database is locked by another program")
            connection.close()
        # One that reads hinders only the last step, and that fails before anything is published.
        before = (self.folder / "b.db").read_bytes()
        connection = sqlite3.connect(self.folder / "b.db", isolation_level=None)
        cursor = connection.execute("SELECT * FROM claim, claim AS twice")
        cursor.fetchone()
        done = self.fill("--set", "wait=0", "--set", "again=update", "--to", "csv:l.csv")
        self.expect(done, 3, "sqlite: the database is locked by another program")
        connection.close()
        self.assertEqual(self.names(), ["b.db"])
        self.assertEqual((self.folder / "b.db").read_bytes(), before)

    def test_others_may_have_it_open(self):
        """They see the new claims, without opening it again; with a journal or with WAL."""
        for journal in ("delete", "wal"):
            with self.subTest(journal):
                name = f"{journal}.db"
                self.expect(self.fill(name=name), 0)
                connection = sqlite3.connect(self.folder / name, isolation_level=None)
                connection.execute(f"PRAGMA journal_mode = {journal}")
                self.assertEqual(connection.execute("SELECT count(*) FROM run").fetchone(), (1,))
                self.expect(self.fill("--set", "again=update", name=name), 0)
                self.assertEqual(connection.execute("SELECT count(*) FROM run").fetchone(), (2,))
                connection.close()
        self.assertEqual(self.names(), ["delete.db", "wal.db"])

    def test_a_failure_elsewhere_leaves_the_database(self):
        self.expect(self.fill(), 0)
        before = (self.folder / "b.db").read_bytes()
        for mode in ("append", "replace"):
            done = self.fill("--set", f"mode={mode}", "--set", "again=update", "--to", "csv:/dev/full")
            self.expect(done, 3, "/dev/full")
            self.assertEqual(self.names(), ["b.db"])
            self.assertEqual((self.folder / "b.db").read_bytes(), before)

    def test_a_disk_that_is_full(self):
        def limit(size):
            return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

        self.expect(self.fill(), 0)
        before = (self.folder / "b.db").read_bytes()
        rows = [{"session_id": f"N{n}", "note": "n" * 500} for n in range(300)]
        self.write("in.csv", sheet(*rows))
        for name, mode in (("b.db", "append"), ("b.db", "replace"), ("new.db", "append")):
            with self.subTest(mode + name):
                done = self.fill("--set", f"mode={mode}", name=name, preexec_fn=limit(len(before) + 8192))
                self.expect(done, 3, "sqlite: the disk")
                self.assertEqual(self.names(), ["b.db"])
                self.assertEqual((self.folder / "b.db").read_bytes(), before)

    def test_no_value_of_a_record_is_told(self):
        self.write("in.csv", sheet({"session_id": "S1", "patient_last_name": "Quillfeather", "patient_id": "PT-SECRET"}))
        self.expect(self.fill(), 0)
        done = self.fill("--findings", "f.json")
        for text in (done.stderr, self.read("f.json")):
            self.assertIn("has its claim already", text)
            self.assertNotIn("Quillfeather", text)
            self.assertNotIn("PT-SECRET", text)


if __name__ == "__main__":
    main()
