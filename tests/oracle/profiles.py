"""Payer profile files, read for the oracle: sections that extend one another, settings with dates.

    [class medicare]
    unit_rule = cms
    assistant_modifiers = no
    assistant_modifiers from 2020-01-01 = required

Only files without mistakes are read; what is wrong with a file is told by the program's own tests.
"""

import datetime
import pathlib
import re

BUILT_IN = pathlib.Path(__file__).resolve().parent.parent.parent / "core" / "rules" / "data" / "payers.ini"

# What holds where no section says anything.
DEFAULTS = {
    "unit_rule": "ama", "tie_break": "minutes", "stated_units": "no", "same_day": "separate", "short_service": "no",
    "substitute": "none", "never_billed": "none", "zero_unit_lines": "no", "units_per_line": "0", "max_lines": "0",
    "max_pointers": "4", "caps": "none", "cap_visit": "0", "cap_day": "0", "discipline_modifiers": "yes",
    "assistant_modifiers": "no", "add_modifiers": "none", "required_modifiers": "none",
    "distinct_modifiers": "59 XE XP XS XU",
    "modifier_order": "59 XE XP XS XU, GP GO GN, CQ CO, KX, GA GX GY GZ, 95 93 GT", "place_of_service": "11",
    "telehealth_modifiers": "93 95 GT", "telehealth_modifier": "stated", "telehealth_place": "stated",
    "fees": "missing", "kx": "no", "severity": "none",
}

ALWAYS = datetime.date.min


def parse(path):
    """{section: {key: {from: value}}}, a section named like "class medicare", its words by one blank."""
    sections, current = {}, None
    last = None
    for raw in pathlib.Path(path).read_text(encoding="utf-8").removeprefix("\ufeff").split("\n"):
        line = raw.strip()
        if not line or line[0] in ";#":
            continue
        if raw[0] in " \t" and "=" not in line and last:
            current[last[0]][last[1]] += " " + line
            continue
        if line[0] == "[":
            kind, _, name = line[1:line.index("]")].strip().partition(" ")
            current = sections.setdefault(f"{kind} {name.strip()}".strip(), {})
            last = None
            continue
        left, _, value = line.partition("=")
        words = left.split()
        last = None
        if words[0] == "source":
            continue
        begin = datetime.date.fromisoformat(words[2]) if words[1:2] == ["from"] else ALWAYS
        value = re.split(r"\s;", value, maxsplit=1)[0].strip()
        current.setdefault(words[0], {})[begin] = value
        last = words[0], begin
    return sections


class Profile:
    """What one payer wants on one day; a text, a number or a list a key."""

    def __init__(self, get):
        self.unit_rule = get("unit_rule")
        self.tie_break = get("tie_break")
        self.stated_units = get("stated_units") == "allowed"
        self.same_day = get("same_day")
        self.short_service = get("short_service") == "52"
        self.substitute = dict(self.arrow(pair) for pair in self.listed(get("substitute")))
        self.never_billed = set(self.words(get("never_billed")))
        self.zero_unit_lines = get("zero_unit_lines") == "yes"
        self.units_per_line = int(get("units_per_line"))
        self.max_lines = int(get("max_lines"))
        self.max_pointers = int(get("max_pointers"))
        self.caps = {code: int(most) for code, most in map(str.split, self.listed(get("caps")))}
        self.cap_visit, self.cap_day = int(get("cap_visit")), int(get("cap_day"))
        self.discipline_modifiers = get("discipline_modifiers") == "yes"
        self.assistant_modifiers = get("assistant_modifiers") == "required"
        self.add_modifiers = [pair.split() for pair in self.listed(get("add_modifiers"))]
        self.required_modifiers = [pair.split() for pair in self.listed(get("required_modifiers"))]
        self.distinct_modifiers = set(self.words(get("distinct_modifiers")))
        self.modifier_order = [group.split() for group in self.listed(get("modifier_order"))]
        self.place_of_service = get("place_of_service")
        self.telehealth_modifiers = set(self.words(get("telehealth_modifiers")))
        self.telehealth_modifier, self.telehealth_place = get("telehealth_modifier"), get("telehealth_place")
        self.fees, self.kx = get("fees"), get("kx") == "required"
        self.severities = dict(map(str.split, self.listed(get("severity"))))

    @staticmethod
    def words(value):
        return [] if value == "none" else value.split()

    @staticmethod
    def listed(value):
        return [] if value in ("none", "") else [part.strip() for part in value.split(",")]

    @staticmethod
    def arrow(pair):
        return tuple(part.strip() for part in pair.split("->"))

    def added_to(self, code):
        """The modifiers that the payer wants on a code, whatever the record says."""
        return [modifier for modifier, wanted in self.add_modifiers if wanted in (code, "*")]

    def is_error(self, finding, otherwise):
        """Whether a finding of this id holds the session; otherwise: whether it does where the profile is silent."""
        level = self.severities.get(finding)
        return otherwise if level is None else level == "error"


class Profiles:
    """The built-in file with another one over it: what a section of that says of a key counts from its first date on,
    and what the built-in one says only before."""

    def __init__(self, overlay=None, built_in=BUILT_IN):
        self.sections = parse(built_in)
        for name, settings in (parse(overlay) if overlay else {}).items():
            section = self.sections.setdefault(name, {})
            for key, dated in settings.items():
                earlier = {begin: value for begin, value in section.get(key, {}).items() if begin < min(dated)}
                section[key] = earlier | dated
        self.known = {}

    def extended(self, name):
        """The section that another starts from, or None."""
        if name == "default":
            return None
        settings = self.sections.get(name, {})
        stated = settings.get("payer_class", {}).get(ALWAYS, "").lower()
        own = f"class {stated}" if f"class {stated}" in self.sections else "default"
        return settings.get("extends", {}).get(ALWAYS, own)

    def setting(self, name, key, day):
        while name is not None:
            begun = [begin for begin in self.sections.get(name, {}).get(key, {}) if begin <= day]
            if begun:
                return self.sections[name][key][max(begun)]
            name = self.extended(name)
        return DEFAULTS[key]

    def class_of_payer(self, payer_id):
        """The class of the section that names a payer_id, or None where none does."""
        name = f"payer {payer_id}"
        if name not in self.sections:
            return None
        while name is not None:
            stated = self.sections.get(name, {}).get("payer_class", {}).get(ALWAYS)
            if stated or name.startswith("class "):
                return stated or name.removeprefix("class ")
            name = self.extended(name)
        return "other"

    def find(self, payer_id, payer_class, day):
        """The profile in force for a payer on a day."""
        names = (f"payer {payer_id}", f"class {payer_class}")
        name = next((name for name in names if name in self.sections), "default")
        if (name, day) not in self.known:
            self.known[name, day] = Profile(lambda key: self.setting(name, key, day))
        return self.known[name, day]
