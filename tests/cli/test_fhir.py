#!/usr/bin/env python3
"""FHIR from outside: the same claim lines as CSV, and nothing dropped.

    test_fhir.py CLAIMLINE [FIRST LAST]

Random canonical exports are written as FHIR too, as NDJSON or as Bundles, their resources in any order; what FHIR has no
element for goes into extensions. They must give the same claim lines, byte for byte. Files that are cut, hostile or no
FHIR must fail with status 3; what cannot be mapped must be held and named.
"""
import datetime
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "tests/oracle"))
from generate import Generator  # noqa: E402

COLUMNS = set(re.findall(r"X\((\w+)\)", (ROOT / "core/model/column.h").read_text()))
OF_ROW = set("""rendering_npi rendering_last_name rendering_first_name rendering_taxonomy supervising_npi assistant_id code
minutes start_time end_time assistant_minutes units modifiers modifier_1 modifier_2 modifier_3 modifier_4
diagnosis_pointers unit_charge line_charge region technique necessity response note""".split())
NPI = "http://hl7.org/fhir/sid/us-npi"
CPT = "http://www.ama-assn.org/go/cpt"
HCPCS = "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
ICD = "http://hl7.org/fhir/sid/icd-10-cm"


def run(program, *arguments, stdin=None):
    return subprocess.run([program, *map(str, arguments), "--date", "2026-06-30"], capture_output=True, check=False,
                          stdin=stdin)


def canonical(row):
    cells = {name: text for name, text in row.items() if name in COLUMNS}
    cells["modifiers"] = ";".join(row.get("_modifiers", []))
    return cells


def as_csv(rows):
    names = list(dict.fromkeys(name for row in rows for name in row))
    quote = lambda text: '"' + text.replace('"', '""') + '"'
    return "".join(",".join(quote(text) for text in line) + "\n"
                   for line in [names, *([row.get(name, "") for name in names] for row in rows)])


def coding(system, code):
    return {"coding": [{"system": "http://snomed.info/sct", "code": "1"}, {"system": system, "code": code}]}


