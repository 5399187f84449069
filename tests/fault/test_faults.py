"""Makes system calls and allocations of a conversion fail, each once, and looks at what is left.

    test_faults.py CLAIMLINE_BINARY FAIL_ALLOC_SO [--quick]

However a run ends, each destination must hold its old bytes or the new ones, whole; a status of 0 or 1 must mean the
new ones in all of them; no temporary file may stay unless the program was killed. strace does the failing; where it
may not trace, these cases are skipped and said to be.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLES = [ROOT / "samples/sessions/clinic-monday.csv", ROOT / "samples/sessions/front-desk-mistakes.csv"]
CALLS = ["openat", "write", "fsync", "close", "rename", "renameat", "renameat2", "fstat", "newfstatat", "fchmod",
         "read", "unlink", "unlinkat", "lseek", "fchown"]
ERRORS = {"openat": ["EMFILE", "EACCES"], "write": ["ENOSPC", "EIO"], "pwrite64": ["ENOSPC", "EIO"], "read": ["EIO"], "rename": ["EACCES"],
          "renameat": ["EACCES"], "renameat2": ["EACCES"], "fsync": ["EIO"], "close": ["EIO"]}
APART_CALLS = ["openat", "pwrite64", "pread64", "read"]
NAMES = ["lines.csv", "claims.xml", "claims.txt", "held.csv", "findings.jsonl", "summary.json"]


class Place:
    """A folder of destinations: half of them exist before the run."""

    def __init__(self, folder, program, inputs):
        self.folder = pathlib.Path(folder)
        self.command = [str(program), "convert", *map(str, inputs), "--quiet", "--date", "2026-06-30", "--threads", "1",
                        "--to", f"csv:{self.folder}/lines.csv", "--to", f"xml:{self.folder}/claims.xml",
                        "--to", f"text:{self.folder}/claims.txt", "--to", f"csv:{self.folder}/by-{{code}}.csv",
                        "--replace", "--held", f"{self.folder}/held-{{input}}.csv",
                        "--findings", f"{self.folder}/findings.jsonl", "--summary", f"{self.folder}/summary.json"]

    def reset(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        for name in NAMES[::2]:
            (self.folder / name).write_text(f"old {name}\n")

    def bytes(self):
        return {path.name: path.read_bytes() for path in sorted(self.folder.iterdir())}

    def temporaries(self):
        return [path.name for path in self.folder.iterdir() if path.name.startswith(".claimline-")]


def run(command, **more):
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False, timeout=60, **more)


def judge(place, before, after, status, killed):
    """What is wrong with the folder, or None."""
    now = place.bytes()
    left = place.temporaries()
    if left and not killed:
        return f"temporary files are left: {left}"
    visible = {name: data for name, data in now.items() if name not in left}
    for name, data in visible.items():
        if data not in (before.get(name), after.get(name)):
            return f"{name} is torn: {len(data)} bytes"
    for name in before:
        if name not in visible:
            return f"{name} is gone"
    if status in (0, 1) and visible != after:
        return f"status {status}, but not all is published"
    if status == 0:
        return "status 0, though a session is held"
    if "summary.json" in visible and visible["summary.json"] == after["summary.json"] and visible != after:
        return "the summary is there, but not all that it speaks of"
    return None


def count_calls(place, call):
    place.reset()
    traced = run(["strace", "-f", "-qq", "-e", f"trace={call}", *place.command])
    return sum(line.startswith(call.encode() + b"(") for line in traced.stderr.splitlines())


def strace_works():
    try:
        return run(["strace", "-qq", "-e", "trace=close", "true"]).returncode == 0
    except FileNotFoundError:
        return False


def positions(count, quick):
    """Every call, or with --quick a spread of them."""
    step = max(1, count // 12) if quick else 1
    return range(1, count + 1, step)


def write_apart(path):
    """An export whose sessions stand apart, with more bytes than are set aside without a temporary file."""
    with path.open("w") as file:
        file.write("session_id,service_date,patient_id,payer_id,payer_class,rendering_npi,diagnoses,code,minutes,note\n")
        for code in ("97110", "97140"):
            for n in range(600):
                file.write(f"APART{n},2026-05-20,P{n},MCR,medicare,1999000015,M54.50,{code},30,{'n' * 450}\n")


def system_calls(place, before, after, quick, calls):
    for call in calls:
        count = count_calls(place, call)
        for how in [f"error={name}" for name in ERRORS.get(call, ["EIO"])] + ["signal=SIGKILL", "error=EINTR"]:
            if how == "error=EINTR" and call not in ("read", "write", "pread64", "pwrite64"):
                continue
            for at in positions(count, quick):
                place.reset()
                done = run(["strace", "-qq", "-o", os.devnull, "-e", f"trace={call}",
                            "-e", f"inject={call}:{how}:when={at}", *place.command])
                killed = how == "signal=SIGKILL" or call in ("unlink", "unlinkat")
                wrong = judge(place, before, after, done.returncode, killed)
                yield f"{call} {at} {how}", wrong and f"{wrong}\n{done.stderr.decode()[-300:]}"


def allocations(place, before, after, library, quick):
    for on in (False, True):
        at = 0
        while True:
            at += 7 if quick else 1
            place.reset()
            more = {"FAIL_ON": "1"} if on else {}
            done = run(place.command, env={**os.environ, "LD_PRELOAD": library, "FAIL_AT": str(at), **more})
            yield f"allocation {at}{' and on' if on else ''}", judge(place, before, after, done.returncode, False)
            if done.returncode == 1:
                break  # it asks for less than that


def outcomes(place):
    """The destinations before a run, and after one that nothing hinders."""
    place.reset()
    before = place.bytes()
    assert run(place.command).returncode == 1
    return before, place.bytes()


def main():
    program, library = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
    quick = "--quick" in sys.argv
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        place = Place(pathlib.Path(folder) / "out", program, SAMPLES)
        before, after = outcomes(place)
        write_apart(pathlib.Path(folder) / "apart.csv")
        apart = Place(pathlib.Path(folder) / "out", program, [*SAMPLES, pathlib.Path(folder) / "apart.csv"])
        groups = []
        if library != "none":
            groups.append(allocations(place, before, after, library, quick))
        if strace_works():
            groups.append(system_calls(place, before, after, quick, CALLS))
            assert count_calls(apart, "pwrite64") > 0
            groups.append(system_calls(apart, *outcomes(apart), quick, APART_CALLS))
        else:
            print("skipped: strace cannot trace here, so no system call was made to fail")
        for group in groups:
            for name, wrong in group:
                passed, failed = passed + (not wrong), failed + bool(wrong)
                if wrong:
                    print(f"{name}: {wrong}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
