#!/usr/bin/env python3
"""An independent calculation of claim lines, to test claimline against.

    oracle.py EXPORT.csv [MORE.csv ...] --codes samples/codes.csv --date 2026-06-30 [--payers FILE.ini]
              [--fees FILE.csv] [--year-to-date FILE.csv] [--lines OUT.csv] [--totals OUT.json] [--decisions OUT.jsonl]

Reads canonical session exports, decides for each session whether it is accepted, held or skipped, and works out the
lines of the accepted ones from the written billing rules alone (profiles.py: what a payer wants; claims.py: visits
and lines; units.py: from minutes to units). It shares no code with the program and prefers the plainest way to say a
rule over the fastest. Edits (NCCI, MUE) and documentation are no part of it. Exit status: 0 nothing
held, 1 something held, 3 an export cannot be read as a whole.
"""

import argparse
import collections
import csv
import datetime
import functools
import itertools
import json
import re
import sys

sys.dont_write_bytecode = True
from claims import DISCIPLINE_MODIFIER, MEASURED, bill, check_claim, check_day_caps, claims_of  # noqa: E402
from profiles import Profiles  # noqa: E402
from tables import Tables  # noqa: E402

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

# What tells one row's work from another's; the modifiers are compared as one list.
WORK_COLUMNS = set(ROW_COLUMNS) - set("""rendering_last_name rendering_first_name rendering_taxonomy modifier_1
    modifier_2 modifier_3 modifier_4""".split())

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

PAYER_CLASSES = """medicare medicare_advantage railroad_medicare medicaid tricare va champva commercial workers_comp
    auto self_pay other""".split()

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
    """One record: its place, its bytes as they stand, its cells by column name, what is wrong with its shape.

    order counts the rows of a run; block tells the runs of rows of one session_id that stand apart.
    """

    def __init__(self, file, line, raw, fields, names, sound):
        self.file, self.line, self.raw = file, line, raw
        self.order = self.block = 0
        self.faults = []
        if not sound:
            self.faults.append("quoting")
        elif len(fields) != len(names):
            self.faults.append(f"{len(fields)} fields, the header has {len(names)}")
        self.sound = not self.faults
        self.cells = {name: value for name, value in zip(names, fields) if name}
        self.stated = frozenset((name or place, value.strip(" \t")) for place, (name, value)
                                in enumerate(zip(names, fields)) if value.strip(" \t"))
        self.all_text = "".join(fields)

    def __getitem__(self, name):
        return self.cells.get(name, "")

    def facts(self):
        """What the row says of the work, however it is spelled; the provider's NPI stands for its details."""
        result = {name: value for name, value in self.cells.items() if value and name in WORK_COLUMNS}
        for name in ("minutes", "assistant_minutes", "units"):
            result[name] = parse_whole(self[name], 0, 1440)
        for name in ("unit_charge", "line_charge"):
            result[name] = parse_money(self[name], 9999999 * 999)
        result["code"] = self["code"].upper()
        result["modifiers"] = stated_modifiers(self)
        result["diagnosis_pointers"] = [parse_pointer(text.strip()) for text in self["diagnosis_pointers"].split(";")]
        return result


class Session:
    def __init__(self, session_id, rows):
        self.id, self.rows, self.blocks, self.passed_over = session_id, rows, 0, 0
        self.reasons = []  # (file, line, column, why)
        self.decision = self.profile = self.discipline = self.visit = self.date = self.payer_class = None
        self.diagnoses, self.services = [], []

    def hold(self, row, column, why):
        self.reasons.append((str(row.file), row.line, column, why))


def read(paths):
    """The sessions of the exports in the order of their first rows, and the count of blank lines.

    A row without an id belongs to the session on both sides of it, else it is a lone one. A session_id that comes
    back, in the same file or a later one, is the same session: its rows count as if they stood where the first one
    does.
    """
    blank, sessions, known, order = 0, [], {}, itertools.count()
    for path in paths:
        last, stray = None, []
        for row in read_file(path):
            if row is None:
                blank += 1
                continue
            row.order = next(order)
            session_id = row["session_id"]
            if not session_id:
                row.faults.append("no session_id")
                stray.append(row)
                continue
            session = known.get(session_id)
            if session is None:
                session = known[session_id] = Session(session_id, [])
                sessions.append(session)
            if session is last:
                session.rows += stray
            else:
                session.blocks += 1
                sessions += [Session(None, [lone]) for lone in stray]
            last, stray = session, []
            row.block = session.blocks
            session.rows.append(row)
        sessions += [Session(None, [lone]) for lone in stray]
    sessions.sort(key=lambda session: session.rows[0].order)
    for session in sessions:
        pass_over(session)
    for place, row in enumerate(row for session in sessions for row in session.rows):
        row.order = place
    return sessions, blank


