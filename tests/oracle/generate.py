#!/usr/bin/env python3
"""Writes a random session export, the same one for the same seed.

    generate.py --seed 7 --rows 20000 --mistakes 0.05 --out export.csv [--files 3] [--payers payers.ini]
                [--tables fees.csv year-to-date.csv]

Column order, spelling of the header, delimiter, quoting, line ends, byte order mark and the optional columns vary
with the seed. Everybody in it is invented. Some patients have two or three visits of a day, next to each other or
far apart, and some sessions come back later; with --files the rows go on in further files (export.2.csv ...). With
--payers a random file of payer profiles is written too, and some sessions leave it to that file to know the payer's
class. With --mistakes a share of the sessions gets one mistake of the kind that front desks make.
"""

import argparse
import csv
import datetime
import heapq
import io
import itertools
import pathlib
import random
import re
import sys

sys.dont_write_bytecode = True
from generate_payers import PayerFile  # noqa: E402

CODES = pathlib.Path(__file__).resolve().parent.parent.parent / "samples" / "codes.csv"

LAST_NAMES = ["Ashgrove", "Brännström", "Carraway", "Dvořáčková", "Eastlake-Moor", "Fjellheim", "Gómez, Jr.",
              "Hollowell", "Íslei", "Jessamine", "Kőszegi", "Łukomska", "Mac \"Tam\" Tavish", "Nuñez-Oyola",
              "O'Harrow", "Pettigrove", "Quarrington", "Rügheimer", "Šimůnek", "山田", "Uí Bhreasail", "Μελισσά"]
FIRST_NAMES = ["Inés", "Bertram", "Clementine", "Défne", "Ezekiel", "Fionn", "Gaspard", "Haruka", "Imogen", "Jost",
               "Lavinia", "Malthe", "Ottilie", "Prudence", "Réka", "Silas", "Thaddeus", "花子"]
STREETS = ["12 Larkspur Lane", "7 Quay St, Apt 4", "PO Box 99", "3 \"Old\" Mill Rd;\nrear house", "88 Çınar Ave"]
NOTES = ["", "", "", "tolerated well", "pain 6/10, then 4/10", 'said "better", walks daily', "Übungen fortgesetzt",
         "L4-L5 grade III;\nno adverse response", "first line\r\nsecond line, \"quoted\"\r\nthird", "32 °C – façade",
         "cueing | tactile\tverbal", "naïve \U0001f9b5 test", ",", '""', "ends with a quote\""]
DIAGNOSES = ["M54.50", "M54.2", "M54.16", "M25.561", "M25.511", "M17.11", "Z96.651", "S83.511D", "R26.89", "M62.81",
             "M75.101", "G81.91", "I69.351", "R47.01", "R13.12", "F80.2", "F82", "S13.4XXD", "R29.6", "G56.01",
             "S52.501D", "Z47.1", "M77.11", "R27.8", "S39.012D"]

PAYERS = {  # payer class: share, payer ids
    "medicare": (24, ["MCR-J15", "MCR-J6"]), "medicare_advantage": (10, ["SILVERFERN-MA", "OAKLEAF, MA"]),
    "railroad_medicare": (3, ["RRB"]), "tricare": (5, ["TRI-EAST"]), "medicaid": (10, ["STATE-MCD"]),
    "va": (4, ["VA-CCN2"]), "champva": (2, ["CHAMPVA"]), "commercial": (26, ["BLUEFIN", "ÆGIR", "HALCYON \"A\""]),
    "workers_comp": (6, ["IRONGATE-WC"]), "auto": (5, ["HIGHROAD"]), "self_pay": (4, ["SELF"]),
    "other": (3, ["GUILDFUND"]),
}
DISCIPLINES = {"PT": 70, "OT": 18, "SLP": 12}
DISCIPLINE_MODIFIER = {"PT": "GP", "OT": "GO", "SLP": "GN"}
ASSISTANT_MODIFIER = {"PT": "CQ", "OT": "CO", "SLP": "CQ"}
RULES_CHANGE = ["2019-12-31", "2020-01-01", "2020-04-15", "2020-04-16", "2025-12-31", "2025-12-31", "2026-01-01",
                "2026-01-01", "2026-03-14", "2026-03-15"]
