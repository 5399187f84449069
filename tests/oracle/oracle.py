#!/usr/bin/env python3
"""An independent calculation of claim lines, to test claimline against.

    oracle.py EXPORT.csv --codes samples/codes.csv --date 2026-06-30
              [--lines OUT.csv] [--totals OUT.json] [--decisions OUT.jsonl]

Reads a canonical session export, decides for each session whether it is accepted, held or skipped, and works
out the lines of the accepted ones from the written billing rules alone. It shares no code with the program and
prefers the plainest way to say a rule over the fastest. Exit status: 0 nothing held, 1 something held, 3 the
export cannot be read as a whole.
"""

import argparse
import csv
import datetime
import functools
import itertools
import json
import re
import sys

# ---------------------------------------------------------------------------------------------- the vocabulary

SESSION_COLUMNS = """session_id status service_date patient_id patient_last_name patient_first_name
    patient_middle_name patient_birth_date patient_sex patient_address patient_city patient_state patient_zip
    patient_phone payer_id payer_class payer_name payer_address payer_city payer_state payer_zip member_id
    group_number relationship subscriber_last_name subscriber_first_name subscriber_birth_date subscriber_sex
    subscriber_address subscriber_city subscriber_state subscriber_zip authorization_number referral_number
    claim_frequency payer_control_number patient_paid place_of_service facility_id facility_name facility_npi
    billing_npi billing_name billing_tax_id billing_taxonomy billing_address billing_city billing_state
    billing_zip billing_phone referring_npi referring_last_name referring_first_name referring_qualifier
    discipline diagnoses total_treatment_minutes onset_date initial_treatment_date certification_start_date
    certification_end_date accident_date accident_state related_cause property_casualty_claim_number""".split()

ROW_COLUMNS = """rendering_npi rendering_last_name rendering_first_name rendering_taxonomy supervising_npi
    assistant_id code minutes start_time end_time assistant_minutes units modifiers modifier_1 modifier_2
    modifier_3 modifier_4 diagnosis_pointers unit_charge line_charge region technique necessity response
    note""".split()

REQUIRED = "session_id service_date patient_id payer_id payer_class rendering_npi diagnoses code".split()

SKIPPED_STATUSES = {"cancelled", "no_show", "voided", "unsigned"}

# Session columns that hold one word of a list.
VOCABULARIES = {
    "patient_sex": {"m", "f", "u"},
    "subscriber_sex": {"m", "f", "u"},
    "relationship": {"self", "spouse", "child", "employee", "other"},
    "claim_frequency": {"1", "7", "8"},
    "referring_qualifier": {"dn", "dk"},
    "discipline": {"pt", "ot", "slp"},
    "related_cause": {"employment", "auto", "other"},
}

# CMS's place of service codes that have a meaning; the numbers between are unassigned.
PLACES = {f"{n:02d}" for n in [*range(1, 28), 31, 32, 33, 34, 41, 42, *range(49, 59), 60, 61, 62, 65, 66, 71, 72,
                              81, 99]}

# payer class: unit rule, substitutions, discipline modifier wanted, assistant modifier required, never billed
MEDICARE = ("cms", {"97014": "G0283"}, True, True, {"97010"})
CMS = ("cms", {}, True, False, set())
AMA = ("ama", {}, True, False, set())
PROFILES = {
    "medicare": MEDICARE, "medicare_advantage": MEDICARE, "railroad_medicare": MEDICARE,
    "tricare": ("cms", {}, True, True, set()),
    "medicaid": CMS, "va": CMS, "champva": CMS,
    "commercial": AMA, "workers_comp": AMA, "auto": AMA, "other": AMA,
    "self_pay": ("ama", {}, False, False, set()),
}