def pass_over(session):
    """Takes out the rows that stand in the session once more (`--duplicates once`).

    A block of rows that stand together is compared with those before it: all of it was there, or all that was there
    is in it. With rows in each that the other lacks, both stay, and are held later.
    """
    if session.id is None or len(session.id.encode("utf-8", "surrogateescape")) > 50:
        return
    before, kept = collections.Counter(), []
    for _, block in itertools.groupby(session.rows, key=lambda row: row.block):
        block = list(block)
        if all(row.sound and not row.faults for row in block):
            here = collections.Counter(row.stated for row in block)
            common = before & here
            if common not in (here, before):
                common = collections.Counter()
            before += here - common
        else:
            common = collections.Counter()
        for row in block:
            if common[row.stated] > 0:
                common[row.stated] -= 1
                session.passed_over += 1
            else:
                kept.append(row)
    session.rows = kept


def read_file(path):
    """Yields the rows of an export, None for a blank line."""
    with open(path, "rb") as file:
        text = file.read().decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    delimiter, names = read_header(text)
    all_records = records(text, delimiter)
    next(all_records)
    for line, raw, fields, sound in all_records:
        yield Row(path, line, raw, fields, names, sound) if raw.strip("\r\n") else None


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

    def __init__(self, session, row):
        self.session, self.row = session, row
        self.documented = self.code = row["code"].upper()
        self.minutes = self.assistant_minutes = self.assistant = 0
        self.has_minutes = False
        self.units = self.unit_charge = None
        self.modifiers, self.pointed = [], []  # pointed: diagnoses

    def is_assistant(self):
        return bool({"CQ", "CO"} & set(self.modifiers))


def check_session(session, today, profiles):
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
    payer_class = row["payer_class"].lower() or profiles.class_of_payer(row["payer_id"])
    if payer_class not in PAYER_CLASSES:
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


def check_row(session, row, date, codes):
    """Checks the columns of one row; returns its service."""
    diagnoses = session.diagnoses
    service = Service(session, row)

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

    billed = session.profile.substitute.get(service.documented, service.documented)
    code, counts = codes.get(billed), billed not in session.profile.never_billed
    if not re.fullmatch(r"[0-9A-Z][0-9]{3}[0-9A-Z]", service.documented):
        bad("code", "not a code")
    elif code is None:
        if not row["units"]:
            bad("code", "not in the code table, no stated units")
    else:
        check_code(session, row, code, date)
        if counts:
            check_measures(session, row, code)

    check_minutes(bad, row, service, code if counts else None, session.profile)
    check_charge(bad, row, service)

    listed = stated_modifiers(row)
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
                service.pointed.append(diagnoses[number - 1])
        if row["diagnosis_pointers"].count(";") > 3:
            bad("diagnosis_pointers", "more than four")
    return service


def stated_modifiers(row):
    listed = [text.strip().upper() for text in row["modifiers"].split(";")] if row["modifiers"] else []
    return listed + [row[f"modifier_{n}"].upper() for n in range(1, 5) if row[f"modifier_{n}"]]


def parse_pointer(text):
    if re.fullmatch(r"[A-La-l]", text):
        return ord(text.upper()) - ord("A") + 1
    return parse_whole(text, 1, 12)


def check_measures(session, row, code):
    """What a code needs to be billed, its minutes aside."""
    if code["billing"] == "area" and not row["units"]:
        session.hold(row, "units", "an area code needs stated units")
    if code["billing"] == "unlisted":
        if not row["units"]:
            session.hold(row, "units", "an unlisted code needs stated units")
        if not row["note"]:
            session.hold(row, "note", "an unlisted code needs a note")


