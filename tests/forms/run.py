"""Runs claimline, and says what it answered."""
import collections
import json
import pathlib
import subprocess

DATE = ["--date", "2026-06-30"]
Answer = collections.namedtuple("Answer", "status out err")


def run(program, *arguments, stdin=None):
    done = subprocess.run([program, *map(str, arguments)], stdin=stdin, capture_output=True, check=False)
    assert done.returncode in (0, 1, 2, 3), f"ended with {done.returncode}: {done.stderr[-500:]}"
    return Answer(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))


def convert(program, path, *extra, pipe=False):
    """By its name, or through a pipe."""
    if not pipe:
        return run(program, "convert", path, "--to", "csv", *DATE, *extra)
    with subprocess.Popen(["cat", path], stdout=subprocess.PIPE) as cat:
        answer = run(program, "convert", "-", "--to", "csv", *DATE, *extra, stdin=cat.stdout)
        cat.stdout.close()
    return answer


def read_json(path):
    return json.loads(pathlib.Path(path).read_text(encoding="utf-8"))


def main(checks, program, folder):
    """Runs the checks, each with a folder of its own; the status of the test."""
    failed = 0
    for number, check in enumerate(checks):
        own = pathlib.Path(folder) / str(number)
        own.mkdir()
        try:
            check(pathlib.Path(program).resolve(), own)
        except AssertionError as wrong:
            failed += 1
            print(f"{check.__name__}: {wrong}")
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0
