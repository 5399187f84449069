"""The contract only grows: what the headers of each frozen set declare, those of today declare in the same places.

    test_frozen.py HEADERS FROZEN_SET...
"""
import hashlib
import pathlib
import sys

import headers


def check_record(name, old, new, grows):
    for number, member in enumerate(old):
        assert number < len(new), f"struct {name} lost `{member}`"
        assert new[number] == member, f"struct {name}: member {number + 1} was `{member}` and is `{new[number]}`"
    assert grows or len(new) == len(old), f"struct {name} is embedded in others and never grows: `{new[len(old)]}`"


def check_set(current, frozen):
    old, new = headers.structs(frozen), headers.structs(current)
    grown = set(headers.records(frozen))
    assert grown <= set(headers.records(current)), f"{grown - set(headers.records(current))} may end in padding"
    for name, members in old.items():
        assert name in new, f"struct {name} is gone"
        check_record(name, members, new[name], name in grown)
    constants = headers.enums(current)
    for name, value in headers.enums(frozen).items():
        assert constants.get(name) == value, f"{name} was {value} and is {constants.get(name)}"


def check_seal(frozen):
    """Frozen is frozen: the files are those that SHA256SUMS names."""
    seal = {}
    for line in (frozen / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split()
        seal[name] = digest
    found = {str(path.relative_to(frozen)): hashlib.sha256(path.read_bytes()).hexdigest()
             for path in sorted(frozen.glob("claimline/*.h"))}
    assert found == seal, f"{frozen.name} was changed after it was frozen; README.md beside it tells what to do instead"


def main():
    current = pathlib.Path(sys.argv[1])
    failed = 0
    for frozen in map(pathlib.Path, sys.argv[2:]):
        try:
            check_seal(frozen)
            check_set(current, frozen / "claimline")
            print(f"{frozen.name}: passed")
        except AssertionError as error:
            failed += 1
            print(f"{frozen.name}: FAILED: {error}\nA plugin that was built with these headers would break. Fields go to "
                  "the end of their record;\nwhat must change its meaning needs a new generation: see README.md beside "
                  "this test.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
