#!/usr/bin/env python3
"""An export in columns of its own, with the map that says so, gives the claim lines of the canonical one.

    test_maps.py CLAIMLINE [FIRST LAST]

For each seed a random canonical export is rewritten: columns renamed and split or joined, dates, times and amounts in
other forms, words for words, names instead of numbers with a table beside it, lines above the header, totals below,
rows of one session side by side, session ids hidden in a key. Its map is written from the same choices, by hand, not by
the program. The claim lines must be the same byte for byte, and every byte of the input accounted for.
"""
import csv
import datetime
import io
import json
import pathlib
import random
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/oracle"))
sys.dont_write_bytecode = True
import seeds  # noqa: E402
import generate  # noqa: E402

COLUMNS = re.findall(r"X\((\w+)\)", (ROOT / "core/model/column.h").read_text())
ROW = COLUMNS[COLUMNS.index("code"):] + [name for name in COLUMNS if name.startswith("rendering_")] + [
    "supervising_npi", "assistant_id"]
DATES = [name for name in COLUMNS if name.endswith("_date")]
AMOUNTS = ["unit_charge", "line_charge", "patient_paid"]
MODIFIERS = [f"modifier_{n}" for n in (1, 2, 3, 4)]
LINES = ("line,patient_id,payer_id,service_date,place_of_service,code,modifier_1,modifier_2,modifier_3,modifier_4,"
         "diagnosis_pointers,diagnoses,units,minutes,unit_charge,charge,rendering_npi,unit_rule,documented_code")


def key_of(name):
    return re.sub(r"[ \t_]", "", name).lower()


def read_canonical(data):
    """The rows of an export of generate.py, by canonical column."""
    text = data.decode("utf-8-sig")
    first = text.lstrip("\r\n").splitlines()[0]
    delimiter = max(",;\t|", key=first.count)
    known = {key_of(name): name for name in COLUMNS}
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]
    header = [known.get(key_of(name)) for name in rows[0]]
    return [{name: value.strip(" \t") for name, value in zip(header, row) if name} for row in rows[1:]]


def other_date(form, value):
    day = datetime.date.fromisoformat(value)
    return {"M/D/YYYY": f"{day.month}/{day.day}/{day.year}",
            "M/D/YY": f"{day.month}/{day.day}/{day.year % 100:02}",
            "D.M.YYYY": f"{day.day}.{day.month}.{day.year}",
            "D Mon YYYY": f"{day.day} {day:%b} {day.year}",
            "YYYYMMDD": f"{day:%Y%m%d}",
            "M/D/YYYY time": f"{day.month}/{day.day}/{day.year} 12:00:00 AM"}[form]


def other_time(value):
    hour, minute = (int(part) for part in value.split(":"))
    return f"{(hour + 11) % 12 + 1}:{minute:02} {'AM' if hour < 12 else 'pm'}"


def other_amount(dice, value):
    dollars, _, cents = value.partition(".")
    cents = (cents + "00")[:2]
    return dice.choice([f"${int(dollars):,}.{cents}", f"{int(dollars):,}.{cents}", f" $ {int(dollars)}.{cents}",
                        f"{int(dollars)}.{cents}00"])


def is_npi(value):
    """Sessions that are skipped may hold anything; a table may not."""
    return re.fullmatch(r"[12]\d{9}", value) and generate.with_check_digit(value[:9]) == value