DISCIPLINE_MODIFIER = {"PT": "GP", "OT": "GO", "SLP": "GN"}
MODIFIER_GROUPS = [{"59", "XE", "XP", "XS", "XU"}, {"GP", "GO", "GN"}, {"CQ", "CO"}, {"KX"},
                   {"GA", "GX", "GY", "GZ"}, {"95", "93", "GT"}]

LINE_COLUMNS = """claim_id line session_id patient_id payer_id service_date place_of_service code modifier_1
    modifier_2 modifier_3 modifier_4 diagnosis_pointers diagnoses units minutes unit_charge charge rendering_npi
    unit_rule documented_code""".split()


class Unreadable(Exception):
    """The export as a whole cannot be converted (exit status 3)."""


# ------------------------------------------------------------------------------------------- reading the export

def records(text, delimiter):
    """Yields (line number, raw record with its line end, fields, whether its quoting is sound).

    A record goes on over line ends while a quote is open. Where that does not give exactly one record, the first
    physical line alone is the record, broken, and its fields are those before the quote. A blank line has none.
    """
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    at = 0
    while at < len(lines):
        end, quotes = at, 0
        while end < len(lines):
            quotes += lines[end].count('"')
            end += 1
            if quotes % 2 == 0:
                break
        try:
            rows = list(csv.reader(lines[at:end], delimiter=delimiter, strict=True))
        except csv.Error:
            rows = []
        if len(rows) == 1 and quotes % 2 == 0:
            yield at + 1, "".join(lines[at:end]), [field.strip(" \t") for field in rows[0]], True
            at = end
        else:
            readable = lines[at].split('"')[0].split(delimiter)[:-1]
            yield at + 1, lines[at], [field.strip(" \t") for field in readable], False
            at += 1


def normal(name):
    return name.replace(" ", "").replace("\t", "").replace("_", "").lower()


COLUMNS = {normal(name): name for name in SESSION_COLUMNS + ROW_COLUMNS}


def read_header(text):
    """The delimiter, and a name (None where unknown) for each column."""
    for delimiter in ",;\t|":
        _, _, fields, sound = next(records(text, delimiter), (0, "", [], False))
        names = [COLUMNS.get(normal(field)) for field in fields]
        if sound and set(REQUIRED) <= set(names):
            twice = [name for name in names if name and names.count(name) > 1]
            if twice:
                raise Unreadable(f"column {twice[0]} stands twice")
            return delimiter, names
    raise Unreadable("a required column is missing")


class Row:
    """One record: its place, its bytes as they stand, its cells by column name, what is wrong with its shape."""

    def __init__(self, line, raw, fields, names, sound):
        self.line, self.raw = line, raw
        self.faults = []
        if not sound:
            self.faults.append("quoting")
        elif len(fields) != len(names):
            self.faults.append(f"{len(fields)} fields, the header has {len(names)}")
        self.sound = not self.faults
        self.cells = {name: value for name, value in zip(names, fields) if name}
        self.all_text = "".join(fields)

    def __getitem__(self, name):
        return self.cells.get(name, "")


class Session:
    def __init__(self, session_id, rows):
        self.id, self.rows = session_id, rows
        self.reasons = []  # (line, column, why)
        self.lines = []
        self.timed_minutes = 0
        self.rule = None
        self.decision = None

    def hold(self, row, column, why):
        self.reasons.append((row.line, column, why))


def read(path):
    """The sessions of an export in order, and its count of blank lines. A session without an id is one lone row."""
    with open(path, "rb") as file:
        text = file.read().decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    delimiter, names = read_header(text)
    all_records = records(text, delimiter)
    next(all_records)
    blank, sessions, seen, stray = 0, [], set(), []

    def flush():
        sessions.extend(Session(None, [row]) for row in stray)
        stray.clear()

    for line, raw, fields, sound in all_records:
        if not raw.strip("\r\n"):
            blank += 1
            continue
        row = Row(line, raw, fields, names, sound)
        session_id = row["session_id"]
        if not session_id:
            row.faults.append("no session_id")
            stray.append(row)
        elif sessions and sessions[-1].id == session_id:
            sessions[-1].rows += stray + [row]
            stray.clear()
        else:
            flush()
            if session_id in seen:
                raise Unreadable(f"line {line}: session {session_id} comes back")
            seen.add(session_id)
            sessions.append(Session(session_id, [row]))
    flush()
    return sessions, blank