def check_code(session, row, code, date):
    """What the code table says against this service."""
    if date and (code["from"] and date < parse_date(code["from"]) or code["to"] and date > parse_date(code["to"])):
        session.hold(row, "code", "not valid on the service date")
    discipline = row["discipline"].upper() or "PT"
    if code["discipline"] and discipline in DISCIPLINE_MODIFIER and code["discipline"] != discipline:
        session.hold(row, "code", "of another discipline")


def check_minutes(bad, row, service, code, profile):
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
    elif not row["minutes"] and code and code["billing"] in MEASURED:
        if not (code["billing"] == "timed" and row["units"] and profile.stated_units):
            bad("minutes", "missing for a timed code")
    service.minutes, service.has_minutes = minutes or 0, minutes is not None
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


# ------------------------------------------------------------------------------------------------------- decisions

def check_shape(session):
    """Whether the session can be judged at all; True where it is skipped by its status."""
    for row in session.rows:
        for fault in row.faults:
            session.hold(row, "", fault)
    if session.id is None:
        return False
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
        return True
    for row in session.rows:
        if has_bad_text(row.all_text):
            session.hold(row, "", "control character or no UTF-8")
    return False


def find_profile(session, profiles):
    """Sets what the session's first sound row says of its payer, day and discipline, where it can be read."""
    head = next((row for row in session.rows if row.sound), None)
    date = parse_date(head["service_date"]) if head else None
    if date is None:
        return
    payer_class = head["payer_class"].lower() or profiles.class_of_payer(head["payer_id"])
    session.discipline, session.date = head["discipline"].upper() or "PT", date
    session.payer_class = payer_class
    session.profile = profiles.find(head["payer_id"], payer_class, date)
    known = payer_class in PAYER_CLASSES and session.discipline in DISCIPLINE_MODIFIER
    # A void takes back what was billed: it is no work of the day. The payer's own class rules, where a profile knows it.
    void = head["claim_frequency"] == "8"
    if known and not void and head["patient_id"] and head["payer_id"] and head["status"].lower() in ("", "completed"):
        session.visit = (head["patient_id"], date, session.discipline, head["billing_npi"], head["payer_id"],
                         profiles.class_of_payer(head["payer_id"]) or payer_class)


def check_repeats(session):
    """Rows that come back later must not be rows that stood there before."""
    for n, row in enumerate(session.rows):
        if any(earlier.block < row.block and earlier.facts() == row.facts()
               for earlier in session.rows[:n]):
            session.hold(row, "session_id", "repeats a row")


def check(session, today, codes, profiles):
    """All that can be said of a session by itself."""
    if check_shape(session):
        session.decision = "skipped"
        return
    if session.id is None:
        return
    find_profile(session, profiles)
    if not session.reasons:
        session.diagnoses, date = check_session(session, today, profiles)
        if session.profile:
            session.services = [check_row(session, row, date, codes) for row in session.rows]
        check_repeats(session)


def visits_of(sessions):
    """Sessions that may be judged together, in the order of the input."""
    visits = {}
    for session in sessions:
        if session.decision != "skipped":
            visits.setdefault(session.visit or id(session), []).append(session)
    for visit in visits.values():
        if visit[0].profile and visit[0].profile.same_day != "separate":
            yield visit
        else:
            yield from ([session] for session in visit)


def hold(service, why):
    service.session.hold(service.row, "", why)


def work_out(visit, codes, tables):
    """The claims of sessions that are judged together; none where one of them has an error of its own."""
    if any(session.reasons for session in visit):
        return []
    claims = claims_of(visit, visit[0].profile.same_day, tables)
    bill(claims, codes, hold)
    return claims


def days_of(claims):
    """Claims without an error, those of one patient, day, discipline, billing provider and payer together."""
    days = {}
    for claim in claims:
        if not any(session.reasons for session in claim.sessions):
            first = claim.sessions[0]
            days.setdefault(first.visit or id(first), []).append(claim)
    return days.values()


def decide(visit):
    held = any(session.reasons for session in visit)
    for session in visit:
        session.decision = "held" if held else "accepted"
        if held and not session.reasons:
            session.hold(session.rows[0], "", "another session of the visit is held")