class Rewriter:
    """One choice of how the export is written, its map and its tables."""

    def __init__(self, dice, rows):
        self.dice = dice
        self.there = [name for name in COLUMNS if any(row.get(name) for row in rows)]
        self.sections = []   # of the map
        self.general = []
        self.tables = {}
        self.writers = {}    # export column: a function of the row
        self.slots = {}      # the same for columns of a service, "{n}" in the name where rows are wide
        self.wide = dice.random() < 0.3
        self.names = iter(dice.sample([f"{word} {part}" for word in "Alpha Beta Gamma Delta Kappa Omega".split()
                                       for part in "One Two Red Blue=x Dx|y Q? Half {z} Field Row".split()], 60))

    def name(self):
        name = next(self.names)
        return name, f'"{name}"' if re.search(r"[?{|]", name) else name

    def add(self, column, make, *keys, own=False):
        """An export column for a canonical one: keys of its section, or a row of [columns]."""
        name, written = self.name()
        if self.wide and column in ROW:
            name = re.sub(r"[?{}|=]", "", name) + " "
            written = name + "{n}"
            self.slots[name] = make
        else:
            self.writers[name] = make
        if own:
            self.sections.append((column, [f"from = {written}", *keys]))
        return written

    def plain(self, column):
        self.add(column, lambda row, c=column: row.get(c, ""), own=True)

    def dates(self, column, forms):
        form = self.dice.choice(forms)
        keys = [f"date = {form}"] + (["pivot = 60"] if form == "M/D/YY" else [])
        self.add(column, lambda row, c=column: other_date(form, row[c]) if row.get(c) else "", *keys, own=True)

    def words(self, column, values):
        """Each word is another one; case and blanks vary where the export is read."""
        other = {value: f"Word {chr(65 + n)} of  {column}" for n, value in enumerate(sorted(values))}
        spell = self.dice.choice([str, str.upper, str.lower])
        self.add(column, lambda row, c=column: spell(other[row[c].lower()]) if row.get(c) else "", own=True)
        self.sections.append((f"values {column}", [f"{other[value]} = {value}" for value in values] + ["* = hold"]))

    def look_up(self, column, values):
        """Names for numbers, in a table."""
        names = {value: f"Dr. {n}, \"{column}\"" for n, value in enumerate(sorted(values))}
        table = f"table_{column}"
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(
            [["who is it", "Other", "the value"]] + [[names[value], "x", value] for value in names])
        self.tables[f"{table}.csv"] = text.getvalue()
        self.sections.append((f"lookup {table}", [f"file = {table}.csv", "key = Who Is It"]))
        self.add(column, lambda row, c=column: names[row[c]] if row.get(c) else "",
                 f"lookup = {table} the value", own=True)

    def modifiers(self):
        def all_of(row):
            stated = [part.strip() for part in row.get("modifiers", "").split(";")]
            return [part for part in stated + [row.get(name, "") for name in MODIFIERS] if part]

        if not any(name in self.there for name in ["modifiers", *MODIFIERS]):
            return
        mark, word = self.dice.choice([(", ", "comma"), (" ", "space"), ("/", "slash"), (":", "any")])
        self.add("modifiers", lambda row: mark.join(all_of(row)), f"list = {word}", own=True)

    def diagnoses(self):
        if self.dice.random() < 0.5:
            self.add("diagnoses", lambda row: " , ".join(part for part in row["diagnoses"].split(";")), "list = comma",
                     own=True)
            return
        for n in range(1, 13):
            self.writers[f"Dx No {n}"] = lambda row, n=n: (row["diagnoses"].split(";") + [""] * 12)[n - 1]
        self.sections.append(("diagnoses", ["from = Dx No {1-12}"]))

    def code(self):
        if self.dice.random() < 0.5:
            self.add("code", lambda row: row["code"], own=True)
        else:
            self.add("code", lambda row: f"CPT {row['code']} - what is done", "take = code", own=True)

    def session_id(self):
        if self.dice.random() < 0.5 or "group_number" in self.there:
            self.plain("session_id")
            return
        self.add("group_number", lambda row: row["session_id"], own=True)
        self.sections.append(("session_id", ["key = group_number | service_date"]))

    def choose(self, rows):
        def values_of(name):
            return {row[name].lower() for row in rows if row.get(name)}

        self.code()
        self.session_id()
        self.diagnoses()
        self.modifiers()
        for column in self.there:
            if column in ("session_id", "code", "diagnoses", "modifiers", *MODIFIERS):
                continue
            if column in DATES:
                born = "birth" in column
                self.dates(column, ["M/D/YYYY", "D.M.YYYY", "D Mon YYYY", "YYYYMMDD", "M/D/YYYY time"] +
                           ([] if born else ["M/D/YY"]))
            elif column in AMOUNTS:
                self.add(column, lambda row, c=column: other_amount(self.dice, row[c]) if row.get(c) else "", own=True)
            elif column in ("start_time", "end_time"):
                self.add(column, lambda row, c=column: other_time(row[c]) if row.get(c) else "", own=True)
            elif column in ("payer_class", "status", "discipline", "related_cause") and self.dice.random() < 0.7:
                self.words(column, values_of(column))
            elif column in ("rendering_npi", "payer_id", "billing_npi") and self.dice.random() < 0.6 and (
                    column == "payer_id" or all(is_npi(value) for value in values_of(column))):
                self.look_up(column, {row[column] for row in rows if row.get(column)})
            elif column in ("minutes", "units"):
                self.add(column, lambda row, c=column: row.get(c, "") and row[c] + self.dice.choice(["", ".0", ".00"]),
                         own=True)
            else:
                self.plain(column)
        if self.wide:
            self.general.append("services = 4")
        self.general.append("totals = Grand Total* | Sum")

    def map_text(self):
        sections = self.sections[:]
        self.dice.shuffle(sections)
        parts = ["# made for a test\n[map]\n" + "\n".join(self.general) + "\n"]
        return "\n".join(parts + [f"[{name}]\n" + "\n".join(keys) + "\n" for name, keys in sections])

    def records(self, rows):
        """The rows as records of the export, in its columns."""
        width = 4 if self.wide else 1
        header = list(self.writers) + [f"{name}{n}" for n in range(1, width + 1) for name in self.slots]
        order = header[:]
        self.dice.shuffle(order)
        at = 0
        made = [order]
        while at < len(rows):
            shared = {name: make(rows[at]) for name, make in self.writers.items()}
            count = 0
            while count < width and at + count < len(rows) and (count == 0 or (self.wide and self.dice.random() < 0.8)):
                row = rows[at + count]
                if row["session_id"] != rows[at]["session_id"] or (
                        count and not self.same(shared, row)):
                    break
                shared.update({f"{name}{count + 1}": make(row) for name, make in self.slots.items()})
                count += 1
            made.append([shared.get(name, "") for name in order])
            at += count
        return made

    def same(self, shared, row):
        state = self.dice.getstate()
        equal = all(make(row).strip() == shared[name].strip() for name, make in self.writers.items())
        self.dice.setstate(state)
        return equal

    def export(self, rows):
        records = self.records(rows)
        delimiter = self.dice.choice(",;\t|")
        text = io.StringIO()
        for line in range(self.dice.choice([0, 0, 1, 4])):
            text.write(["Report of everything\n", "\n", "Clinic;North,\"Street\n", "Run at 9:00 | by me\n"][line])
        writer = csv.writer(text, delimiter=delimiter, lineterminator=self.dice.choice(["\n", "\r\n"]))
        writer.writerows(records)
        if self.dice.random() < 0.5:
            at = records[0].index(next(name for name in records[0] if not name.startswith(tuple(self.slots) or "\0")))
            total = [""] * len(records[0])
            total[at if at == 0 else 0] = "Grand Total of it"
            if not self.is_code(records[0][0]):
                writer.writerow(total)
        if self.dice.random() < 0.5:
            writer.writerow([""] * len(records[0]))
        return text.getvalue().encode()

    def is_code(self, name):
        section = next(keys for column, keys in self.sections if column == "code")
        written = section[0].removeprefix("from = ").strip('"').replace("{n}", "")
        return name.startswith(written)