# --------------------------------------------------------------------------------------------------- field forms

@functools.cache
def parse_date(text):
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


@functools.cache
def npi_is_valid(text):
    if not re.fullmatch(r"[12][0-9]{9}", text):
        return False
    total = 0
    for place, digit in enumerate(reversed("80840" + text)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value // 10 + value % 10
    return total % 10 == 0


def parse_whole(text, low, high):
    """The whole number, or None if it is none or out of range."""
    if not re.fullmatch(r"[0-9]{1,9}", text):
        return None
    return int(text) if low <= int(text) <= high else None


def parse_money(text, high):
    """Cents, or None."""
    match = re.fullmatch(r"([0-9]{1,9})(?:\.([0-9]{1,2}))?", text)
    if not match:
        return None
    cents = int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))
    return cents if cents <= high else None


def parse_time(text):
    """Minutes since midnight, or None."""
    match = re.fullmatch(r"([01][0-9]|2[0-3]):([0-5][0-9])", text)
    return int(match[1]) * 60 + int(match[2]) if match else None


def parse_diagnosis(text):
    """With the point, in upper case; or None."""
    match = re.fullmatch(r"([A-Z][0-9][0-9A-Z])(?:\.?([0-9A-Z]{1,4}))?", text.upper())
    if not match:
        return None
    return match[1] + ("." + match[2] if match[2] else "")


def has_bad_text(text):
    """Bytes that are no UTF-8 (read as lone surrogates), control characters but TAB, CR, LF, and non-characters."""
    return re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]", text) is not None


# --------------------------------------------------------------------------------------------- checking a session

class Service:
    """One row's work, its fields parsed."""

    def __init__(self, row):
        self.row = row
        self.documented = self.code = row["code"].upper()
        self.minutes = self.assistant_minutes = 0
        self.units = self.unit_charge = None
        self.modifiers, self.pointers = [], []


def check_session(session, today):
    """Checks the session's own columns; returns the diagnoses and the date."""
    row = session.rows[0]
    for other in session.rows[1:]:
        for column in SESSION_COLUMNS:
            if other[column] != row[column]:
                session.hold(other, column, "differs from the session's first row")

    for column in ("patient_id", "payer_id"):
        if not row[column]:
            session.hold(row, column, "missing")

    date = parse_date(row["service_date"])
    if date is None:
        session.hold(row, "service_date", "not a date")
    elif date > today:
        session.hold(row, "service_date", "later than today")
    for column in SESSION_COLUMNS:
        if column.endswith("_date") and column != "service_date" and row[column] and parse_date(row[column]) is None:
            session.hold(row, column, "not a date")
        if column.endswith("_npi") and row[column] and not npi_is_valid(row[column]):
            session.hold(row, column, "not an NPI")

    for column, words in VOCABULARIES.items():
        if row[column] and row[column].lower() not in words:
            session.hold(row, column, "not one of its words")
    if row["payer_class"].lower() not in PROFILES:
        session.hold(row, "payer_class", "unknown")
    if row["place_of_service"] and row["place_of_service"] not in PLACES:
        session.hold(row, "place_of_service", "unknown")
    if row["patient_paid"] and parse_money(row["patient_paid"], 9999999) is None:
        session.hold(row, "patient_paid", "not an amount")
    if row["total_treatment_minutes"] and parse_whole(row["total_treatment_minutes"], 0, 1440) is None:
        session.hold(row, "total_treatment_minutes", "not a whole number of minutes")

    diagnoses = [parse_diagnosis(text.strip()) for text in row["diagnoses"].split(";")]
    if None in diagnoses:
        session.hold(row, "diagnoses", "not an ICD-10-CM code")
    elif len(diagnoses) > 12:
        session.hold(row, "diagnoses", "more than 12")
    elif len(set(diagnoses)) < len(diagnoses):
        session.hold(row, "diagnoses", "stands twice")
    return diagnoses, date


