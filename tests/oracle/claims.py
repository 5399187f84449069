"""From checked sessions to claim lines: visits of a day, variants of a code, units, modifiers, caps.

Sessions of one patient, day, discipline, billing provider and payer are a visit. By the payer's profile they become
one claim (merge), share their timed minutes (pool), or have nothing to do with each other (separate). What is judged
together is a list of claims here: one claim, or those of a pooled visit.
"""

import datetime

import units as rules

DISCIPLINE_MODIFIER = {"PT": "GP", "OT": "GO", "SLP": "GN"}
ASSISTANT_MODIFIER = {"PT": "CQ", "OT": "CO"}
ASSISTANTS = {"CQ", "CO"}
DISTINCT_X = {"XE", "XP", "XS", "XU"}
NO_DIFFERENCE = {"GP", "GO", "GN"} | ASSISTANTS  # say who worked, not what was done
NOT_COVERED = {"GA", "GY", "GZ"}
TELEHEALTH_PLACES = {"02", "10"}
HOME_TELEHEALTH = datetime.date(2022, 1, 1)  # since then there is a place of service 10
LETTERS = "ABCDEFGHIJKL"
MEASURED = {"timed", "first", "addon", "monthly"}  # classes whose units come from minutes

# What a claim has once: sessions that state different ones cannot be one claim. So it is with the place of service,
# where none stated is the payer's.
ONCE = """claim_frequency payer_control_number authorization_number referral_number referring_npi
    facility_npi member_id related_cause accident_date accident_state property_casualty_claim_number""".split()


class Claim:
    """One session's claim, or that of a merged visit; the first session gives its id and its place."""

    def __init__(self, sessions, tables):
        self.sessions, self.tables = sessions, tables
        first = sessions[0]
        self.id, self.profile, self.discipline = first.id, first.profile, first.discipline
        self.diagnoses = union_of_diagnoses(sessions)
        self.services = sorted((s for session in sessions for s in session.services), key=lambda s: s.row.order)
        self.head = first.rows[0]
        self.place = next((place for session in sessions if (place := session.rows[0]["place_of_service"])), "")
        self.parts, self.lines = [], []
        self.fee_differs = False
        self.pointed = self.choose_pointed()
        stated = {modifier for service in self.services for modifier in service.modifiers}
        self.is_telehealth = any(map(is_telehealth, sessions))
        year_to_date = self.head["patient_id"], self.head["service_date"][:4], self.discipline
        self.is_past_threshold = self.profile.kx and tables.is_past_threshold(*year_to_date)
        self.attested = "KX" in stated or year_to_date in tables.attested

    def choose_pointed(self):
        """{service: the diagnoses it points at}. Where the sessions of a claim have lists of their own, a service that
        states none points at the first four of its own session."""
        equal = all(session.diagnoses == self.sessions[0].diagnoses for session in self.sessions)
        return {service: service.pointed or ([] if equal else session.diagnoses[:4])
                for session in self.sessions for service in session.services}

    def telehealth_modifiers(self):
        """The one that the payer wants on all lines, where it wants one."""
        wanted = self.profile.telehealth_modifier
        return [wanted] if self.is_telehealth and wanted not in ("stated", "none") else []

    def of_code(self, code):
        return [part for part in self.parts if part.code == code]

    def minutes_of(self, codes):
        return sum(part.minutes for part in self.parts if part.code in codes)


class Part:
    """The services of one code with one set of stated modifiers in one claim: a line, or two when an assistant's
    units stand apart."""

    def __init__(self, claim, code):
        self.claim, self.code = claim, code
        self.services = []
        self.units = self.stated_units = 0  # from minutes (or the only ones); of timed rows without minutes
        self.rule = ""
        self.short = False

    @property
    def minutes(self):
        return sum(service.minutes for service in self.services)

    @property
    def measured(self):
        return [service for service in self.services if service.has_minutes]

    @property
    def order(self):
        return self.services[0].row.order

    def is_stated(self, modifiers):
        return any(modifiers & set(service.modifiers) for service in self.services)


# ---------------------------------------------------------------------------------------------------------- visits

def union_of_diagnoses(sessions):
    return list(dict.fromkeys(diagnosis for session in sessions for diagnosis in session.diagnoses))


def can_merge(sessions):
    for column in ONCE:
        default = "1" if column == "claim_frequency" else ""
        if len({session.rows[0][column].lower() or default for session in sessions} - {""}) > 1:
            return False
    profile = sessions[0].profile
    if len({session.rows[0]["place_of_service"] or profile.place_of_service for session in sessions}) > 1:
        return False
    tells = profile.telehealth_place != "stated" or profile.telehealth_modifier not in ("stated", "none")
    if tells and len({is_telehealth(session) for session in sessions}) > 1:
        return False
    return len(union_of_diagnoses(sessions)) <= 12


