"""The tables of a run that a payer profile refers to: fees, and what was allowed of a patient's therapy this year."""

import csv
import datetime
import decimal
import pathlib

THRESHOLDS = pathlib.Path(__file__).resolve().parent.parent.parent / "core" / "rules" / "data" / "thresholds.csv"
GROUPS = {"PT": "PT+SLP", "SLP": "PT+SLP", "OT": "OT"}  # PT and SLP share a threshold


def rows(path):
    if path is None:
        return []
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def cents(text):
    return int(decimal.Decimal(text) * 100)


class Tables:
    def __init__(self, fees=None, year_to_date=None):
        self.fees = rows(fees)
        self.thresholds = {(row["year"], row["discipline_group"]): cents(row["kx_amount"])
                           for row in rows(THRESHOLDS)}
        self.allowed, self.attested = {}, set()  # amounts by group; need is attested to by discipline
        for row in rows(year_to_date):
            key = row["patient_id"], row["year"], GROUPS[row["discipline"]]
            self.allowed[key] = self.allowed.get(key, 0) + cents(row["amount"])
            if row.get("attested") == "yes":
                self.attested.add((row["patient_id"], row["year"], row["discipline"]))

    def fee(self, code, payer_id, payer_class, date):
        """Cents of a unit: the payer's own, else its class's, else the general one; or None."""
        for wanted in ((payer_id, ""), ("", payer_class), ("", "")):
            for row in self.fees:
                begin, end = row.get("from") or "0001-01-01", row.get("to") or "9999-12-31"
                if (row["code"] == code and (row.get("payer_id", ""), row.get("payer_class", "")) == wanted
                        and datetime.date.fromisoformat(begin) <= date <= datetime.date.fromisoformat(end)):
                    return cents(row["amount"])
        return None

    def is_past_threshold(self, patient_id, year, discipline):
        group = GROUPS[discipline]
        threshold = self.thresholds.get((year, group))
        return threshold is not None and self.allowed.get((patient_id, year, group), -1) >= threshold