class Writer:
    """Makes resources of sessions. `link` makes references: relative ones, or URNs for Bundles."""

    def __init__(self, dice, urns):
        self.dice, self.urns, self.count, self.loose, self.ordered = dice, urns, 0, [], []

    def add(self, ordered, kind, given=None, **members):
        """Adds a resource, and returns a reference to it."""
        self.count += 1
        name = given or f"{kind[:3].lower()}{self.count}"
        url = f"urn:uuid:{self.count:032x}" if self.urns else None
        members = {key: value for key, value in members.items() if value not in ("", None, [], {})}
        resource = {"resourceType": kind, "id": name, **members}
        (self.ordered if ordered else self.loose).append((url, resource))
        reference = url or self.dice.choice(["", "http://server.example/fhir/", ""]) + f"{kind}/{name}"
        return {"reference": reference + ("" if url or self.dice.random() < 0.9 else "/_history/3")}

    def address(self, row, start):
        parts = {"line": [row[start + "address"]] if row.get(start + "address") else None, "city": row.get(start + "city"),
                 "state": row.get(start + "state"), "postalCode": row.get(start + "zip")}
        parts = {key: text for key, text in parts.items() if text}
        return [parts] if parts else None

    def npi(self, text):
        return [{"system": "urn:other", "value": "x"}, {"system": NPI, "value": text}] if text else None

    def session(self, rows):
        first = rows[0]
        rest = {name: text for name, text in first.items() if name not in OF_ROW and text}
        pop = lambda name: rest.pop(name, "")
        patient = self.add(
            False, "Patient", identifier=[{"type": {"coding": [{"code": "MR"}]}, "value": pop("patient_id")}],
            name=[{key: value for key, value in (("family", pop("patient_last_name")), ("given", [
                name for name in (pop("patient_first_name"), first.get("patient_middle_name")) if name])) if value}],
            birthDate=pop("patient_birth_date"), address=self.address(first, "patient_"),
            gender={"M": "male", "F": "female", "U": "other", "": ""}[pop("patient_sex")],
            telecom=[{"system": "phone", "value": pop("patient_phone")}] if first.get("patient_phone") else None)
        if first.get("patient_first_name"):
            pop("patient_middle_name")
        for name in "address city state zip".split():
            pop("patient_" + name)
        payer = self.add(False, "Organization", identifier=[{"value": pop("payer_id")}], name=pop("payer_name"))
        relationship = first.get("relationship", "")
        coverage = {"status": "active", "beneficiary": patient, "payor": [payer], "subscriberId": pop("member_id"),
                    "type": coding("urn:claimline:payer-class", pop("payer_class")) if first["payer_class"] else None}
        if relationship in ("self", "spouse", "child"):
            coverage["relationship"] = coding("http://terminology.hl7.org/x", pop("relationship"))
            coverage["relationship"]["coding"].pop(0)
        if rest.get("group_number"):
            coverage["class"] = [{"type": {"coding": [{"code": "group"}]}, "value": pop("group_number")}]
        self.add(False, "Coverage", **coverage)
        if self.dice.random() < 0.3:
            self.add(False, "Coverage", status="cancelled", beneficiary=patient, payor=[payer])
        encounter = {"status": "finished", "class": {"code": "AMB"}, "subject": patient,
                     "period": {"start": pop("service_date")}}
        pop("status")
        if first.get("discipline"):
            encounter["serviceType"] = coding("urn:claimline:discipline", pop("discipline"))
        diagnoses = [{"condition": self.add(False, "Condition", code=coding(ICD, code)), "rank": rank + 1}
                     for rank, code in enumerate(pop("diagnoses").split(";"))]
        self.dice.shuffle(diagnoses)
        encounter["diagnosis"] = diagnoses
        if rest.get("billing_npi"):
            encounter["serviceProvider"] = self.add(False, "Organization", identifier=self.npi(pop("billing_npi")),
                                                    name=pop("billing_name"))
        if rest.get("referring_npi"):
            encounter["participant"] = [{"type": [{"coding": [{"code": "REF"}]}], "individual": self.add(
                False, "Practitioner", identifier=self.npi(pop("referring_npi")),
                name=[{"family": pop("referring_last_name")}] if first.get("referring_last_name") else None)}]
        if rest.get("place_of_service") and self.dice.random() < 0.7:
            encounter["location"] = [{"location": self.add(
                False, "Location", identifier=self.npi(pop("facility_npi")), name=pop("facility_name"),
                type=[coding("https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set",
                             pop("place_of_service"))])}]
        name = pop("session_id")
        encounter["extension"] = [{"url": "urn:claimline:column:" + key, "valueString": text} for key, text in rest.items()]
        link = self.add(True, "Encounter", None if self.urns and not re.fullmatch(r"[\w.-]+", name) else name, **encounter)
        self.ordered[-1][1]["id"] = name
        plain = all(row.get("code") and not row.get("line_charge") and not row.get("units") for row in rows)
        procedures = plain and self.dice.random() < 0.5
        for row in rows:
            self.service(link, patient, row, procedures)

    def service(self, encounter, patient, row, procedure):
        rest = {name: text for name, text in row.items() if name in OF_ROW and text}
        pop = lambda name: rest.pop(name, "")
        code = pop("code")
        concept = coding(HCPCS if code[:1].isalpha() else CPT, code) if code else {"text": "nothing"}
        modifiers = [text for text in pop("modifiers").split(";") if text]
        if code and self.dice.random() < 0.5:
            concept["coding"] += [{"system": CPT, "code": text} for text in modifiers]
        else:
            rest["modifiers"] = ";".join(modifiers)
        provider = {"identifier": self.npi(pop("rendering_npi")),
                    "name": [{"family": pop("rendering_last_name")}] if row.get("rendering_last_name") else None}
        item = {"code": concept, "subject": patient}
        if self.dice.random() < 0.3:
            item["contained"] = [{"resourceType": "Practitioner", "id": "me",
                                  **{key: value for key, value in provider.items() if value}}]
            item["performer"] = [{"actor": {"reference": "#me"}}]
        elif self.dice.random() < 0.3:
            item["performer"] = [{"actor": self.add(False, "PractitionerRole", practitioner=self.add(
                False, "Practitioner", **provider))}]
        else:
            item["performer"] = [{"actor": self.add(False, "Practitioner", **provider)}]
        if procedure:
            minutes = rest.get("minutes", "")
            if minutes.isdigit() and int(minutes) < 600 and "start_time" not in rest and "end_time" not in rest:
                pop("minutes")
                end = datetime.datetime(2026, 5, 20, 8, 0, 7) + datetime.timedelta(minutes=int(minutes), seconds=20)
                item["performedPeriod"] = {"start": "2026-05-20T08:00:07-04:00",
                                           "end": (end + datetime.timedelta(hours=1)).isoformat() + ".5-03:00"}
            kind, status, context = "Procedure", "completed", "encounter"
        else:
            kind, status, context = "ChargeItem", "billable", "context"
            if rest.get("units"):
                item["quantity"] = {"value": pop("units")}
            elif rest.get("minutes"):
                item["quantity"] = {"value": pop("minutes"), "code": "min"}
            if rest.get("line_charge"):
                item["priceOverride"] = {"value": pop("line_charge"), "currency": "USD"}
        if rest.get("note"):
            item["note"] = [{"text": pop("note")}]
        item["extension"] = [{"url": "urn:claimline:column:" + key, "valueString": text} for key, text in rest.items()]
        self.add(True, kind, status=status, **{context: encounter}, **item)

    def text(self):
        """Encounters and services keep their order; all others may stand anywhere."""
        resources = list(self.ordered)
        for resource in self.loose:
            resources.insert(self.dice.randrange(len(resources) + 1), resource)
        ascii_only, indent = self.dice.random() < 0.5, self.dice.choice([None, None, 1])
        write = lambda value: json.dumps(value, ensure_ascii=ascii_only, indent=indent) + self.dice.choice(["\n", "\r\n"])
        if not self.urns:
            return "".join(write(resource) for _, resource in resources)
        cuts = [resources] if self.dice.random() < 0.7 else [resources[:len(resources) // 2], resources[len(resources) // 2:]]
        bundle = lambda part: {"entry": [{"fullUrl": url, "search": {"mode": "match"}, "resource": resource}
                                         for url, resource in part], "resourceType": "Bundle", "type": "collection"}
        if self.dice.random() < 0.5:
            return "".join(write(dict(reversed(bundle(part).items()))) for part in cuts)
        return "".join(write(bundle(part)) for part in cuts)



def same_lines(program, folder, seed):
    dice = random.Random(seed)
    urns = dice.random() < 0.5
    made = Generator(seed, 0, datetime.date(2026, 6, 30))
    sessions = [[canonical(row) for row in made.session()] for _ in range(dice.choice([1, 5, 50]))]
    if not urns:
        sessions = [rows for rows in sessions if re.fullmatch(r"[A-Za-z0-9.-]+", rows[0]["session_id"])]
    writer = Writer(dice, urns)
    for rows in sessions:
        for row in rows:
            if dice.random() < 0.02:
                row[dice.choice(["minutes", "code", "rendering_npi"])] = dice.choice(["", "x", "99999"])
        writer.session(rows)
    (folder / "in.csv").write_text(as_csv([row for rows in sessions for row in rows]), newline="")
    (folder / "in.ndjson").write_text(writer.text(), newline="")
    results = []
    for kind in ("csv", "ndjson"):
        held, totals = folder / f"held.{kind}", folder / "totals.json"
        held.unlink(missing_ok=True)
        done = run(program, "convert", folder / f"in.{kind}", "--to", "csv", "--held", held, "--quiet", "--summary", totals)
        assert done.returncode < 2, done.stderr.decode()[-300:]
        results.append((done.returncode, done.stdout, json.loads(totals.read_text())["sessions"]))
    assert results[0] == results[1], "other lines than from CSV"
    piped = run(program, "convert", "-", "--to", "csv", "--quiet", stdin=(folder / "in.ndjson").open("rb"))
    assert (piped.returncode, piped.stdout) == results[1][:2], "other lines by a pipe"
    if results[0][0] == 1:
        again = run(program, "convert", folder / "held.ndjson", "--to", "csv", "--held", folder / "again.ndjson", "--quiet")
        assert again.returncode == 1 and again.stdout.count(b"\n") == 1, again.stderr.decode()[-300:]
        assert sorted((folder / "held.ndjson").read_text().splitlines()) == \
            sorted((folder / "again.ndjson").read_text().splitlines()), "held again, the resources are not the same"


def by_type(dice, writer, folder):
    """The resources as one file a type, some types as several, as bulk exports are."""
    kinds = {}
    loose = list(writer.loose)
    dice.shuffle(loose)
    for url, resource in writer.ordered + loose:
        kinds.setdefault(resource["resourceType"], []).append(resource)
    for kind, resources in kinds.items():
        cuts = sorted(dice.randrange(len(resources) + 1) for _ in range(dice.choice([0, 0, 1, 3])))
        pieces = [resources[a:b] for a, b in zip([0, *cuts], [*cuts, len(resources)])]
        for number, piece in enumerate(pieces):
            name = f"{kind}.ndjson" if len(pieces) == 1 else f"{kind}.{number:03d}.ndjson"
            (folder / name).write_text("".join(json.dumps(resource) + "\n" for resource in piece) or "\n")


def convert(program, inputs, folder, *more):
    """Status, lines, findings, and the summary."""
    done = run(program, "convert", *inputs, "--to", "csv", "--quiet", "--summary", folder / "totals.json", "--findings",
               folder / "findings.jsonl", "--from", "fhir", *more)
    assert done.returncode < 2, done.stderr.decode()[-300:]
    findings = [json.loads(line) for line in (folder / "findings.jsonl").read_text().splitlines()]
    return done.returncode, done.stdout, findings, json.loads((folder / "totals.json").read_text())


def make_sessions(dice, seed, count):
    made = Generator(seed, 0, datetime.date(2026, 6, 30))
    sessions = [[canonical(row) for row in made.session()] for _ in range(count)]
    for rows in sessions:
        rows[0]["session_id"] = f"{seed}-" + re.sub(r"[^A-Za-z0-9.-]", "x", rows[0]["session_id"])
        for row in rows:
            row["session_id"] = rows[0]["session_id"]
            if dice.random() < 0.02:
                row[dice.choice(["minutes", "code", "rendering_npi"])] = dice.choice(["", "x", "99999"])
    return sessions


def same_by_type(program, folder, seed):
    """References lead from file to file, whatever their order; rows and findings are those of the files they stand in."""
    dice = random.Random(seed)
    sessions = make_sessions(dice, seed, dice.choice([1, 5, 60]))
    writer = Writer(dice, False)
    for rows in sessions:
        writer.session(rows)
    export = folder / "export"
    export.mkdir()
    by_type(dice, writer, export)
    (folder / "in.csv").write_text(as_csv([row for rows in sessions for row in rows]), newline="")
    plain = run(program, "convert", folder / "in.csv", "--to", "csv", "--quiet", "--summary", folder / "s.json")
    held = folder / "held.ndjson"
    results = [convert(program, [export], folder, "--threads", threads, "--held", held) for threads in (1, 2, 5)]
    assert results[0] == results[1] == results[2], "other results on several threads"
    status, lines, findings, summary = results[0]
    assert (status, lines) == (plain.returncode, plain.stdout), "other lines than from CSV"
    assert summary["sessions"] == json.loads((folder / "s.json").read_text())["sessions"]
    for path in export.iterdir():
        rows = next(entry["rows"] for entry in summary["inputs"] if entry["path"] == str(path))
        work = path.name.startswith(("ChargeItem", "Procedure"))
        assert rows == (sum(map(bool, path.read_text().split("\n"))) if work else 0), (path.name, rows)
    for finding in findings:
        there = pathlib.Path(finding["file"]).read_text().split("\n")
        assert finding["line"] <= len(there), finding
        if finding["id"] == "minutes.missing" or finding["id"].startswith("code."):
            assert json.loads(there[finding["line"] - 1])["resourceType"] in ("ChargeItem", "Procedure"), finding
    paths = list(export.iterdir())
    ordered = sorted(path for path in paths if path.name.startswith(("Encounter", "ChargeItem", "Procedure")))
    for path in [path for path in paths if path not in ordered]:
        ordered.insert(dice.randrange(len(ordered) + 1), path)
    assert convert(program, ordered, folder)[:2] == (status, lines), "other lines in another order of the files"
    if status == 1:
        again = convert(program, [held], folder, "--held", folder / "again.ndjson")
        assert again[1].count(b"\n") == 1 and again[3]["sessions"]["held"] == summary["sessions"]["held"], again[3]
        assert sorted(held.read_text().splitlines()) == sorted((folder / "again.ndjson").read_text().splitlines())


def independent(program, folder, seed):
    """Two exports that use the same ids for different things are what they were alone."""
    dice = random.Random(seed)
    alone = b""
    status = 0
    for number in (1, 2):
        writer = Writer(dice, False)
        for rows in make_sessions(dice, 1000 * number + seed, 20):
            writer.session(rows)
        (folder / f"{number}.ndjson").write_text(writer.text(), newline="")
        done = convert(program, [folder / f"{number}.ndjson"], folder)
        alone += done[1] if number == 1 else done[1].split(b"\n", 1)[1]
        status = max(status, done[0])
    together = convert(program, [folder / "1.ndjson", folder / "2.ndjson"], folder)
    assert together[:2] == (status, alone), "other lines together"


def deep(levels):
    return '{"resourceType":"Patient","x":' + "[" * levels + "]" * levels + "}"


FILES = [  # text, message
    ("{}", ":1: an object without resourceType"),
    ("[]", "an object is expected"),
    ('{"resourceType":"Patient"}\n1\n', ":2: an object is expected"),
    ('{"resourceType":"Patient"', "ends in the middle"),
    ('{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient"}}', "ends in the middle"),
    ('{"resourceType":"Patient",}', "is not JSON"),
    ('{"resourceType":"Patient"}\n\n{"id":nul}', ":3: is not JSON"),
    (b'{"resourceType":"Patient","id":"\xff"}', "is not JSON"),
    ('{"resourceType":"Patient","id":"a","id":"b"}', "a key twice"),
    ('{"resourceType":"Patient","x":{"a":1,"b":2,"\\u0061":3}}', "a key twice"),
    ('{"resourceType":"Patient","id":"a\\u0000b"}', "a NUL"),
    ('{"resourceType":"Patient","a\\u0000b":1}', "a NUL"),
    ('{"resourceType":"Patient","id":"\\ud800"}', "half a character"),
    ('{"resourceType":"Patient","id":"\\udc00\\ud800"}', "half a character"),
    ('{"resourceType":"Patient","id":"\\udc00"}', "half a character"),
    ('{"resourceType":"Patient","id":"\\ud83d\\ud83d"}', "half a character"),
    (deep(100), "nested more than 100"), (deep(100000), "nested more than 100"),
    ('{"resourceType":"Bundle","entry":[],"meta":' + "[" * 100000 + "]" * 100000 + "}", "nested more than 100"),
    ('{"resourceType":"Patient",' + ",".join(f'"a{n}":1' for n in range(1000000)) + "}", "100000 values"),
    ('{"resourceType":"Patient","id":"' + "a" * 17000000 + '"}', "16 MiB"),
    ('{"resourceType":"Bundle","entry":[{"resource":1}]}', "is no object"),
    ('{"resourceType":"Bundle","entry":[1]}', "an object is expected"),
    ('{"resourceType":"Bundle","entry":[],"entry":[]}', "more than one list"),
    ('{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Bundle","entry":[]}}]}', "Bundle inside"),
    ('{"entry":[{"resource":{"resourceType":"Patient"}}],"id":"x"}', "no Bundle"),
    ('{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient"},"resource":{"resourceType":"Patient"}}]}',
     "more than one resource"),
    ('{"resourceType":"Bundle","entry":[{"resource":{"id":"1"}}]}', "without resourceType"),
]


def wrong_files(program, folder):
    path = folder / "in.json"
    for number, (text, message) in enumerate(FILES):
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        done = run(program, "convert", path, "--to", f"csv:{folder}/out.csv", "--held", folder / "h", "--quiet")
        said = done.stderr.decode()
        assert done.returncode == 3, (number, done.returncode, said[-200:])
        assert message in said and "in.json:" in said and said.count("\n") == 1, (number, said[-300:])
        assert not (folder / "out.csv").exists() and not (folder / "h").exists(), number


BASE = [{"resourceType": "Organization", "id": "o", "identifier": [{"value": "BLUEFIN"}]},
        {"resourceType": "Patient", "id": "SECRET-PATIENT"},
        {"resourceType": "Coverage", "id": "c", "status": "active", "beneficiary": {"reference": "Patient/SECRET-PATIENT"},
         "payor": [{"reference": "Organization/o"}], "type": {"coding": [
             {"system": "https://nahdo.org/sopt", "code": "512"}]}},
        {"resourceType": "Practitioner", "id": "t", "identifier": [{"system": NPI, "value": "1999000015"}]},
        {"resourceType": "Condition", "id": "d", "code": coding(ICD, "M54.50")},
        {"resourceType": "Encounter", "id": "E1", "status": "finished", "subject": {"reference": "Patient/SECRET-PATIENT"},
         "period": {"start": "2026-05-20T13:00:00Z"}, "participant": [{"individual": {"reference": "Practitioner/t"}}],
         "diagnosis": [{"condition": {"reference": "Condition/d"}}]},
        {"resourceType": "ChargeItem", "id": "i1", "status": "billable", "context": {"reference": "Encounter/E1"},
         "code": coding(CPT, "97110"), "quantity": {"value": 30, "unit": "min"}}]
ENCOUNTER, ITEM = 5, 6


def changed(number, **members):
    """The base with other members in one resource; None takes one away."""
    resource = {key: value for key, value in {**BASE[number], **members}.items() if value is not None}
    return BASE[:number] + [resource] + BASE[number + 1:]


PROCEDURE = {"resourceType": "Procedure", "id": "pr", "status": "completed", "encounter": {"reference": "Encounter/E1"},
             "code": coding(CPT, "97110")}
SINGLE = [  # resources, what is written, what is said
    (BASE, "E1,97110,30\n", ""),
    (changed(ITEM, quantity={"value": 1e400}), None, ""),
    (changed(ITEM, code=coding("urn:x", "TE")), "", "ChargeItem/i1 has no CPT or HCPCS code"),
    (changed(ITEM, code={"coding": [{"system": CPT, "code": "97110"}, {"system": CPT, "code": "97140"}]}), "", "two CPT"),
    (changed(ITEM, status="unknown"), "", "does not tell whether"),
    (changed(ITEM, status="billed"), "", "ChargeItem/i1 has the status billed"),
    (changed(ITEM, quantity={"value": 1, "unit": "h"}), "", "neither of units nor of minutes"),
    (changed(ITEM, context={"reference": "Encounter/E9"}), "", "ChargeItem/i1 is of no Encounter"),
    (changed(ITEM, context=None), "", "ChargeItem/i1 is of no Encounter"),
    (changed(ITEM, reason=[coding(ICD, "R26.89")]), "", "a reason of ChargeItem/i1"),
    (changed(ITEM, service=[{"reference": "Procedure/none"}]), "", "service of a ChargeItem refers to"),
    (changed(ITEM, quantity=None, occurrencePeriod={"start": "2026-05-20T09:30:00-04:00",
                                                    "end": "2026-05-20T14:00:00Z"}), "E1,97110,30\n", ""),
    (changed(ITEM, quantity=None, occurrencePeriod={"start": "2026-05-20T09:30:00-04:00",
                                                    "end": "2026-05-20T09:00:00-04:00"}), "", "ends before"),
    (changed(ITEM, priceOverride={"value": 40, "currency": "EUR"}), "", "not in USD"),
    (changed(ENCOUNTER, status="finishing"), "", "status of the Encounter"),
    (changed(ENCOUNTER, status="cancelled", subject=None), "", ""),
    (changed(ENCOUNTER, **{"class": {"code": "VR"}}), "", "no place of service"),
    (changed(ENCOUNTER, period={"start": "2026-05-21T01:00:00Z"}), "", "in UTC"),
    (changed(ENCOUNTER, period=None), "", "service_date is empty"),
    (changed(ENCOUNTER, subject={"reference": "Patient/none"}), "", "subject refers to"),
    (changed(ENCOUNTER, subject={"reference": "Organization/o"}), "", "subject refers to"),
    (changed(ENCOUNTER, participant=None), "", "rendering_npi"),
    (changed(ENCOUNTER, diagnosis=None), "", "diagnoses is empty"),
    (changed(ENCOUNTER, extension=[{"url": "urn:claimline:column:code", "valueCode": "97140"}]), "", "does not belong"),
    (changed(ENCOUNTER, extension=[{"url": "urn:claimline:column:minutes", "valueInteger": 9}]), "", "does not belong"),
    (changed(2, status="draft"), "", "no active Coverage"),
    (changed(2, period={"end": "2026-05-19"}), "", "no active Coverage"),
    (changed(2, period={"start": "2026-05-20", "end": "2026-05-20"}), "E1,97110,30\n", ""),
    (BASE + [{**BASE[2], "id": "c2"}], "", "several Coverages"),
    (BASE + [{**BASE[2], "id": "c2", "order": 1}], "E1,97110,30\n", ""),
    (changed(4, code=coding("urn:x", "back")), "", "no ICD-10-CM code"),
    (BASE + BASE, "E1,97110,30\n", ""),
    (BASE + [{**BASE[ITEM], "status": "planned"}], "", "stands twice"),
    (BASE + [{**BASE[ENCOUNTER], "period": {"start": "2026-05-19"}}], "", "stands twice"),
    (BASE + [{**BASE[1], "gender": "male"}], "", "stands twice"),
    (BASE[:ITEM], "", "code is empty"),
    (BASE + [PROCEDURE], "", "does not say which Procedure"),
    (changed(ITEM, service=[{"reference": "Procedure/pr"}]) + [PROCEDURE], "E1,97110,30\n", ""),
    (changed(ITEM, status="billed", service=[{"reference": "Procedure/pr"}]) + [PROCEDURE], "", "is left out"),
    (BASE + [{**PROCEDURE, "code": coding("urn:x", "1")}], "E1,97110,30\n", "Procedure/pr has no CPT or HCPCS code"),
    (BASE + [{**PROCEDURE, "encounter": {"reference": "Encounter/no"}}], "E1,97110,30\n", "Procedure/pr is of no Encounter"),
]


def single_cases(program, folder):
    for number, (resources, lines, says) in enumerate(SINGLE):
        text = "".join(json.dumps(resource) + "\n" for resource in resources).replace("Infinity", "1e400")
        (folder / "in.ndjson").write_text(text)
        held = folder / "held.ndjson"
        held.unlink(missing_ok=True)
        done = run(program, "convert", folder / "in.ndjson", "--to", "csv", "--set", "header=no", "--set",
                   "columns=session_id,code,minutes", "--quiet", "--held", held, "--summary", folder / "s.json")
        said = done.stderr.decode()
        assert done.returncode < 2 and done.stdout.decode() == (lines or ""), (number, done.stdout, said)
        assert says in said and "SECRET" not in said, (number, said)
        if done.returncode == 1:
            again = run(program, "convert", held, "--to", "csv", "--set", "header=no", "--quiet", "--held", folder / "again")
            assert again.returncode == 1 and again.stdout == b"", (number, again.stderr)
            assert sorted(held.read_text().split("\n")) == sorted((folder / "again").read_text().split("\n")), number


def spread(folder, resources, other=()):
    """One file a type, `other` in another file."""
    for path in folder.glob("*.ndjson"):
        path.unlink()
    for resource in resources:
        with (folder / f"{resource['resourceType']}.ndjson").open("a") as file:
            file.write(json.dumps(resource) + "\n")
    with (folder / "more.ndjson").open("a") as file:
        file.write("\n" + "".join(json.dumps(resource) + "\n" for resource in other))


ACROSS = [  # resources, in another file, what is written, what is said: file, line, id, in the message
    (BASE, [], "E1,97110,30\n", []),
    (BASE, BASE, "E1,97110,30\n", [("more", 2, "fhir.repeated", "the same: 7")]),
    (BASE[:2] + BASE[3:], [], "", [("Encounter", 1, "fhir.reference", "no active Coverage")]),
    (BASE[1:], [], "", [("Coverage", 1, "fhir.reference", "payor of the Coverage refers to")]),
    (BASE[:ITEM], [], "", [("Encounter", 1, "field.required", "code is empty")]),
    (BASE[:ENCOUNTER] + BASE[ITEM:], [], "", [("ChargeItem", 1, "fhir.reference", "ChargeItem/i1 is of no Encounter")]),
    (changed(ITEM, quantity=None), [], "", [("ChargeItem", 1, "minutes.missing", "")]),
    (BASE, [{**BASE[1], "gender": "male"}], "",
     [("Encounter", 1, "fhir.reference", "subject refers to a resource that stands twice"),
      ("Encounter", 1, "fhir.reference", "more.ndjson:2 too")]),
    (BASE, [{**BASE[0], "name": "x"}], "", [("Coverage", 1, "fhir.reference", "payor of the Coverage refers to a resource that")]),
    (BASE, [{**BASE[2], "subscriberId": "x"}], "", [("Coverage", 1, "fhir.reference", "the Coverage stands twice")]),
    (BASE, [{**BASE[ENCOUNTER], "period": {"start": "2026-05-19"}}], "",
     [("Encounter", 1, "fhir.reference", "the Encounter stands twice"),
      ("more", 2, "fhir.reference", "the Encounter stands twice"),
      ("ChargeItem", 1, "fhir.reference", "of an Encounter that stands in several inputs")]),
    (BASE, [{**BASE[ITEM], "quantity": {"value": 60, "unit": "min"}}], "",
     [("ChargeItem", 1, "fhir.reference", "ChargeItem/i1 stands twice"), ("more", 2, "fhir.reference", "ChargeItem/i1 stands")]),
    (BASE, [{**BASE[ITEM], "id": "i2", "code": coding(CPT, "97140")}], "E1,97110,30\nE1,97140,30\n", []),
]


def across_files(program, folder):
    export, held = folder / "export", folder / "held.ndjson"
    export.mkdir()
    for number, (resources, other, lines, says) in enumerate(ACROSS):
        spread(export, resources, other)
        held.unlink(missing_ok=True)
        status, out, findings, _ = convert(program, [export], folder, "--set", "header=no", "--set",
                                           "columns=session_id,code,minutes", "--held", held)
        assert out.decode() == lines and status == (lines == ""), (number, out, findings)
        for file, line, kind, message in says:
            assert any(finding["file"].endswith(f"/{file}.ndjson") and finding["line"] == line and finding["id"] == kind and
                       message in finding["message"] for finding in findings), (number, file, line, kind, message, findings)
        assert says or not any(finding["id"].startswith("fhir") for finding in findings), (number, findings)
        if status == 1:
            again = run(program, "convert", held, "--to", "csv", "--set", "header=no", "--quiet", "--held", folder / "again")
            assert again.returncode == 1 and again.stdout == b"", (number, again.stderr)
            assert set(held.read_text().split("\n")) == set((folder / "again").read_text().split("\n")), number


def mixed(program, folder):
    """FHIR among other forms, and by a pipe: sessions come where their Encounter stands."""
    csv_text = "session_id,service_date,patient_id,payer_id,payer_class,rendering_npi,diagnoses,code,minutes\n"
    names = []
    for number, place in enumerate("ac"):
        (folder / f"{place}.csv").write_text(csv_text + f"C{number},2026-05-20,P,BLUEFIN,commercial,1999000015,M54.50,97110,30\n")
    write = lambda name, resources: (folder / name).write_text("".join(json.dumps(value) + "\n" for value in resources))
    write("b.ndjson", BASE[:ITEM])
    write("d.ndjson", BASE[ITEM:])
    options = ["--to", "csv", "--set", "header=no", "--set", "columns=session_id", "--quiet"]
    names = [folder / name for name in ("a.csv", "b.ndjson", "c.csv", "d.ndjson")]
    for threads in (1, 3):
        done = run(program, "convert", *names, *options, "--threads", threads)
        assert (done.returncode, done.stdout) == (0, b"C0\nE1\nC1\n"), (done.stdout, done.stderr)
        for number, name in enumerate(names):
            piped = run(program, "convert", *names[:number], "-", *names[number + 1:], *options, "--threads", threads,
                        stdin=subprocess.Popen(["cat", name], stdout=subprocess.PIPE).stdout)
            assert (piped.returncode, piped.stdout) == (0, b"C0\nE1\nC1\n"), (name, piped.stdout, piped.stderr)


def cut_anywhere(program, folder):
    """Cut inside a resource, or inside a Bundle, a text is never taken for a whole one."""
    path = folder / "in.json"
    small = [{"resourceType": "Patient", "id": "a\u00e9\n"}, {"resourceType": "Encounter", "status": "cancelled", "id": "b"}]
    bundle = json.dumps({"resourceType": "Bundle", "entry": [{"resource": resource} for resource in small]})
    lines = "".join(json.dumps(resource) + "\n" for resource in small)
    whole = {len(lines), len(lines) - 1, lines.index("\n"), lines.index("\n") + 1, len(lines) - 1}
    for text, fine in ((bundle, {len(bundle)}), (lines, whole)):
        for length in range(1, len(text) + 1):
            path.write_text(text[:length])
            done = run(program, "check", path, "--quiet")
            assert (done.returncode < 2) == (length in fine) and done.returncode != 2, (length, done.stderr)


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    first, last = (int(word) for word in sys.argv[2:4]) if len(sys.argv) > 2 else (1, 10)
    checks = [(f"seed {seed}", lambda program, folder, seed=seed: same_lines(program, folder, seed))
              for seed in range(first, last + 1)]
    checks += [(f"by type {seed}", lambda program, folder, seed=seed: same_by_type(program, folder, seed))
               for seed in range(first, min(first + 4, last + 1))]
    checks += [(f"independent {seed}", lambda program, folder, seed=seed: independent(program, folder, seed))
               for seed in range(first, first + 3)]
    checks += [("across files", across_files), ("mixed forms", mixed)]
    checks += [("wrong files", wrong_files), ("single cases", single_cases), ("cut files", cut_anywhere)]
    failed = 0
    for name, check in checks:
        with tempfile.TemporaryDirectory() as folder:
            try:
                check(program, pathlib.Path(folder))
            except AssertionError as wrong:
                failed += 1
                print(f"{name}: {wrong}")
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