def is_telehealth(session):
    stated = {modifier for service in session.services for modifier in service.modifiers}
    return session.rows[0]["place_of_service"] in TELEHEALTH_PLACES or bool(
        stated & session.profile.telehealth_modifiers)


def claims_of(visit, how, tables):
    """The claims of sessions that are judged together. Under merge each goes on the first claim that it fits."""
    groups = []
    for session in visit:
        fitting = [group for group in groups if how == "merge" and can_merge([*group, session])]
        if fitting:
            fitting[0].append(session)
        else:
            groups.append([session])
    return [Claim(group, tables) for group in groups]


# ------------------------------------------------------------------------------------------------- from row to part

def settle_modifiers(service, profile):
    """What the payer takes instead of a stated modifier."""
    result = []
    for modifier in service.modifiers:
        if modifier in DISTINCT_X and modifier not in profile.distinct_modifiers and "59" in profile.distinct_modifiers:
            modifier = "59"
        if modifier not in profile.telehealth_modifiers or profile.telehealth_modifier in ("stated", modifier):
            result.append(modifier)
    service.modifiers = list(dict.fromkeys(result))


def wants_kx(claim, code, modifiers, codes):
    """KX says that covered therapy is needed: it does not go on what is billed as not covered."""
    return claim.is_past_threshold and is_therapy(codes, code) and not NOT_COVERED & set(modifiers)


def check_assistant(claim, service, codes, hold):
    """Who may work under which modifier."""
    worked = ASSISTANTS & set(service.modifiers) or service.assistant_minutes
    if not worked:
        return
    if codes.get(service.code, {}).get("attendance") == "eval":
        hold(service, "an evaluation by an assistant")
    if claim.profile.assistant_modifiers:
        own = ASSISTANT_MODIFIER.get(claim.discipline)
        if own is None or ASSISTANTS & set(service.modifiers) - {own}:
            hold(service, "an assistant of another discipline")


def make_parts(claim, codes, hold):
    profile, parts = claim.profile, {}
    for service in claim.services:
        service.code = profile.substitute.get(service.documented, service.documented)
        check_assistant(claim, service, codes, hold)
        settle_modifiers(service, profile)
        service.assistant = service.minutes if ASSISTANTS & set(service.modifiers) else service.assistant_minutes
        if service.code in profile.never_billed:
            continue
        added = claim.telehealth_modifiers() + profile.added_to(service.code)
        if claim.attested and wants_kx(claim, service.code, service.modifiers, codes):
            added.append("KX")
        variant = frozenset(service.modifiers + added) - NO_DIFFERENCE
        part = parts.setdefault((service.code, variant), Part(claim, service.code))
        part.services.append(service)
    claim.parts = list(parts.values())


# ---------------------------------------------------------------------------------------------------------- units

def billing(codes, code):
    return codes[code]["billing"] if code in codes else "unknown"


def length(codes, code):
    return int(codes[code]["minutes_per_unit"])


def by_code(parts):
    result = {}
    for part in parts:
        result.setdefault(part.code, []).append(part)
    return result


def count_timed(claims, codes):
    """Timed codes, over all claims that are judged together; of equals the first is that of the first claim."""
    profile = claims[0].profile
    parts = [part for claim in claims for part in claim.parts if billing(codes, part.code) == "timed"]
    minutes, stated, lengths = {}, {}, {}
    for code, group in by_code(parts).items():
        measured = [service for part in group for service in part.measured]
        lengths[code] = length(codes, code)
        if measured:
            minutes[code] = sum(service.minutes for service in measured)
        if measured and all(service.units for service in measured):
            stated[code] = sum(service.units for service in measured)
    earned = rules.timed(profile.unit_rule, minutes, lengths, stated, profile.tie_break)

    for code, group in by_code(parts).items():
        shares = [part for part in group if part.measured]
        units = earned.get(code, 0)
        short = profile.short_service and profile.unit_rule != "cms" and units == 0 and minutes.get(code, 0) > 0
        allot_to_claims(1 if short else units, shares, lengths[code])
        for part in shares:
            part.short = short and part.units > 0
        for part in group:
            part.stated_units = sum(service.units for service in part.services if not service.has_minutes)
            measured = any(part.claim is share.claim for share in shares)
            part.rule = profile.unit_rule if measured else "stated"