def convert(program, folder, path, *extra):
    done = subprocess.run([program, "convert", path, "--to", "csv", "--set", "columns=" + LINES, "--summary",
                           folder / "summary.json", "--held", folder / "held.csv", "--quiet", "--date", "2026-06-30",
                           *extra], capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stderr.decode()[-500:]
    return done.stdout, json.loads((folder / "summary.json").read_text())


def check(program, seed, folder):
    dice = random.Random(seed)
    canonical = folder / "canonical.csv"
    generate.generate(canonical, seed, 120, 0)
    rows = read_canonical(canonical.read_bytes())
    rewriter = Rewriter(dice, rows)
    rewriter.choose(rows)
    (folder / "clinic.ini").write_text(rewriter.map_text())
    for name, text in rewriter.tables.items():
        (folder / name).write_text(text)
    (folder / "export.csv").write_bytes(rewriter.export(rows))
    wanted, sums = convert(program, folder, canonical)
    got, mapped = convert(program, folder, folder / "export.csv", "--map", folder / "clinic.ini")
    assert wanted.count(b"\n") > 50, "a test of nothing"
    for name in ("sessions", "services", "claims", "lines", "units", "charge_cents"):
        assert sums[name] == mapped[name], f"{name}: {sums[name]} {mapped[name]}"
    assert got == wanted, "other lines"


if __name__ == "__main__":
    sys.exit(seeds.main(check, 40))
