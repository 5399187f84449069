"""The binary layout of the contract only grows, as libabigail sees it.

    test_abi.py HEADERS COMPILER FROZEN_SET...

Compares what the compiler makes of HEADERS (the folder that holds claimline/) with the stored description of each
frozen set. Proves first that it would notice a change: members are put between others, and the like. Ends with 77
where it cannot be done.
"""
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile

import headers

HERE = pathlib.Path(__file__).resolve().parent

# Changes that break plugins: file, pattern, what it becomes.
BREAKS = [
    ("value.h", r"(    size_t length;\n)", r"\1    size_t hash;\n"),
    ("value.h", r"(    uint8_t month;.*\n)(    uint8_t day;.*\n)", r"\2\1"),
    ("claim.h", r"(struct cl_text member_id;\n)(    struct cl_text group_number;\n)", r"\1    uint64_t inserted;\n\2"),
    ("plugin.h", r"    uint64_t lines_without_charge;\n", ""),
    ("plugin.h", r"CL_REJECT = -1", "CL_REJECT = -7"),
    ("plugin.h", r"CL_PARALLEL = 1 << 0", "CL_PARALLEL = 1 << 5"),
    ("plugin.h", r"    CL_INT, ", "    CL_OTHER, CL_INT, "),
    ("plugin.h", r"(    int \(\*claim\)\(void \*state, const struct cl_claim \*claim,)", r"\1 int more,"),
]


def build(folder, compiler, library):
    subprocess.run([compiler, "-g", "-O0", "-fPIC", "-shared", f"-I{folder}", HERE / "contract.c", "-o", library],
                   check=True)


def unchanged(frozen, folder, compiler, place):
    """Whether plugins of the frozen set work with the headers of `folder`. Records may grow at their end: those that
    have more members than they had are excused where what came is behind all others."""
    library, rules = place / "contract.so", place / "grow.ini"
    build(folder, compiler, library)
    old, new = headers.structs(frozen / "claimline"), headers.structs(folder / "claimline")
    grown = [name for name in headers.records(frozen / "claimline") if len(new.get(name, [])) > len(old[name])]
    rules.write_text("".join(f"[suppress_type]\n  type_kind = struct\n  name = {name}\n"
                             "  has_data_member_inserted_at = end\n" for name in grown))
    # Leaf changes: a record is not excused by one that points at it.
    run = subprocess.run(["abidiff", "--leaf-changes-only", "--suppressions", rules, frozen / "contract.abi", library],
                         stdout=subprocess.PIPE, check=False)
    assert run.returncode in (0, 4, 12), run.returncode
    return run.returncode == 0, run.stdout.decode()


def copy_changed(source, target, file, pattern, becomes):
    shutil.copytree(source / "claimline", target / "claimline")
    path = target / "claimline" / file
    text, count = re.subn(pattern, becomes, path.read_text(), count=1)
    assert count == 1, f"{file} has no {pattern}"
    path.write_text(text)


def insertions(source):
    """Of each record, a member behind its first."""
    for path in sorted((source / "claimline").glob("*.h")):
        for name in headers.records(source / "claimline"):
            pattern = rf"(^struct {name} \{{\n(?:.*\n)*?    .*;[^\n]*\n)"
            if re.search(pattern, path.read_text(), re.MULTILINE):
                yield path.name, rf"(?m){pattern}", r"\1    uint64_t inserted;\n"


def check_notices(frozen, compiler, place):
    """The check itself, tried on the set it was made of: breaks are seen, growth is not."""
    breaks = BREAKS + list(insertions(frozen))
    assert len(breaks) > len(BREAKS) + 10, "few records were found"
    for number, change in enumerate(breaks):
        folder = place / str(number)
        copy_changed(frozen, folder, *change)
        same, _ = unchanged(frozen, folder, compiler, place)
        assert not same, f"not noticed: {change}"
    subprocess.run([sys.executable, HERE / "grow.py", frozen / "claimline", place / "grown/claimline"], check=True)
    same, told = unchanged(frozen, place / "grown", compiler, place)
    assert same, f"growth is taken for a change:\n{told}"


def main():
    current, compiler = pathlib.Path(sys.argv[1]), sys.argv[2]
    if shutil.which("abidiff") is None or platform.machine() != "x86_64":
        print("not tested: it takes abidiff, and descriptions were made on x86-64")
        return 77
    with tempfile.TemporaryDirectory() as name:
        place = pathlib.Path(name)
        for frozen in map(pathlib.Path, sys.argv[3:]):
            same, told = unchanged(frozen, current, compiler, place)
            assert same, f"plugins that were built with {frozen.name} would break:\n{told}"
            (place / frozen.name).mkdir()
            check_notices(frozen, compiler, place / frozen.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