def allot_to_claims(units, parts, unit_length):
    """Units of a code over the claims of a visit by their minutes, then in each claim by those of its parts: how a
    claim's services are modified does not touch what the others get."""
    groups = {}
    for part in parts:
        groups.setdefault(part.claim, []).append(part)
    totals = [sum(part.minutes for part in group) for group in groups.values()]
    for group, total in zip(groups.values(), rules.allot(units, totals, unit_length)):
        for part, given in zip(group, rules.allot(total, [part.minutes for part in group], unit_length)):
            part.units = given


def share(claim, code, units, unit_length, rule):
    """Units of a code of one claim, by the minutes of its parts."""
    parts = claim.of_code(code)
    for part, given in zip(parts, rules.allot(units, [part.minutes for part in parts], unit_length)):
        part.units, part.rule = given, rule


def addons_of(codes, code):
    return [other for other, row in codes.items() if row["base_code"] == code]


def count_pair(claim, codes, code):
    """A first code of a claim, and the add-ons that stand with it: their minutes are one time."""
    rule, addons = claim.profile.unit_rule, addons_of(codes, code)
    count, first = rules.counting(rule), length(codes, code)
    minutes = claim.minutes_of([code, *addons])
    units = count(minutes, first)
    share(claim, code, min(units, 1) if addons else units, first, rule)
    for addon in addons:
        if claim.of_code(addon):
            each = length(codes, addon)
            share(claim, addon, count(max(0, minutes - first), each), each, rule)
        elif count(max(0, minutes - first), length(codes, addon)) and claim.profile.is_error("addon.missing", False):
            yield claim.of_code(code)[0].services[0], "time beyond the first code without its add-on"


