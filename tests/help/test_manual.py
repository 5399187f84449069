"""Every command and option stands in its help, its man page and the completions, and the pages are good ones.

    test_manual.py PREFIX

PREFIX is an installed claimline. mandoc and man look at the pages where they are here.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys

# What mandoc remarks that is meant: pages have no date, so that the same sources give the same bytes; how long the
# lines of their source are is of no interest.
MEANT = ("missing date", "longer than 80 bytes")


def ask(program, *arguments):
    run = subprocess.run([program, *arguments], stdout=subprocess.PIPE, check=True)
    return run.stdout.decode()


def check_command(program, pages, command, summary, seen):
    told = ask(program, "help", command)
    options = re.findall(r"^  --([a-z-]+)", told.split("\nOptions:\n")[1].split("\nExamples:\n")[0], re.MULTILINE)
    assert len(options) == len(set(options)), f"{command}: an option stands twice"
    page = (pages / f"man1/claimline-{command}.1").read_text()
    plain = page.replace("\\-", "-")
    listed = re.findall(r"^\\fB--([a-z-]+)", plain, re.MULTILINE)
    assert listed == options, f"{command}: {set(listed) ^ set(options)} in the page or the help alone"
    assert f"claimline-{command} - {summary}\n" in plain, f"{command}: the page has another summary"
    for line in told.split("\n\n")[0].replace("Usage:", "").splitlines():
        assert line.strip().removeprefix("claimline ") in plain, f"{command}: the page lacks {line}"
    offered = [line.split("\t")[0] for line in ask(program, "__complete", command, "--").splitlines()]
    assert offered == [f"--{name}" for name in options] + ["--help"], f"{command}: offered are {offered}"
    # Behind an option that takes a value, no option is offered.
    for name in set(options) - seen:
        seen.add(name)
        offered = ask(program, "__complete", command, f"--{name}", "--")
        takes = re.search(rf"^  --{name} \S", told, re.MULTILINE) is not None
        assert (offered == "" or offered.startswith(":")) == takes, f"{command} --{name}: {offered}"


def check_program(program, pages):
    told = ask(program, "help")
    commands = re.findall(r"^  ([a-z]+) +(.*)", told.split("\nCommands:\n")[1].split("\n\n")[0], re.MULTILINE)
    page = (pages / "man1/claimline.1").read_text()
    names = [name for name, _ in commands]
    assert names[-1] == "help" and len(names) > 5, names
    assert re.findall(r"\.TP\n\.BR claimline\\-([a-z]+) \(1\)", page) == names[:-1], "the page lists other commands"
    offered = [line.split("\t")[0] for line in ask(program, "__complete", "").splitlines()]
    assert offered == names + ["--help", "--version"], offered
    seen = set()
    for name, summary in commands[:-1]:
        check_command(program, pages, name, summary, seen)
    assert sorted(path.name for path in (pages / "man1").iterdir()) == sorted(
        ["claimline.1"] + [f"claimline-{name}.1" for name in names[:-1]])


def check_contract(prefix, pages):
    """What claimline-plugin(7) names exists."""
    page = (pages / "man7/claimline-plugin.7").read_text().replace("\\-", "-")
    headers = "".join(path.read_text() for path in (prefix / "include/claimline").iterdir())
    for name in set(re.findall(r"\b(?:cl|CL)_\w+", page)):
        assert re.search(rf"\b{name}\b", headers), f"no header has {name}"
    for name in set(re.findall(r"\b(\w+\.h)\b", page)):
        assert (prefix / "include/claimline" / name).exists(), name
    sample = (prefix / "share/claimline/samples/plugin/CMakeLists.txt").read_text()
    block = page.split("puts where the program finds it:")[1].split(".nf\n")[1].split(".fi")[0]
    for line in block.splitlines():
        assert line.startswith("project(") or line in sample.splitlines(), f"the sample has no {line}"
    lines = (prefix / "share/claimline/samples/plugin/tsv.c").read_text().count("\n")
    assert f"of {lines} lines" in page, lines


def check_form(pages):
    for page in sorted(pages.glob("man*/*")):
        if shutil.which("mandoc"):
            run = subprocess.run(["mandoc", "-Tlint", page], stdout=subprocess.PIPE, check=False)
            remarks = [line for line in run.stdout.decode().splitlines() if not any(meant in line for meant in MEANT)]
            assert not remarks, "\n".join(remarks)
        if shutil.which("man"):
            run = subprocess.run(["man", "--warnings", "-l", page], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                 env={**os.environ, "LC_ALL": "C.UTF-8", "MANPAGER": "cat"}, check=True)
            assert run.stderr == b"", run.stderr.decode()


def main():
    prefix = pathlib.Path(sys.argv[1]).resolve()
    program, pages = prefix / "bin/claimline", prefix / "share/man"
    check_program(program, pages)
    check_contract(prefix, pages)
    check_form(pages)
    return 0


if __name__ == "__main__":
    sys.exit(main())
