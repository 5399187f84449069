"""A check of random inputs, one a seed: what the command line of such a test takes, and how it ends."""
import pathlib
import sys
import tempfile


def main(check, last):
    """TEST CLAIMLINE [FIRST LAST]: check(program, seed, folder) for each seed, 1 to `last`; the exit status."""
    first, last = (int(word) for word in sys.argv[2:4]) if len(sys.argv) > 2 else (1, last)
    failed = 0
    for seed in range(first, last + 1):
        with tempfile.TemporaryDirectory() as folder:
            try:
                check(pathlib.Path(sys.argv[1]).resolve(), seed, pathlib.Path(folder))
            except AssertionError as wrong:
                failed += 1
                print(f"seed {seed}: {wrong}")
    print(f"{last - first + 1 - failed} passed, {failed} failed")
    return 1 if failed else 0
