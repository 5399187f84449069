"""Makes system calls of a run with a database fail, each once, and looks at what is left.

    test_store_faults.py CLAIMLINE_BINARY [--quick]

However a run ends, the database must have its old contents or the new ones, and so must the file beside it; a status
of 0 means the new ones in both. Nothing else may stay unless the program was killed, and then nothing that the next run,
or the next reader of the database, does not put right.
"""
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

CALLS = ["openat", "pread64", "read", "pwrite64", "write", "fsync", "fdatasync", "ftruncate", "rename", "renameat", "renameat2",
         "unlink", "fchmod", "fchown", "newfstatat", "fcntl"]
ERRORS = {"pwrite64": ["ENOSPC", "EIO"], "write": ["ENOSPC"], "openat": ["EACCES", "EMFILE"], "rename": ["EACCES"],
          "renameat": ["EACCES"], "renameat2": ["EACCES"], "unlink": ["EACCES"], "fcntl": ["EACCES"]}
HEADER = "session_id,service_date,patient_id,payer_id,payer_class,rendering_npi,diagnoses,code,minutes,note\n"
# What is there before, and how the run goes on with it.
WAYS = {"new": [], "append": ["--set", "again=update"], "replace": ["--set", "mode=replace"]}
SPREAD = 2  # positions of a call that --quick tries


def run(command):
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False, timeout=60)


def contents(path):
    """All that a reader finds; an unfinished transaction is rolled back on the way."""
    if not path.exists():
        return None
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return "\n".join(connection.iterdump())
    finally:
        connection.close()


class Place:
    def __init__(self, folder, program, way):
        self.folder = folder / "out"
        self.sheet = folder / "in.csv"
        self.start = folder / "start.db" if way != "new" else None
        self.command = [program, "convert", str(self.sheet), "--quiet", "--date", "2026-06-30",
                        "--to", f"sqlite:{self.folder}/b.db", *WAYS[way], "--to", f"csv:{self.folder}/l.csv"]

    def reset(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        (self.folder / "l.csv").write_text("old\n")
        if self.start:
            shutil.copyfile(self.start, self.folder / "b.db")

    def now(self):
        database = contents(self.folder / "b.db")
        return {"b.db": database, "l.csv": (self.folder / "l.csv").read_bytes()}

    def others(self):
        return sorted(path.name for path in self.folder.iterdir() if path.name not in ("b.db", "l.csv"))


def judge(place, before, after, status, killed):
    """What is wrong with the folder, or None."""
    if not killed and place.others():
        return f"left: {place.others()}"
    now = place.now()
    for name, value in now.items():
        if value not in (before[name], after[name]):
            return f"{name} is neither old nor new"
    if status == 0 and now != after:
        return "status 0, but not all is published"
    if "b.db-journal" in place.others():
        # One that was not needed yet: the next who writes removes it.
        run(place.command)
    left = [name for name in place.others() if not name.startswith(".claimline-")]
    return f"left after the database was written again: {left}" if left else None


def count_calls(place, call):
    place.reset()
    traced = run(["strace", "-f", "-qq", "-e", f"trace={call}", *place.command])
    return sum(line.startswith(call.encode() + b"(") for line in traced.stderr.splitlines())


def faults(place, quick):
    place.reset()
    before = place.now()
    assert run(place.command).returncode == 0
    after = place.now()
    assert before != after
    for call in CALLS:
        count = count_calls(place, call)
        hows = [f"error={name}" for name in ERRORS.get(call, ["EIO"])] + ["signal=SIGKILL"]
        for how in hows:
            for at in range(count, 0, -max(1, count // SPREAD) if quick else -1):  # the end matters most
                place.reset()
                done = run(["strace", "-qq", "-o", os.devnull, "-e", f"trace={call}", "-e",
                            f"inject={call}:{how}:when={at}", *place.command])
                # What cannot be removed stays.
                wrong = judge(place, before, after, done.returncode, how == "signal=SIGKILL" or call == "unlink")
                yield f"{call} {at} of {count} {how}", wrong and f"{wrong}\n{done.stderr.decode()[-300:]}"


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    passed = failed = 0
    try:
        traces = run(["strace", "-qq", "-e", "trace=close", "true"]).returncode == 0
    except FileNotFoundError:
        traces = False
    if not traces:
        print("skipped: strace cannot trace here, so no system call was made to fail")
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        rows = [f"S{n},2026-05-20,A-17,BLUEFIN,commercial,1999000015,M54.50,97110,30,{'n' * 400}\n" for n in range(40)]
        (folder / "in.csv").write_text(HEADER + "".join(rows[:30]))
        assert run([program, "convert", str(folder / "in.csv"), "--quiet", "--to", f"sqlite:{folder}/start.db"]).returncode == 0
        (folder / "in.csv").write_text(HEADER + "".join(rows[10:]))
        for way in WAYS:
            for what, wrong in faults(Place(folder, program, way), "--quick" in sys.argv):
                passed, failed = passed + (not wrong), failed + bool(wrong)
                if wrong:
                    print(f"{way}: {what}: {wrong}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