def count_monthly(claim, codes, code):
    """A monthly code: full minutes, no midpoint."""
    row = codes[code]
    addons = addons_of(codes, code)
    minutes, base = claim.minutes_of([code, *addons]), length(codes, code)
    if row["max_minutes"] and minutes > int(row["max_minutes"]):
        yield claim.of_code(code)[0].services[0], "more minutes than the code allows"
    units = minutes // base
    share(claim, code, min(units, 1) if addons or row["max_minutes"] else units, base, "monthly")
    for addon in addons:
        each = length(codes, addon)
        if claim.of_code(addon):
            share(claim, addon, max(0, minutes - base) // each, each, "monthly")
        elif (minutes - base) // each > 0 and claim.profile.is_error("addon.missing", False):
            yield claim.of_code(code)[0].services[0], "time beyond the code without its add-on"
    if row["excludes"] and claim.of_code(row["excludes"]):
        yield claim.of_code(code)[0].services[0], "excludes another code of the session"


def count_others(claim, codes):
    """All codes that are not timed, a claim by itself; yields (service, why the claim is held)."""
    for code, parts in by_code(claim.parts).items():
        kind, base = billing(codes, code), codes.get(code, {}).get("base_code")
        if kind in ("addon", "area", "monthly") and base and not claim.of_code(base):
            yield parts[0].services[0], "without its base code"
        elif kind == "first":
            yield from count_pair(claim, codes, code)
        elif kind == "monthly" and not base:
            yield from count_monthly(claim, codes, code)
        elif kind == "untimed":
            for part in parts:
                part.units, part.rule = 0, "untimed"
            max(parts, key=lambda part: part.minutes).units = 1
        elif kind in ("count", "unlisted", "unknown", "area"):
            for part in parts:
                part.units, part.rule = sum(service.units or 1 for service in part.services), "stated"


# ---------------------------------------------------------------------------------------------------------- lines

class Share:
    """A line to be: units of a part, the services that they are of, and the minutes that each gave to them."""

    def __init__(self, part, units, assistants, minutes_of):
        self.part, self.units, self.assistants = part, units, assistants  # assistants: whether the assistant's
        self.services = [service for service in part.services if minutes_of(service) or not service.minutes
                         and (service.is_assistant() == assistants or minutes_of is all_minutes)]
        self.minutes_of = minutes_of
        self.minutes = sum(map(minutes_of, self.services))

    def provider(self):
        minutes = {}
        for service in self.services:
            npi = service.row["rendering_npi"]
            minutes[npi] = minutes.get(npi, 0) + self.minutes_of(service)
        return max(minutes, key=minutes.get)

    def first_stated(self, get):
        """The first that the line's own services state, else the first of all services of the code in the claim."""
        others = [service for other in self.part.claim.of_code(self.part.code) for service in other.services]
        others.sort(key=lambda service: service.row.order)
        return next((value for service in self.services + others if (value := get(service)) not in (None, [])), None)


def all_minutes(service):
    return service.minutes


def therapist_minutes(service):
    return service.minutes - service.assistant


def assistant_minutes(service):
    return service.assistant


def shares_of(part, codes):
    """A part's shares: one line, or two."""
    units, minutes = part.units + part.stated_units, part.minutes
    if not part.claim.profile.assistant_modifiers:
        return [Share(part, units, False, all_minutes)]
    assistant = sum(service.assistant for service in part.services)
    if billing(codes, part.code) == "timed" and length(codes, part.code) == 15:
        without, with_assistant = rules.split(part.units, minutes - assistant, assistant) if part.units else (0, 0)
        for service in part.services:
            if not service.has_minutes:
                if ASSISTANTS & set(service.modifiers):
                    with_assistant += service.units
                else:
                    without += service.units
    elif rules.mostly_assistant(minutes - assistant, assistant) or minutes == 0 and part.is_stated(ASSISTANTS):
        without, with_assistant = 0, units
    else:
        without, with_assistant = units, 0
    if not (without and with_assistant):
        of_assistant = with_assistant > 0 if units else part.is_stated(ASSISTANTS)
        return [Share(part, units, of_assistant, all_minutes)]
    shares = [Share(part, without, False, therapist_minutes), Share(part, with_assistant, True, assistant_minutes)]
    first = part.services[0]
    alone = first.assistant == first.minutes if first.minutes else first.is_assistant()
    return shares[::-1] if alone else shares


def sort_modifiers(modifiers, order):
    def group(modifier):
        return next((n for n, members in enumerate(order) if modifier in members), len(order))
    return sorted(dict.fromkeys(modifiers), key=group)


def is_therapy(codes, code):
    return codes.get(code, {}).get("therapy_class", "none") != "none"


def modifiers_of(share, codes):
    """The modifiers of a line in the payer's order."""
    part = share.part
    profile, discipline = part.claim.profile, part.claim.discipline
    modifiers = [modifier for service in share.services for modifier in service.modifiers]
    if profile.discipline_modifiers and is_therapy(codes, part.code):
        modifiers.append(DISCIPLINE_MODIFIER[discipline])
    if profile.assistant_modifiers:
        modifiers = [modifier for modifier in modifiers if modifier not in ASSISTANTS]
        modifiers += [ASSISTANT_MODIFIER.get(discipline, "")] if share.assistants else []
    modifiers += part.claim.telehealth_modifiers() + (["52"] if part.short else []) + profile.added_to(part.code)
    if part.claim.attested and wants_kx(part.claim, part.code, modifiers, codes):
        modifiers.append("KX")
    return sort_modifiers(modifiers, profile.modifier_order)


def check_modifiers(part, modifiers, codes):
    """Yields what is wrong with the modifiers of a line."""
    stated = set(modifiers)
    if not part.claim.attested and wants_kx(part.claim, part.code, modifiers, codes):
        yield "past the threshold without an attestation"
    if len(modifiers) > 4:
        yield "a fifth modifier"
    if len(stated & {"GA", "GY", "GZ"}) > 1 or "KX" in stated and stated & {"GA", "GZ"}:
        yield "modifiers that contradict each other"
    for modifier, code in part.claim.profile.required_modifiers:
        if code in (part.code, "*") and modifier not in stated:
            yield "a modifier that the payer requires is missing"


def money(cents):
    return "" if cents is None else f"{cents // 100}.{cents % 100:02d}"


def pieces(units, minutes, most, unit_length):
    """(units, minutes) of a line in pieces of the most units that the payer takes on one.

    A piece has the minutes of its units (unit_length; None: all), the last one what is left.
    """
    while most and units > most:
        given = minutes if unit_length is None else min(minutes, most * unit_length)
        yield most, given
        units, minutes = units - most, minutes - given
    yield units, minutes


def pointers_of(share):
    claim = share.part.claim
    pointed = share.first_stated(claim.pointed.get)
    letters = [LETTERS[claim.diagnoses.index(diagnosis)] for diagnosis in pointed or claim.diagnoses[:4]]
    return "".join(letters[:claim.profile.max_pointers])


def fee_of(share):
    claim = share.part.claim
    head = claim.sessions[0]
    return claim.tables.fee(share.part.code, head.rows[0]["payer_id"], head.payer_class, head.date)


def charge_of(share):
    """Cents of a unit, or None."""
    claim = share.part.claim
    stated, fee = share.first_stated(lambda service: service.unit_charge), fee_of(share)
    if claim.profile.fees == "no":
        return stated
    if share.units and None not in (stated, fee) and stated != fee:
        claim.fee_differs = True
    choices = [stated, fee] if claim.profile.fees == "missing" else [fee, stated]
    return next((charge for charge in choices if charge is not None), None)


def place_of(claim):
    profile = claim.profile
    if profile.telehealth_place != "stated" and claim.is_telehealth:
        return profile.telehealth_place
    return claim.place or profile.place_of_service


def make_lines(claim, codes, hold):
    """The lines of a claim. Where no line has a unit there is no claim, and nothing is wrong with it."""
    parts = sorted(claim.parts, key=lambda part: (claim.of_code(part.code)[0].order, part.order))
    shares = [share for part in parts for share in shares_of(part, codes)]
    if not any(share.units for share in shares):
        return
    if place_of(claim) == "10" and claim.sessions[0].date < HOME_TELEHEALTH:
        hold(claim.services[0], "a place of service that was none on that day")
    for share in shares:
        if share.units or claim.profile.zero_unit_lines:
            modifiers = modifiers_of(share, codes)
            for why in check_modifiers(share.part, modifiers, codes):
                hold(share.part.services[0], why)
            claim.lines += lines_of(share, modifiers, codes)
    for number, line in enumerate(claim.lines, 1):
        line["line"] = str(number)


def lines_of(share, modifiers, codes):
    """A share's line, in pieces where the payer takes fewer units on one."""
    part, claim, head = share.part, share.part.claim, share.part.claim.head
    unit_charge, unit_length = charge_of(share), None
    modifiers = modifiers + [""] * (4 - len(modifiers))
    if billing(codes, part.code) in MEASURED:
        unit_length = length(codes, part.code)
    for units, minutes in pieces(share.units, share.minutes, claim.profile.units_per_line, unit_length):
        yield {
            "claim_id": claim.id, "session_id": claim.id, "patient_id": head["patient_id"],
            "payer_id": head["payer_id"], "service_date": head["service_date"], "place_of_service": place_of(claim),
            "code": part.code, "modifier_1": modifiers[0], "modifier_2": modifiers[1], "modifier_3": modifiers[2],
            "modifier_4": modifiers[3], "diagnosis_pointers": pointers_of(share),
            "diagnoses": ";".join(claim.diagnoses), "units": str(units), "minutes": str(minutes),
            "unit_charge": money(unit_charge), "charge": money(None if unit_charge is None else units * unit_charge),
            "rendering_npi": share.provider(), "unit_rule": part.rule, "documented_code": share.services[0].documented,
        }


def timed_units(claim, codes):
    return sum(int(line["units"]) for line in claim.lines if billing(codes, line["code"]) == "timed")


def check_claim(claim, codes, hold):
    """What is wrong with the lines of a claim as a whole."""
    profile = claim.profile
    if profile.cap_visit and timed_units(claim, codes) > profile.cap_visit and profile.is_error("cap.visit", True):
        hold(claim.services[0], "more timed units than the payer's cap of a visit")
    if profile.max_lines and len(claim.lines) > profile.max_lines:
        hold(claim.services[0], "more lines than the payer takes")
    if any(line["units"] != "0" and not line["charge"] for line in claim.lines) and profile.is_error("charge.missing", False):
        hold(claim.services[0], "no charge")
    if claim.fee_differs and profile.is_error("charge.fee_differs", False):
        hold(claim.services[0], "a charge that is not the fee table's")


def check_day_caps(claims, codes, hold):
    """Caps over all claims of one patient, day, discipline, billing provider and payer, whether judged together or not.

    Which of them to cut is not ours to say: each that has a share in what passes the cap is held.
    """
    profile = claims[0].profile

    def check(most, finding, why, units_of):
        shares = [(claim, units_of(claim)) for claim in claims]
        if sum(units for _, units in shares) > most and profile.is_error(finding, True):
            for claim, units in shares:
                if units:
                    hold(claim.services[0], why)

    if profile.cap_day:
        check(profile.cap_day, "cap.day", "more timed units than the payer's cap of a day",
              lambda claim: timed_units(claim, codes))
    for code, most in profile.caps.items():
        check(most, "cap.code", f"more units of {code} than the payer's cap",
              lambda claim, code=code: sum(int(line["units"]) for line in claim.lines if line["code"] == code))


def bill(claims, codes, hold):
    """Works out the lines of claims that are judged together. hold(service, why) is told of each error."""
    for claim in claims:
        make_parts(claim, codes, hold)
    count_timed(claims, codes)
    for claim in claims:
        for service, why in count_others(claim, codes):
            hold(service, why)
    for claim in claims:
        make_lines(claim, codes, hold)