USUAL = {  # how often a code stands in a session; all others of the table are rare
    "PT": {"97110": 30, "97140": 22, "97112": 12, "97530": 14, "97116": 6, "97014": 6, "G0283": 4, "97012": 4,
           "97035": 4, "97010": 5, "97016": 2, "97032": 2, "97150": 1, "97161": 1, "97162": 1, "97164": 1},
    "OT": {"97530": 24, "97535": 16, "97110": 14, "97140": 6, "97112": 6, "97018": 3, "97760": 3, "97165": 2,
           "97166": 2, "97533": 3, "97542": 2, "97010": 2},
    "SLP": {"92507": 24, "92526": 12, "92523": 2, "92610": 2, "92522": 1, "97535": 2, "92508": 2},
}
UNKNOWN_CODES = ["97998", "S8948", "G0515", "0019T", "T1015"]

SESSION_GROUPS = [  # optional session columns; those of one group come and go together
    ["status"], ["patient_last_name", "patient_first_name"], ["patient_middle_name"], ["patient_birth_date"],
    ["patient_sex"], ["patient_address", "patient_city", "patient_state", "patient_zip"], ["patient_phone"],
    ["payer_name"], ["member_id"], ["group_number"], ["relationship"], ["authorization_number"],
    ["claim_frequency", "payer_control_number"], ["patient_paid"], ["place_of_service"],
    ["facility_name", "facility_npi"], ["billing_npi", "billing_name"],
    ["referring_npi", "referring_last_name", "referring_qualifier"], ["total_treatment_minutes"], ["onset_date"],
    ["accident_date", "accident_state", "related_cause", "property_casualty_claim_number"],
]
ROW_GROUPS = [["rendering_last_name"], ["assistant_id"], ["start_time", "end_time"], ["assistant_minutes"],
              ["diagnosis_pointers"], ["unit_charge"], ["line_charge"], ["region"], ["technique"], ["necessity"]]
ALWAYS = ["session_id", "service_date", "patient_id", "payer_id", "payer_class", "rendering_npi", "diagnoses", "code",
          "minutes", "units", "note"]
OF_A_ROW = {"rendering_npi", "code", "minutes", "units", "note", "_modifiers", *sum(ROW_GROUPS, [])}
IGNORED = ["Room", "exported_at", "Therapist Comment"]


def with_check_digit(nine):
    total = 0
    for place, digit in enumerate(reversed("80840" + nine)):
        value = int(digit) * (1 if place % 2 else 2)
        total += value // 10 + value % 10
    return nine + str(-total % 10)