def check_row(session, row, diagnoses, date, codes):
    """Checks the columns of one row; returns its service."""
    service = Service(row)

    def bad(column, why):
        session.hold(row, column, why)

    if not npi_is_valid(row["rendering_npi"]):
        bad("rendering_npi", "not an NPI")
    if row["supervising_npi"] and not npi_is_valid(row["supervising_npi"]):
        bad("supervising_npi", "not an NPI")

    if row["units"]:
        service.units = parse_whole(row["units"], 1, 999)
        if service.units is None:
            bad("units", "not a whole number 1 to 999")

    code = codes.get(service.code)
    if not re.fullmatch(r"[0-9A-Z][0-9]{3}[0-9A-Z]", service.code):
        bad("code", "not a code")
    elif code is None:
        if not row["units"]:
            bad("code", "not in the code table, no stated units")
    else:
        check_code(session, row, service, code, date)

    check_minutes(bad, row, service, code)
    check_charge(bad, row, service)

    listed = [text.strip().upper() for text in row["modifiers"].split(";")] if row["modifiers"] else []
    listed += [row[f"modifier_{n}"].upper() for n in range(1, 5) if row[f"modifier_{n}"]]
    service.modifiers = list(dict.fromkeys(listed))
    if len(listed) > 4:
        bad("modifiers", "more than four")
    if any(not re.fullmatch(r"[0-9A-Z]{2}", text) for text in listed):
        bad("modifiers", "not a modifier")
    own = DISCIPLINE_MODIFIER.get(row["discipline"].upper() or "PT")
    if own and set(listed) & {"GP", "GO", "GN"} - {own}:
        bad("modifiers", "contradicts the discipline")

    if row["diagnosis_pointers"]:
        for text in row["diagnosis_pointers"].split(";"):
            number = parse_pointer(text.strip())
            if number is None:
                bad("diagnosis_pointers", "not a pointer")
            elif number > len(diagnoses):
                bad("diagnosis_pointers", "beyond the diagnoses")
            else:
                service.pointers.append("ABCDEFGHIJKL"[number - 1])
        if row["diagnosis_pointers"].count(";") > 3:
            bad("diagnosis_pointers", "more than four")
    return service


def parse_pointer(text):
    if re.fullmatch(r"[A-La-l]", text):
        return ord(text.upper()) - ord("A") + 1
    return parse_whole(text, 1, 12)


def check_code(session, row, service, code, date):
    """What the code table says against this service."""
    if code["billing"] in ("first", "addon", "area", "monthly"):
        session.hold(row, "code", f"class {code['billing']}, not billed in this release")
    if code["billing"] == "unlisted":
        if not row["units"]:
            session.hold(row, "units", "an unlisted code needs stated units")
        if not row["note"]:
            session.hold(row, "note", "an unlisted code needs a note")
    if date and (code["from"] and date < parse_date(code["from"]) or code["to"] and date > parse_date(code["to"])):
        session.hold(row, "code", "not valid on the service date")
    discipline = row["discipline"].upper() or "PT"
    if code["discipline"] and discipline in DISCIPLINE_MODIFIER and code["discipline"] != discipline:
        session.hold(row, "code", "of another discipline")


