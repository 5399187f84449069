"""Random payer profile files for generate.py: sections that extend one another, settings with dates.

The edits that the oracle does not know (NCCI, MUE, documentation) are switched off in all of them.
"""

FROM = ["2020-01-01", "2020-04-16", "2026-01-01", "2026-03-15"]
EDITS = "ncci = no\nmue = no\ndocumentation = no\n"

VALUES = {  # key: its values; one that stands twice is twice as likely
    "unit_rule": ["cms", "cms", "ama", "full15", "quarter"],
    "tie_break": ["minutes", "first", "last"],
    "stated_units": ["allowed", "allowed", "no"],
    "same_day": ["merge", "merge", "pool", "pool", "separate"],
    "short_service": ["52", "no"],
    "substitute": ["97014 -> G0283", "97124 -> 97140", "97530 -> 97110, 97014 -> G0283", "none"],
    "never_billed": ["97010", "97010 97035", "none"],
    "zero_unit_lines": ["yes", "no"],
    "units_per_line": ["0", "1", "2", "4"],
    "max_lines": ["0", "6", "12", "50"],
    "max_pointers": ["1", "2", "4"],
    "caps": ["97110 4", "97140 2, 97110 3", "97012 1", "none"],
    "cap_visit": ["0", "4", "8"],
    "cap_day": ["0", "5", "10"],
    "discipline_modifiers": ["yes", "no"],
    "assistant_modifiers": ["required", "required", "no"],
    "add_modifiers": ["U1 97110", "U2 *", "U1 97110, U3 97140", "none"],
    "required_modifiers": ["KX 97150", "GP 97116", "none", "none"],
    "distinct_modifiers": ["59", "59 XS", "XE XP XS XU", "59 XE XP XS XU"],
    "modifier_order": ["GP GO GN, CQ CO, 59 XE XP XS XU, KX", "KX, GA GX GY GZ, U1 U2, 59 XS, GP GO GN",
                       "95 93 GT, CQ CO, GP GO GN"],
    "place_of_service": ["11", "12", "22"],
    "telehealth_modifiers": ["93 95 GT", "95 GT", "93 95", "none"],
    "telehealth_modifier": ["95", "93", "GT", "none", "stated"],
    "telehealth_place": ["02", "10", "stated"],
    "kx": ["required", "required", "no"],
    "fees": ["prefer", "prefer", "missing", "no"],
    "severity": ["charge.fee_differs error",
                 "cap.code warning, cap.visit info, cap.day off", "addon.missing error", "charge.missing error",
                 "cap.code off, addon.missing off", "none"],
}
RARE = {"max_lines", "caps", "cap_visit", "cap_day", "required_modifiers", "severity", "units_per_line"}


class PayerFile:
    """The text of a profile file; named: the payer_ids with a section."""

    def __init__(self, pick, payers):
        self.pick = pick
        sections = ["[default]\n" + EDITS]
        for name in ("medicare", "railroad_medicare", "medicare_advantage", "medicaid"):
            sections.append(f"[class {name}]\n" + EDITS + (self.settings(3) if pick.random() < 0.3 else ""))
        for name in ("commercial", "va", "auto"):
            if pick.random() < 0.5:
                sections.append(f"[class {name}]\n" + self.settings(4))
        sections.append("[profile strict]\n" + self.settings(8))
        sections.append("[profile plain]\nextends = class medicare\n" + self.settings(2))
        self.named = set()
        for payer_class, (_, payer_ids) in payers.items():
            for payer_id in payer_ids:
                if pick.random() < 0.6:
                    self.named.add(payer_id)
                    sections.append(self.payer(payer_id, payer_class))
        pick.shuffle(sections)
        self.text = "; made up\n\n" + "\n".join(sections)

    def payer(self, payer_id, payer_class):
        base = self.pick.choice([f"class {payer_class}"] * 4 + ["profile strict", "profile plain", "default", None])
        text = f"[payer {payer_id}]\n"
        if base:
            text += f"extends = {base}\n"
        if base != f"class {payer_class}" or self.pick.random() < 0.2:
            text += f"payer_class = {payer_class}\n"
        return text + self.settings(self.pick.choice([1, 3, 6, 10]))

    def settings(self, count):
        pick, lines = self.pick, []
        for key in pick.sample(list(VALUES), min(count, len(VALUES))):
            if key in RARE and pick.random() < 0.6:
                continue
            if pick.random() < 0.8:
                lines.append(f"{key} = {pick.choice(VALUES[key])}\n")
            for begin in pick.sample(FROM, pick.choice([0, 0, 0, 1, 2])):
                lines.append(f"{key} from {begin} = {pick.choice(VALUES[key])}\n")
        if pick.random() < 0.3:
            lines.append("source = the contract: made up\n")
        return "".join(lines)