class Generator:
    def __init__(self, seed, mistakes, today, with_payers=False):
        self.random = random.Random(seed)
        self.mistakes = mistakes
        self.today = today
        self.count = 0
        with open(CODES, newline="", encoding="utf-8") as file:
            self.codes = {row["code"]: row for row in csv.DictReader(file)}
        self.menu = {discipline: self.weights(discipline) for discipline in DISCIPLINES}
        self.providers = {discipline: [with_check_digit(f"1999{number}{n:04d}") for n in range(6)]
                          for number, discipline in enumerate(DISCIPLINES)}
        self.patients = [self.patient(n) for n in range(400)]
        self.payers = PayerFile(self.random, PAYERS) if with_payers else None
        self.choose_layout()

    # ------------------------------------------------------------------------------------------------- layout

    def choose_layout(self):
        pick = self.random
        self.delimiter = pick.choice(",,,;;\t|")
        self.quote_all = pick.random() < 0.3
        self.line_end = pick.choice(["\n", "\r\n"])
        self.bom = pick.random() < 0.3
        self.blank_lines = pick.random() < 0.25
        self.last_line_end = pick.random() < 0.8
        self.spelling = pick.choice(["plain", "plain", "words", "upper", "joined", "mixed"])
        self.has_discipline = pick.random() < 0.9
        columns = list(ALWAYS)
        for group in SESSION_GROUPS + ROW_GROUPS:
            if pick.random() < 0.8:
                columns += group
        if self.has_discipline:
            columns.append("discipline")
        if pick.random() < 0.95:
            columns += ["modifiers"] if pick.random() < 0.7 else [f"modifier_{n}" for n in range(1, 5)]
        columns += pick.sample(IGNORED, pick.choice([0, 0, 1, 3]))
        pick.shuffle(columns)
        if columns[-1] == "session_id":  # a row that lost its last field still shows its session
            columns[0], columns[-1] = columns[-1], columns[0]
        self.columns = columns

    def spell(self, name):
        way = self.spelling if self.spelling != "mixed" else self.random.choice(["plain", "words", "upper", "joined"])
        words = name.split("_")
        return {"plain": name, "words": " ".join(words).capitalize().replace("id", "ID") if name.endswith("_id")
                else " ".join(words).title(), "upper": name.upper(), "joined": "".join(w.title() for w in words)}[way]

    def encode(self, fields):
        out = []
        special = re.compile("[" + re.escape(self.delimiter + '"') + "\r\n]")
        for text in fields:
            needs = special.search(text)
            out.append('"' + text.replace('"', '""') + '"' if self.quote_all or needs else text)
        return self.delimiter.join(out) + self.line_end

    def write_row(self, row):
        cells = dict(row)
        modifiers = cells.pop("_modifiers", [])
        cells["modifiers"] = ";".join(modifiers)
        for n in range(4):
            cells[f"modifier_{n + 1}"] = modifiers[n] if n < len(modifiers) else ""
        fields = []
        for column in self.columns:
            text = cells.get(column, "")
            if text and self.random.random() < 0.004:
                text = self.random.choice([" " + text, text + "  ", f" {text} "])
            fields.append(text)
        if row.get("_short"):
            fields.pop()
        if row.get("_long"):
            fields.append("one too many")
        return self.encode(fields)

    # ------------------------------------------------------------------------------------------------- people

    def weights(self, discipline):
        result = {}
        for code, row in self.codes.items():
            if row["discipline"] in ("", discipline):
                result[code] = 0.15
                if row["from"] == "2026-01-01":
                    result[code] = 0.05
        result.update(USUAL[discipline])
        result.update({code: 0.05 for code in UNKNOWN_CODES})
        return list(result), list(result.values())

    def patient(self, number):
        pick = self.random
        patient_id = f"P{number:05d}"
        if number % 29 == 0:
            patient_id = pick.choice([f'{number}, "old"', f"Nº {number}", f"{number};{number}|x", f"A\n{number}"])
        return {"patient_id": patient_id, "patient_last_name": pick.choice(LAST_NAMES),
                "patient_first_name": pick.choice(FIRST_NAMES), "patient_middle_name": pick.choice(["", "", "Q"]),
                "patient_birth_date": f"{pick.randint(1935, 2018)}-{pick.randint(1, 12):02d}-{pick.randint(1, 28):02d}",
                "patient_sex": pick.choice("MFU"), "patient_address": pick.choice(STREETS),
                "patient_city": pick.choice(["Lower Wick", "Żabno", "Port Sorrow"]),
                "patient_state": pick.choice(["CO", "MI", "OR"]), "patient_zip": f"{pick.randint(10000, 99999)}",
                "patient_phone": "555-0" + str(pick.randint(100, 199)), "member_id": f"W{pick.randint(1, 999999):06d}"}

    # ----------------------------------------------------------------------------------------------- sessions

    def session(self):
        """The rows of one session, as dicts of column to text."""
        pick = self.random
        self.count += 1
        payer_class = pick.choices(list(PAYERS), [share for share, _ in PAYERS.values()])[0]
        discipline = pick.choices(list(DISCIPLINES), DISCIPLINES.values())[0] if self.has_discipline else "PT"
        date = self.today - datetime.timedelta(days=pick.randrange(0, 364))
        if pick.random() < 0.08:
            date = datetime.date.fromisoformat(pick.choice(RULES_CHANGE))
        session_id = f"S{self.count:07d}"
        if pick.random() < 0.01:
            session_id = pick.choice([f"{date}, nº {self.count}", f'"{self.count}"', f"Ω/{self.count}",
                                      f"{self.count:050d}"])
        diagnoses = pick.sample(DIAGNOSES, pick.choices(range(1, 13), [20, 30, 18, 12, 6, 4, 2, 2, 2, 1, 1, 2])[0])
        head = dict(pick.choice(self.patients))
        payer_id = pick.choice(PAYERS[payer_class][1])
        shown_class = pick.choice([payer_class] * 30 + [payer_class.upper(), payer_class.title()])
        if self.payers and payer_id in self.payers.named and pick.random() < 0.1:
            shown_class = ""
        head.update({
            "session_id": session_id, "service_date": date.isoformat(), "payer_id": payer_id,
            "payer_class": shown_class,
            "payer_name": payer_class.replace("_", " ") + ", national", "group_number": pick.choice(["", "G-1"]),
            "relationship": "employee" if payer_class == "workers_comp"
                            else pick.choice(["", "self", "spouse", "child"]),
            "authorization_number": pick.choice(["", "A-" + str(self.count)]),
            "patient_paid": pick.choice(["", "", "20.00", "0.00"]), "discipline": discipline,
            "place_of_service": pick.choices(["11", "12", "10", "02", "22", "31", "32", "62", "03", ""],
                                             [70, 8, 2, 1, 4, 3, 3, 2, 1, 6])[0] if date.year > 2021 else "11",
            "facility_name": pick.choice(["", "Larkspur Lane Therapy"]), "facility_npi": pick.choice(
                ["", with_check_digit("299900007")]),
            "billing_npi": with_check_digit("299900001"), "billing_name": "Larkspur Lane Therapy, LLC",
            "onset_date": pick.choice(["", (date - datetime.timedelta(days=40)).isoformat()]),
            "status": pick.choice(["", "completed"]),
            "diagnoses": ";".join(pick.choice([d, d, d, d.replace(".", ""), d.lower()]) for d in diagnoses),
        })
        if pick.random() < 0.03:
            head.update(claim_frequency=pick.choice("78"), payer_control_number=f"PCN{self.count}")
        elif pick.random() < 0.2:
            head["claim_frequency"] = "1"
        if payer_class.startswith("medicare") or payer_class == "railroad_medicare" or pick.random() < 0.2:
            if pick.random() < 0.95:
                head.update(referring_npi=with_check_digit(f"19998{pick.randrange(10000):04d}"),
                            referring_last_name="Fennimore", referring_qualifier=pick.choice(["DN", "DK"]))
        if payer_class in ("workers_comp", "auto"):
            head.update(accident_date=(date - datetime.timedelta(days=90)).isoformat(), accident_state="MI",
                        related_cause="auto" if payer_class == "auto" else "employment",
                        property_casualty_claim_number=f"C-{self.count}")

        return self.with_services(head)

    def with_services(self, head):
        """The rows of a session with what all of them say."""
        services = self.services(head["discipline"], head["diagnoses"].count(";") + 1)
        minutes = sum(int(service["minutes"] or 0) for service in services)
        head = {**head, "total_treatment_minutes": str(min(minutes + 5, 1440))}
        return [{**head, **service} for service in services]

    def next_visit(self, rows):
        """Another session of the same patient, day, discipline, billing provider and payer, or nearly so."""
        pick = self.random
        self.count += 1
        head = {name: text for name, text in rows[0].items() if name not in OF_A_ROW}
        head["session_id"] = f"V{self.count:07d}"
        once = pick.choice(["place_of_service", "authorization_number", "referring_npi", "claim_frequency",
                            "facility_npi", "related_cause", "accident_state"])
        way = pick.random()
        if way < 0.15:
            head[once] = ""
        elif way < 0.25:
            head[once] = {"place_of_service": "12", "authorization_number": f"B-{self.count}",
                          "referring_npi": with_check_digit("199980001"), "claim_frequency": "7",
                          "facility_npi": with_check_digit("299900099"), "related_cause": "other",
                          "accident_state": "OR"}[once]
        elif way < 0.3:
            head["billing_npi"] = with_check_digit("299900002")
        elif way < 0.35 and self.has_discipline:
            head["discipline"] = pick.choice(list(DISCIPLINES))
        if pick.random() < 0.3:
            head["diagnoses"] = ";".join(pick.sample(DIAGNOSES, pick.choice([1, 2, 3, 6, 9])))
        return self.with_services(head)

    def choose_codes(self, discipline):
        """Codes of a session in order; most add-ons with their base, some rows of one code."""
        pick, codes = self.random, []
        count = pick.choices([1, 2, 3, 4, 5, 6, 9], [8, 24, 34, 20, 9, 4, 1])[0]
        for code in pick.choices(*self.menu[discipline], k=count):
            if code not in codes:
                codes.append(code)
            base = self.codes[code]["base_code"] if code in self.codes else ""
            if base and base not in codes and pick.random() < 0.9:
                codes.insert(pick.randrange(len(codes) + 1), base)
            further = [other for other, row in self.codes.items() if row["base_code"] == code and other not in codes]
            if further and pick.random() < 0.5:
                codes.append(further[0])
        for _ in range(pick.choice([0, 0, 0, 1, 2])):
            codes.insert(pick.randrange(len(codes) + 1), pick.choice(codes))
        return codes

    def choose_minutes(self, table):
        pick = self.random
        length = int(table["minutes_per_unit"] or 0) if table else 0
        if table and table["max_minutes"]:
            return pick.choice([9, 10, 15, 19, 19, 12, 20] if pick.random() < 0.3 else [10, 14, 19])
        if length > 15:
            half = length // 2
            return pick.choice([half - 1, half, half + 1, length - 1, length, length + half, length + half + 1,
                                2 * length, pick.randrange(1, 3 * length)])
        return pick.choice([7, 8, 10, 14, 15, 15, 16, 20, 22, 23, 25, 30, 38, 45, pick.randrange(1, 70)])

    def services(self, discipline, diagnosis_count):
        """The rows of a session's work."""
        pick = self.random
        codes = self.choose_codes(discipline)
        providers = pick.sample(self.providers[discipline], 2 if pick.random() < 0.08 else 1)
        same_minutes = pick.choice([None, None, None, None, 8, 10, 18, 20, pick.randrange(1, 50)])
        says_units = pick.choices(["never", "always", "some"], [55, 25, 20])[0]
        charge_form = pick.choices(["unit", "line", "both", "none", "mixed"], [60, 12, 6, 8, 14])[0]
        clock = pick.randrange(420, 900) if pick.random() < 0.12 else None
        pointed = pick.random() < 0.3
        assistant = pick.random() < (0.3 if discipline != "SLP" else 0.02)
        unmeasured = pick.random() < 0.03
        extras = {}

        rows = []
        for code in codes:
            table = self.codes.get(code)
            billing = table["billing"] if table else "unknown"
            row = {"code": code if pick.random() > 0.01 else code.lower(), "rendering_npi": pick.choice(providers),
                   "rendering_last_name": pick.choice(LAST_NAMES), "assistant_id": pick.choice(["", "", "A-7"]),
                   "region": pick.choice(["", "lumbar", "cervical, left", "Knie"]), "note": pick.choice(NOTES),
                   "technique": pick.choice(["", "glides; grade III", "PNF"]), "necessity": pick.choice(["", "gait"]),
                   "Room": str(pick.randrange(9)), "exported_at": str(pick.random()),
                   "Therapist Comment": pick.choice(NOTES)}
            timed = billing == "timed"
            minutes = same_minutes if timed and same_minutes else self.choose_minutes(table)
            if pick.random() < 0.005:
                minutes = pick.choice([0, 0, 180, 240])
            measured = timed or billing in ("first", "addon", "monthly")
            row["minutes"] = str(minutes) if measured or pick.random() < 0.6 else ""
            if clock is not None and row["minutes"]:
                row["start_time"] = f"{clock // 60:02d}:{clock % 60:02d}"
                clock += minutes
                row["end_time"] = f"{clock // 60:02d}:{clock % 60:02d}"
                if pick.random() < 0.5 and minutes and "start_time" in self.columns:
                    row["minutes"] = ""
                if clock > 1100:
                    clock = None

            units = None
            if says_units == "always" or says_units == "some" and pick.random() < 0.5:
                units = pick.choice([1, 1, 1, 2, 3])
                if timed:
                    units = max(1, minutes // 15 + pick.choice([0, 1]) + pick.choice([0] * 9 + [1]))
            if billing in ("unlisted", "area") or billing == "unknown" and pick.random() < 0.7:
                units = units or pick.randrange(1, 4)
            if billing == "unlisted":
                row["note"] = row["note"] or "see report"
            if timed and unmeasured and pick.random() < 0.5:
                row.update(minutes="", start_time="", end_time="")
                minutes, units = 0, units or pick.randrange(1, 3)
            if units:
                row["units"] = str(units)

            self.add_charge(row, units, charge_form)
            self.add_modifiers(row, extras, discipline)
            if assistant and pick.random() < 0.6 and not (table and table["attendance"] == "eval"
                                                          and pick.random() < 0.9):
                self.add_assistant(row, discipline, minutes if row["minutes"] or row.get("start_time") else 0)
            if pointed and pick.random() < 0.9:
                numbers = pick.sample(range(1, diagnosis_count + 1), min(diagnosis_count, pick.randrange(1, 5)))
                letters = pick.random() < 0.7
                row["diagnosis_pointers"] = ";".join("ABCDEFGHIJKL"[n - 1] if letters else str(n) for n in numbers)
            rows.append(row)
        if len(rows) > 1 and pick.random() < 0.1:
            rows[-1]["minutes"], rows[0]["minutes"] = rows[-1]["minutes"], rows[0]["minutes"]
            for row in (rows[0], rows[-1]):
                for column in ("start_time", "end_time", "assistant_minutes"):
                    row.pop(column, None)
                if not row["minutes"]:
                    row["minutes"] = "15"
        return rows

    def add_charge(self, row, units, form):
        pick = self.random
        if form == "mixed":
            form = pick.choice(["unit", "line", "none"])
        cents = self.usual_cents(row["code"].upper())
        if pick.random() < 0.03:
            cents = pick.choice([0, 0, 1, 4999, 12345] * 4 + [9999999])
        if form == "line" and not units:
            form = "unit"
        if form in ("unit", "both"):
            row["unit_charge"] = self.amount(cents)
        if form in ("line", "both") and units:
            row["line_charge"] = self.amount(cents * units) if cents * units <= 9999999 else ""

    @staticmethod
    def usual_cents(code):
        return 2000 + 250 * (sum(map(ord, code)) % 40)

    def amount(self, cents):
        text = f"{cents // 100}.{cents % 100:02d}"
        if cents % 100 == 0 and self.random.random() < 0.2:
            return text[:-3]
        if cents % 10 == 0 and self.random.random() < 0.2:
            return text[:-1]
        return text

    def add_modifiers(self, row, extras, discipline):
        """Most services of one code get the same modifiers, the discipline's aside; 97014 and G0283 may be one."""
        pick = self.random
        key = row["code"].upper().replace("97014", "G0283")
        if key not in extras or pick.random() < 0.5:
            extras[key] = []
            if pick.random() < 0.25:
                stated = "59 XS XE KX RT LT 76 22 GA GY 95 GT 93 U1 Q6".split()
                extras[key] = pick.sample(stated, pick.choice([1, 1, 1, 2, 2, 3]))
        modifiers = list(extras[key])
        if pick.random() < 0.3:
            modifiers.insert(pick.randrange(len(modifiers) + 1), DISCIPLINE_MODIFIER[discipline])
        if modifiers and len(modifiers) < 4 and pick.random() < 0.02:
            modifiers.append(modifiers[0])
        row["_modifiers"] = [m.lower() if pick.random() < 0.01 else m for m in modifiers]
        if pick.random() < 0.02:
            row["assistant_minutes"] = "0"

    def add_assistant(self, row, discipline, minutes):
        """Work of an assistant: minutes of it, a stated modifier, or both."""
        pick = self.random
        way = pick.choice(["minutes", "minutes", "stated", "both"])
        if way != "stated":
            some = [0, 1, 2, 7, 8, 9, 14, 15, minutes // 10, minutes // 10 + 1, minutes - 7, minutes - 8, minutes - 15,
                    minutes, pick.randint(0, minutes)]
            row["assistant_minutes"] = str(min(max(pick.choice(some), 0), minutes))
        if way != "minutes" and len(row["_modifiers"]) < 4:
            modifier = ASSISTANT_MODIFIER[discipline]
            if pick.random() < 0.01:
                modifier = pick.choice(["CQ", "CO"])
            row["_modifiers"].insert(pick.randrange(len(row["_modifiers"]) + 1), modifier)

    # ----------------------------------------------------------------------------------------------- mistakes

    def spoil(self, rows):
        """Makes one mistake in a session."""
        pick = self.random
        row = pick.choice(rows)

        def everywhere(column, text):
            for each in rows:
                each[column] = text

        kind = pick.randrange(34)
        if kind == 0:
            row["rendering_npi"] = row["rendering_npi"][:-1] + str((int(row["rendering_npi"][-1]) + 1) % 10)
        elif kind == 1:
            row["rendering_npi"] = pick.choice(["", "123456789", "3234567893", "19990000I5"])
        elif kind == 2:
            everywhere("referring_npi", pick.choice(["1234567890", "Dr. Fennimore"]))
        elif kind == 3:
            everywhere("service_date", pick.choice(["2026-02-30", "2026-13-01", "06/15/2026", "", "2025-02-29",
                                                    "2026-6-1", "2026-04-31"]))
        elif kind == 4:
            everywhere("service_date", (self.today + datetime.timedelta(days=pick.choice([1, 30, 365]))).isoformat())
        elif kind == 5:
            everywhere("payer_class", pick.choice(["", "blue cross", "medicare part b", "workers comp"]))
        elif kind == 6:
            everywhere(pick.choice(["patient_id", "payer_id"]), "")
        elif kind == 7:
            everywhere("diagnoses", pick.choice(["", "LBP", "M54.50;M5450", "M54.50;M54.50", "M5.450", "M54.50123", "54.50",
                                                 "M54.5O!", ";".join(DIAGNOSES[:13]), "M54.50,M54.2"]))
        elif kind == 8:
            everywhere("place_of_service", pick.choice(["77", "00", "40", "OFFICE", "98"]))
        elif kind == 9:
            everywhere("claim_frequency", "2")
        elif kind == 10:
            everywhere("discipline", pick.choice(["PHYSIO", "ST"]))
        elif kind == 11:
            everywhere(*pick.choice([("relationship", "aunt"), ("patient_sex", "X"), ("related_cause", "fall"),
                                     ("referring_qualifier", "DQ"), ("status", "done")]))
        elif kind == 12:
            row.update(code="97110", minutes="", start_time="", end_time="", assistant_minutes="")
        elif kind == 13:
            row.update(minutes=pick.choice(["1441", "-5", "15.5", "15 min", "1O", "quarter", "99999999999999999999"]),
                       start_time="", end_time="")
        elif kind == 14:
            row.update(start_time=pick.choice(["25:00", "9h30", "0930", "10:60"]), end_time="11:00")
        elif kind == 15:
            row.update(start_time="10:30", end_time="10:00")
        elif kind == 16:
            row.update(start_time=pick.choice(["", "10:00"]))
            row["end_time"] = "" if row["start_time"] else "10:30"
        elif kind == 17:
            row.update(minutes="30", start_time="10:00", end_time="10:31")
        elif kind == 18:
            row.update(assistant_minutes=pick.choice(["1440", "x"]))
        elif kind == 19:
            row.update(units=pick.choice(["0", "1000", "-1", "1.5", "two"]), line_charge="")
        elif kind == 20:
            row.update(unit_charge=pick.choice(["$45.00", "45.001", "-45.00", "100000.00", "45,00", "free", "1e2",
                                                "45.00 USD"]))
        elif kind == 21:
            row.update(units="2", line_charge="91.01", unit_charge="")
        elif kind == 22:
            row.update(units="2", line_charge="90.00", unit_charge="46.00")
        elif kind == 23:
            row.update(units="", line_charge="90.00")
        elif kind == 24:
            row.update(code=pick.choice(["97110", "97530"]), minutes="30", start_time="", end_time="", units="",
                       line_charge="", _modifiers=["59", "KX", "RT", "76"])
        elif kind == 25:
            row.update(_modifiers=pick.choice([["GPX"], ["5"], ["59", "G-"]]))
        elif kind == 26:
            row.update(_modifiers=["GN" if row["discipline"] == "PT" else "GP"])
        elif kind == 27:
            many = row["diagnoses"].count(";") > 3
            row.update(diagnosis_pointers=pick.choice(["M", "0", "13", "A;B;C;D;E", "A-B"] if many
                                                      else ["L", "12", "A;9"]))
        elif kind == 28:
            row.update(code=pick.choice(["97119", "9711O", "9711", "971100", "97-10", ""]), units="", line_charge="")
        elif kind == 29:
            row.update(code="92507" if row["discipline"] != "SLP" else "97161")
        elif kind == 30 and len(rows) > 1:
            rows[-1][pick.choice(["payer_id", "service_date", "diagnoses", "patient_id", "patient_last_name",
                                  "place_of_service", "status"])] += pick.choice(["x", "1"])
        elif kind == 31:
            row["_short" if pick.random() < 0.5 else "_long"] = "yes"
        elif kind == 32:
            bad = pick.choice(["\x01", "\x00", "\x1b", "\ufffe", "\uffff", "\udcff", "\udce9"])
            if pick.random() < 0.5:
                row["note"] = "a" + bad + "b"
            else:
                everywhere("patient_last_name", "Ash" + bad)
        elif kind == 33 and len(rows) > 2:
            rows[1]["session_id"] = ""
        elif pick.random() < 0.5:
            row.update(code="97161", minutes="30", start_time="", end_time="", assistant_minutes="20")
        else:
            everywhere("session_id", rows[0]["session_id"] + "-" + "9" * 50)

    def skip(self, rows):
        """A visit that did not take place, or cannot be billed: much of it is missing."""
        pick = self.random
        status = pick.choice(["cancelled", "no_show", "voided", "unsigned"])
        for row in rows:
            row["status"] = status
        if "status" in self.columns:
            for row in rows:
                row.update(minutes="", diagnoses="", start_time="", end_time="", units="", line_charge="")
            if pick.random() < 0.3:
                rows[0]["rendering_npi"] = "0000000000"

    # ------------------------------------------------------------------------------------------------- tables

    def fees(self):
        """Fees of half the codes: general ones, of classes and of payers, some of them with dates."""
        pick, rows = self.random, [["code", "payer_class", "payer_id", "from", "to", "amount"]]
        for code in self.codes:
            wanted = [("", "")] * (pick.random() < 0.5)
            for payer_class, (_, payer_ids) in PAYERS.items():
                wanted += [(payer_class, "")] * (pick.random() < 0.15)
                wanted += [("", payer_id) for payer_id in payer_ids if pick.random() < 0.1]
            for payer_class, payer_id in wanted:
                cut = pick.choice(RULES_CHANGE[:6:2] + ["2025-12-31"])
                after = (datetime.date.fromisoformat(cut) + datetime.timedelta(days=1)).isoformat()
                for begin, end in pick.choice([[("", "")], [("", cut), (after, "")], [("", cut)], [(after, "")]]):
                    rows.append([code, payer_class, payer_id, begin, end, self.fee(code)])
        rows[1:] = pick.sample(rows[1:], len(rows) - 1)
        return csv_text(rows)

    def fee(self, code):
        """Often what the export charges too."""
        return self.amount(self.usual_cents(code) + self.random.choice([0, 0, 0, 1, 250, -500]))

    def year_to_date(self):
        """Amounts of some patients, around the thresholds."""
        pick, rows = self.random, [["patient_id", "year", "discipline", "amount", "attested"]]
        for patient in pick.sample(self.patients, len(self.patients) // 3):
            for discipline in pick.sample(list(DISCIPLINES), pick.choice([1, 2, 3])):
                for year in pick.sample(["2025", "2026"], pick.choice([1, 2])):
                    cents = pick.choice([0, 120000, 128000, 241000, 240999, 248000, 247999, 299999, 300000, 310050])
                    rows.append([patient["patient_id"], year, discipline, self.amount(cents),
                                 pick.choice(["yes", "no", ""])])
        return csv_text(rows)

    # -------------------------------------------------------------------------------------------------- files

    def one_session(self, rows):
        """What becomes of a session's rows: some visits do not take place, some have a mistake."""
        if self.random.random() < 0.05:
            self.skip(rows)
        elif self.random.random() < self.mistakes:
            self.spoil(rows)
        return rows

    def blocks(self, row_count):
        """Yields rows that stand together: sessions, and parts of those that come back."""
        pick, written, later, tie = self.random, 0, [], itertools.count()

        def postpone(rows):
            wait = pick.choice([0, 0, pick.randrange(1, 60), pick.randrange(1, 60), pick.randrange(row_count)])
            heapq.heappush(later, (written + wait, next(tie), rows))

        while written < row_count or later:
            if later and (later[0][0] <= written or written >= row_count):
                rows = heapq.heappop(later)[2]
            else:
                rows = self.session()
                if pick.random() < 0.12:
                    for _ in range(pick.choice([1, 1, 1, 2])):
                        postpone(self.one_session(self.next_visit(rows)))
                rows = self.one_session(rows)
                if len(rows) > 1 and pick.random() < 0.03:
                    cut = pick.randrange(1, len(rows))
                    again = [dict(pick.choice(rows[:cut]))] if pick.random() < 0.1 else []
                    postpone(rows[cut:] + again)
                    rows = rows[:cut]
            yield rows
            written += len(rows)

    def export(self, row_count, files=1):
        """The bytes of each file of an export."""
        header = self.encode([self.spell(name) if name not in IGNORED else name for name in self.columns])
        texts, parts, written = [], [header], 0
        for rows in self.blocks(row_count):
            if len(texts) + 1 < files and written >= row_count * (len(texts) + 1) // files:
                texts.append("".join(parts))
                parts = [header]
            for row in rows:
                parts.append(self.write_row(row))
                written += 1
                if self.blank_lines and self.random.random() < 0.003:
                    parts.append(self.line_end)
        texts.append("".join(parts))
        if not self.last_line_end:
            texts = [text.removesuffix(self.line_end) for text in texts]
        return [(b"\xef\xbb\xbf" if self.bom else b"") + encode_text(text) for text in texts]


def csv_text(rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def encode_text(text):
    """UTF-8; lone surrogates stand for bytes that are none."""
    return text.encode("utf-8", "surrogateescape")


def generate(path, seed, rows, mistakes, today=datetime.date(2026, 6, 30), files=1, payers=None, tables=None):
    """Writes an export, and a file of payer profiles where payers names one, and a fee table and year-to-date amounts
    where tables names two; returns the paths of the export."""
    path = pathlib.Path(path)
    generator = Generator(seed, mistakes, today, payers is not None)
    paths = [path] + [path.with_suffix(f".{n}{path.suffix}") for n in range(2, files + 1)]
    for each, content in zip(paths, generator.export(rows, files)):
        each.write_bytes(content)
    if payers is not None:
        pathlib.Path(payers).write_text(generator.payers.text, encoding="utf-8")
    for target, text in zip(tables or [], (generator.fees(), generator.year_to_date())):
        pathlib.Path(target).write_text(text, encoding="utf-8")
    return paths


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--mistakes", type=float, default=0.0, help="share of sessions with a mistake, 0 to 1")
    parser.add_argument("--date", type=datetime.date.fromisoformat, default=datetime.date(2026, 6, 30),
                        help="today, for the service dates")
    parser.add_argument("--files", type=int, default=1, help="spread the rows over so many files")
    parser.add_argument("--payers", help="write a random file of payer profiles here")
    parser.add_argument("--tables", nargs=2, metavar=("FEES", "YEAR_TO_DATE"), help="write such tables here")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    generate(args.out, args.seed, args.rows, args.mistakes, args.date, args.files, args.payers,
             args.tables)
    return 0


if __name__ == "__main__":
    sys.exit(main())