def check_minutes(bad, row, service, code):
    minutes = None
    if row["minutes"]:
        minutes = parse_whole(row["minutes"], 0, 1440)
        if minutes is None:
            bad("minutes", "not a whole number 0 to 1440")
    if row["start_time"] or row["end_time"]:
        start, end = parse_time(row["start_time"]), parse_time(row["end_time"])
        if start is None or end is None:
            bad("start_time" if start is None else "end_time", "missing" if not (row["start_time"] and row["end_time"])
                else "not a time")
        elif end < start:
            bad("end_time", "before the start")
        elif minutes is not None and minutes != end - start:
            bad("minutes", "do not agree with the times")
        elif not row["minutes"]:
            minutes = end - start
    elif not row["minutes"] and code and code["billing"] == "timed":
        bad("minutes", "missing for a timed code")
    service.minutes = minutes or 0
    if row["assistant_minutes"]:
        service.assistant_minutes = parse_whole(row["assistant_minutes"], 0, 1440)
        if service.assistant_minutes is None:
            bad("assistant_minutes", "not a whole number 0 to 1440")
        elif service.assistant_minutes > service.minutes:
            bad("assistant_minutes", "more than the minutes")


def check_charge(bad, row, service):
    if row["unit_charge"]:
        service.unit_charge = parse_money(row["unit_charge"], 9999999)
        if service.unit_charge is None:
            bad("unit_charge", "not an amount")
    if not row["line_charge"]:
        return
    charge = parse_money(row["line_charge"], 9999999 * 999)
    if charge is None:
        bad("line_charge", "not an amount")
    elif not row["units"]:
        bad("line_charge", "needs units")
    elif service.units and charge % service.units:
        bad("line_charge", "does not divide evenly")
    elif service.units and row["unit_charge"]:
        if service.unit_charge is not None and charge != service.units * service.unit_charge:
            bad("line_charge", "does not agree with unit_charge")
    elif service.units:
        service.unit_charge = charge // service.units
        if service.unit_charge > 9999999:
            bad("line_charge", "unit charge out of range")


# ---------------------------------------------------------------------------------------------------------- units

