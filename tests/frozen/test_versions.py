"""Plugins of other ages in the program of today.

    test_versions.py CLAIMLINE SAMPLES FOLDER

FOLDER holds folders with plugins. every/*: every.so, built with frozen headers, those of today and of tomorrow: what
it is told equals what the CSV plugin and the summary say. later: a plugin from tomorrow, used as far as it is known.
later_flags, later_type, later_kind: such that ask for what today cannot do, and are refused.
"""
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

REFUSED = {
    "later_flags": "plugin later asks for what this claimline cannot do (flags 0x80000)",
    "later_type": 'option "header": its type is none of bool, int, text, choice',
    "later_kind": "plugin later has no encoder",
}


class Run:
    def __init__(self, program, samples, plugins, folder):
        self.program, self.plugins, self.folder = program, plugins, folder
        self.inputs = sorted(samples.glob("*.csv"))

    def __call__(self, *arguments, status=1):
        """Of all samples, of which some rows are held: that is status 1."""
        run = subprocess.run([self.program, "convert", *self.inputs, "--date", "2026-06-30", "--quiet",
                              "--plugin-dir", self.plugins, *arguments], cwd=self.folder, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, check=False)
        assert run.returncode == status, (arguments, run.returncode, run.stderr.decode()[-2000:])
        return run


def rows_of(path):
    rows = [row.split("\x1f")[:-1] for row in path.read_bytes().decode().split("\x1e")[:-1]]
    return {word: [row[1:] for row in rows if row[0] == word] for word in {row[0] for row in rows}}, rows


def check_facts(run, told):
    """Each line and each of its facts, as the CSV plugin of today writes it."""
    names = told["names"][0]
    # Facts of tomorrow are asked for from a host that does not know them: nothing is there.
    known = [number for number, name in enumerate(names) if not name.startswith("tomorrow")]
    assert len(known) > 80, len(known)
    columns = ",".join(names[number] for number in known)
    run("--to", "csv:facts.csv", "--set", f"columns={columns}", "--replace")
    with open(run.folder / "facts.csv", newline="", encoding="utf-8") as file:
        wanted = list(csv.reader(file))
    lines = [[row[number] for number in known] for row in told["line"]]
    assert len(lines) > 100, len(lines)
    assert wanted == [[names[number] for number in known]] + lines
    assert all(row[number] == "" for row in told["line"] for number in range(len(names)) if number not in known)


def cents(text):
    return int(text.replace(".", ""))


def check_totals(told, summary):
    target, sessions = summary["targets"][0], summary["sessions"]
    chunks, claims, lines, units, _, _, charge, read, held, skipped, without = told["totals"][0]
    assert [int(n) for n in (claims, lines, units)] == [target[key] for key in ("claims", "lines", "units")]
    assert cents(charge) == target["charge_cents"]
    assert [int(n) for n in (read, held, skipped, without)] == [
        sessions[key] for key in ("read", "held", "skipped", "without_lines")]
    assert int(chunks) == len(told["begin"]) == len(told["end"]) == len(told.get("between", [])) + 1
    assert sum(int(count) for _, count in told["begin"]) == int(claims)
    assert int(lines) == len(told["line"])
    codes = {row[0]: [int(n) for n in (row[3], row[4], row[5])] + [cents(row[7])] for row in told["code"]}
    assert codes == {code: [of[key] for key in ("lines", "units", "minutes", "charge_cents")]
                     for code, of in summary["codes"].items()}
    assert {row[0]: int(row[2]) for row in told["finding"]} == summary["findings"]


def check_every(run):
    """Settings of each type, the job, the order of calls, all facts, totals; refusals of a claim and of a setting."""
    run("--to", "every:every.out", "--set", "flag=no", "--set", "number=42", "--set", "words=a\\tb", "--set",
        "choice=third", "--control-number", "77", "--summary", "summary.json", "--replace")
    told, rows = rows_of(run.folder / "every.out")
    version = subprocess.run([run.program, "--version"], stdout=subprocess.PIPE, check=True).stdout.decode().split()[1]
    assert told["settings"] == [["false", "42", "a\tb", "2"]], told["settings"]
    assert told["job"] == [[version, "2026-06-30", "2026-06-30", "00:00", "77"]], told["job"]
    assert [row[0] for row in rows[:4]] == ["settings", "job", "names", "begin"]
    check_facts(run, told)
    summary = json.loads((run.folder / "summary.json").read_text())
    check_totals(told, summary)
    payer = told["line"][0][told["names"][0].index("payer_id")]
    refused = run("--to", "every:refused.out", "--set", f"refused={payer}", "--replace")
    assert b": this payer is refused [plugin.refused]" in refused.stderr, refused.stderr[-500:]
    left, _ = rows_of(run.folder / "refused.out")
    place = left["names"][0].index("payer_id")
    assert payer not in {row[place] for row in left["line"]} and left["line"]
    bad = run("--to", "every:none.out", "--set", "number=13", status=2)
    assert b"number: 13 brings bad luck" in bad.stderr, bad.stderr
    whole = run("--to", "every:{code}.out", status=2)
    assert b"{code}" in whole.stderr, whole.stderr
    return (run.folder / "every.out").read_bytes()


def check_later(run):
    run("--to", "later:later.csv", "--to", "csv:units.csv", "--set", "columns=units", "--replace")
    later = (run.folder / "later.csv").read_text().splitlines()
    units = (run.folder / "units.csv").read_text().splitlines()
    assert later == ["units,tomorrow"] + [f"{number}," for number in units[1:]]
    run("--to", "later:later.csv", "--set", "header=no", "--set", "second=yes", "--replace")
    assert (run.folder / "later.csv").read_text().splitlines() == later[1:]


def check_refused(program, plugins, says):
    run = subprocess.run([program, "plugin", "list", "--plugin-dir", plugins], stdout=subprocess.PIPE, check=True)
    found = [line for line in run.stdout.decode().splitlines() if line.startswith("refused: ")]
    assert len(found) == 1 and says in found[0], found
    if says != REFUSED["later_flags"]:
        assert found[0].endswith("; it was made for a later claimline"), found


def main():
    program, samples, plugins = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        ages = sorted((plugins / "every").iterdir())
        assert len(ages) > 2, ages
        for age in ages:
            check_every(Run(program, samples, age, folder))
            print(f"every, {age.name}: passed")
        check_later(Run(program, samples, plugins / "later", folder))
    for refused, says in REFUSED.items():
        check_refused(program, plugins / refused, says)
    return 0


if __name__ == "__main__":
    sys.exit(main())