class Result:
    """What became of the inputs of one run: sessions and claims in the order of their first rows."""

    def __init__(self, paths, codes, today, profiles, tables=None):
        csv.field_size_limit(1 << 24)
        self.sessions, self.blank = read(paths)
        for session in self.sessions:
            check(session, today, codes, profiles)
        self.visits = list(visits_of(self.sessions))
        claims = [claim for visit in self.visits for claim in work_out(visit, codes, tables or Tables())]
        for day in list(days_of(claims)):
            check_day_caps(day, codes, hold)
        for claim in claims:
            check_claim(claim, codes, hold)
        for visit in self.visits:
            decide(visit)
        claims = [claim for claim in claims if claim.sessions[0].decision == "accepted"]
        self.claims = sorted(claims, key=lambda claim: claim.sessions[0].rows[0].order)


# --------------------------------------------------------------------------------------------------------- output

def cell(text):
    return '"' + text.replace('"', '""') + '"' if re.search('[,"\r\n]', text) or text != text.strip(" \t") else text


def lines_csv(claims):
    rows = [",".join(LINE_COLUMNS)]
    for claim in claims:
        rows.extend(",".join(cell(line[column]) for column in LINE_COLUMNS) for line in claim.lines)
    return "\n".join(rows) + "\n"


def totals(result):
    rows = {"read": 0, "accepted": 0, "held": 0, "skipped": 0, "blank": result.blank}
    count = {"read": 0, "accepted": 0, "held": 0, "skipped": 0, "without_lines": 0}
    sums = {"rows": rows, "sessions": count, "claims": 0, "lines": 0, "units": 0, "charge_cents": 0, "codes": {}}
    for session in result.sessions:
        rows["read"] += len(session.rows) + session.passed_over
        rows["skipped"] += session.passed_over
        rows[session.decision] += len(session.rows)
        if session.id is not None:
            count["read"] += 1
            count[session.decision] += 1
    for claim in result.claims:
        if claim.lines:
            sums["claims"] += 1
        else:
            count["without_lines"] += len(claim.sessions)
        for line in claim.lines:
            code = sums["codes"].setdefault(line["code"], {"sessions": 0, "lines": 0, "units": 0, "minutes": 0,
                                                           "charge_cents": 0})
            code["sessions"] += line is next(first for first in claim.lines if first["code"] == line["code"])
            cents = int(line["charge"].replace(".", "") or 0)
            for place in (code, sums):
                place["lines"] += 1
                place["units"] += int(line["units"])
                place["charge_cents"] += cents
            code["minutes"] += int(line["minutes"])
    sums["codes"] = dict(sorted(sums["codes"].items()))
    return sums


def load_codes(path):
    with open(path, newline="", encoding="utf-8") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("export", nargs="+")
    parser.add_argument("--codes", required=True)
    parser.add_argument("--payers", help="a file of payer profiles over the built-in ones")
    parser.add_argument("--fees", help="a fee table")
    parser.add_argument("--year-to-date", help="what was allowed of patients' therapy before this run")
    parser.add_argument("--date", required=True, type=datetime.date.fromisoformat)
    parser.add_argument("--lines", help="write the expected claim lines here (default: standard output)")
    parser.add_argument("--totals", help="write the expected totals here, as JSON")
    parser.add_argument("--decisions", help="write each session's decision and reasons here, as JSON Lines")
    args = parser.parse_args()

    try:
        result = Result(args.export, load_codes(args.codes), args.date, Profiles(args.payers),
                        Tables(args.fees, args.year_to_date))
    except Unreadable as error:
        print(error, file=sys.stderr)
        return 3
    text = lines_csv(result.claims)
    if args.lines:
        with open(args.lines, "w", newline="", encoding="utf-8") as file:
            file.write(text)
    else:
        sys.stdout.buffer.write(text.encode("utf-8"))
    if args.totals:
        with open(args.totals, "w", encoding="utf-8") as file:
            json.dump(totals(result), file, indent=1)
            file.write("\n")
    if args.decisions:
        with open(args.decisions, "w", encoding="utf-8", errors="backslashreplace") as file:
            for session in result.sessions:
                file.write(json.dumps({"session_id": session.id, "decision": session.decision,
                                       "rows": [row.line for row in session.rows],
                                       "reasons": session.reasons}) + "\n")
    return 1 if any(session.decision == "held" for session in result.sessions) else 0


if __name__ == "__main__":
    sys.exit(main())