def units_ama(minutes):
    """Midpoint rule, each code by itself. minutes: {code: minutes}."""
    return {code: (m + 7) // 15 for code, m in minutes.items()}


def units_cms(minutes, stated=None):
    """Pooled 8-minute rule. minutes: {code: minutes} in the order of the session; stated: {code: units}.

    Every code gets its whole quarters; what the total earns beyond goes, one each, to the largest remainders.
    Only where equal remainders compete for too few units is there more than one answer: then the first answer
    (more minutes, then earlier in the session) that every stated number agrees with; none agrees: the first.
    """
    stated = stated or {}
    base = {code: m // 15 for code, m in minutes.items()}
    rest = {code: m % 15 for code, m in minutes.items()}
    left = (sum(minutes.values()) + 7) // 15 - sum(base.values())
    by_rest = sorted(minutes, key=lambda code: -rest[code])
    if left == 0:
        return base
    cut = rest[by_rest[left - 1]]
    sure = [code for code in minutes if rest[code] > cut]
    tied = sorted((code for code in minutes if rest[code] == cut), key=lambda code: -minutes[code])
    answers = []
    for chosen in itertools.combinations(tied, left - len(sure)):
        answers.append({code: base[code] + (code in sure or code in chosen) for code in minutes})
    for answer in answers:
        if all(answer[code] == units for code, units in stated.items()):
            return answer
    return answers[0]


# ---------------------------------------------------------------------------------------------------------- lines

def sort_modifiers(modifiers):
    def group(modifier):
        for number, members in enumerate(MODIFIER_GROUPS):
            if modifier in members:
                return number
        return len(MODIFIER_GROUPS)
    return sorted(modifiers, key=group)


def money(cents):
    return "" if cents is None else f"{cents // 100}.{cents % 100:02d}"


def build_lines(session, services, diagnoses, codes):
    """Merges the services into lines and counts their units; holds the session where that cannot be done."""
    head = session.rows[0]
    rule, substitutions, wants_discipline, wants_assistant, never_billed = PROFILES[head["payer_class"].lower()]
    session.rule = rule
    merged = {}
    for service in services:
        if wants_assistant and (service.assistant_minutes or {"CQ", "CO"} & set(service.modifiers)):
            session.hold(service.row, "assistant_minutes", "assistant's work under a payer that requires CQ or CO")
        service.code = substitutions.get(service.documented, service.documented)
        if service.code not in never_billed:
            merged.setdefault(service.code, []).append(service)

    for group in merged.values():
        for service in group[1:]:
            if (set(service.modifiers) ^ set(group[0].modifiers)) - {"GP", "GO", "GN"}:
                session.hold(service.row, "modifiers", "differ between services of one code")

    timed = {code: sum(service.minutes for service in group) for code, group in merged.items()
             if code in codes and codes[code]["billing"] == "timed"}
    stated = {code: sum(service.units for service in merged[code]) for code in timed
              if all(service.units for service in merged[code])}
    timed_units = units_cms(timed, stated) if rule == "cms" else units_ama(timed)
    session.timed_minutes = sum(timed.values())

    for code, group in merged.items():
        billing = codes[code]["billing"] if code in codes else "unknown"
        if billing == "timed":
            units, unit_rule = timed_units[code], rule
        elif billing == "untimed":
            units, unit_rule = 1, "untimed"
        else:
            units, unit_rule = sum(service.units or 1 for service in group), "stated"
        if units == 0:
            continue

        modifiers = [modifier for service in group for modifier in service.modifiers]
        if wants_discipline and code in codes and codes[code]["therapy_class"] != "none":
            modifiers.append(DISCIPLINE_MODIFIER[head["discipline"].upper() or "PT"])
        modifiers = sort_modifiers(dict.fromkeys(modifiers))
        if len(modifiers) > 4:
            session.hold(group[0].row, "modifiers", "a fifth modifier")
        modifiers += [""] * (4 - len(modifiers))

        by_provider = {}
        for service in group:
            npi = service.row["rendering_npi"]
            by_provider[npi] = by_provider.get(npi, 0) + service.minutes
        unit_charge = next((s.unit_charge for s in group if s.unit_charge is not None), None)
        pointers = next((s.pointers for s in group if s.pointers), "ABCDEFGHIJKL"[:min(4, len(diagnoses))])
        minutes = sum(service.minutes for service in group)
        session.lines.append({
            "claim_id": session.id, "line": str(len(session.lines) + 1), "session_id": session.id,
            "patient_id": head["patient_id"], "payer_id": head["payer_id"], "service_date": head["service_date"],
            "place_of_service": head["place_of_service"] or "11", "code": code, "modifier_1": modifiers[0],
            "modifier_2": modifiers[1], "modifier_3": modifiers[2], "modifier_4": modifiers[3],
            "diagnosis_pointers": "".join(pointers), "diagnoses": ";".join(diagnoses), "units": str(units),
            "minutes": str(minutes), "unit_charge": money(unit_charge),
            "charge": money(None if unit_charge is None else units * unit_charge),
            "rendering_npi": max(by_provider, key=by_provider.get), "unit_rule": unit_rule,
            "documented_code": group[0].documented,
        })


def decide(session, today, codes):
    """Sets the session's decision, reasons and lines."""
    for row in session.rows:
        for fault in row.faults:
            session.hold(row, "", fault)
    if session.id is None:
        session.decision = "held"
        return
    head = session.rows[0]
    if len(session.id.encode("utf-8", "surrogateescape")) > 50:
        session.hold(head, "session_id", "longer than 50 bytes")
    statuses = {row["status"] for row in session.rows if row.sound}
    if len(statuses) > 1:
        session.hold(head, "status", "differs within the session")
    for status in statuses:
        if status.lower() not in SKIPPED_STATUSES | {"", "completed"}:
            session.hold(head, "status", "not one of its words")
    if not session.reasons and head["status"].lower() in SKIPPED_STATUSES:
        session.decision = "skipped"
        return
    for row in session.rows:
        if has_bad_text(row.all_text):
            session.hold(row, "", "control character or no UTF-8")
    if not session.reasons:
        diagnoses, date = check_session(session, today)
        services = [check_row(session, row, diagnoses, date, codes) for row in session.rows]
        if not session.reasons:
            build_lines(session, services, diagnoses, codes)
    session.decision = "held" if session.reasons else "accepted"
    if session.reasons:
        session.lines = []


# --------------------------------------------------------------------------------------------------------- output

def cell(text):
    return '"' + text.replace('"', '""') + '"' if re.search('[,"\r\n]', text) or text != text.strip(" \t") else text


def lines_csv(sessions):
    rows = [",".join(LINE_COLUMNS)]
    for session in sessions:
        rows.extend(",".join(cell(line[column]) for column in LINE_COLUMNS) for line in session.lines)
    return "\n".join(rows) + "\n"


def totals(sessions, blank):
    rows = {"read": 0, "accepted": 0, "held": 0, "skipped": 0, "blank": blank}
    count = {"read": 0, "accepted": 0, "held": 0, "skipped": 0, "without_lines": 0}
    result = {"rows": rows, "sessions": count, "claims": 0, "lines": 0, "units": 0, "charge_cents": 0, "codes": {}}
    for session in sessions:
        rows["read"] += len(session.rows)
        rows[session.decision] += len(session.rows)
        if session.id is not None:
            count["read"] += 1
            count[session.decision] += 1
        if session.lines:
            result["claims"] += 1
        elif session.decision == "accepted":
            count["without_lines"] += 1
        for line in session.lines:
            code = result["codes"].setdefault(line["code"], {"sessions": 0, "lines": 0, "units": 0, "minutes": 0,
                                                             "charge_cents": 0})
            cents = int(line["charge"].replace(".", "") or 0)
            code["sessions"] += 1  # a code has one line a session
            for place in (code, result):
                place["lines"] += 1
                place["units"] += int(line["units"])
                place["charge_cents"] += cents
            code["minutes"] += int(line["minutes"])
    result["codes"] = dict(sorted(result["codes"].items()))
    return result


def load_codes(path):
    with open(path, newline="", encoding="utf-8") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def run(path, codes, today):
    """All sessions of an export, decided, and its count of blank lines."""
    csv.field_size_limit(1 << 24)
    sessions, blank = read(path)
    for session in sessions:
        decide(session, today, codes)
    return sessions, blank


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("export")
    parser.add_argument("--codes", required=True)
    parser.add_argument("--date", required=True, type=datetime.date.fromisoformat)
    parser.add_argument("--lines", help="write the expected claim lines here (default: standard output)")
    parser.add_argument("--totals", help="write the expected totals here, as JSON")
    parser.add_argument("--decisions", help="write each session's decision and reasons here, as JSON Lines")
    args = parser.parse_args()

    try:
        sessions, blank = run(args.export, load_codes(args.codes), args.date)
    except Unreadable as error:
        print(f"{args.export}: {error}", file=sys.stderr)
        return 3
    text = lines_csv(sessions)
    if args.lines:
        with open(args.lines, "w", newline="", encoding="utf-8") as file:
            file.write(text)
    else:
        sys.stdout.buffer.write(text.encode("utf-8"))
    if args.totals:
        with open(args.totals, "w", encoding="utf-8") as file:
            json.dump(totals(sessions, blank), file, indent=1)
            file.write("\n")
    if args.decisions:
        with open(args.decisions, "w", encoding="utf-8", errors="backslashreplace") as file:
            for session in sessions:
                file.write(json.dumps({"session_id": session.id, "decision": session.decision,
                                       "rows": [row.line for row in session.rows],
                                       "reasons": session.reasons}) + "\n")
    return 1 if any(session.decision == "held" for session in sessions) else 0


if __name__ == "__main__":
    sys.exit(main())
