"""What the Python tests of the program have in common: a folder, a sheet, a run."""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

HEADER = "session_id,service_date,patient_id,payer_id,payer_class,rendering_npi,diagnoses,code,minutes,unit_charge,note\n"


def row(session, code="97110", minutes="30", charge="40.00", note="", date="2026-05-20", payer="BLUEFIN"):
    return f"{session},{date},A-17,{payer},commercial,1999000015,M54.50,{code},{minutes},{charge},{note}\n"


class Case(unittest.TestCase):
    program = None  # set by main()
    modules = None

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="claimline-test-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.write("in.csv", HEADER + row("S1") + row("S1", "97140", "15", "") + row("S2"))

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path

    def read(self, name):
        return (self.folder / name).read_text()

    def names(self):
        """Of all files, hidden ones too, but the inputs."""
        return sorted(path.name for path in self.folder.iterdir() if path.name not in ("in.csv", "plugins"))

    def run_program(self, *arguments, **more):
        command = [self.program, *arguments]
        return subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False, timeout=120,
                              **more)

    def convert(self, *arguments, inputs=("in.csv",), **more):
        return self.run_program("convert", *inputs, "--date", "2026-06-30", "--quiet", *arguments, **more)

    def use(self, *modules):
        """A folder `plugins` with these test modules."""
        folder = self.folder / "plugins"
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)
        for name in modules:
            shutil.copyfile(pathlib.Path(self.modules) / f"{name}.so", folder / f"{name}.so")
            (folder / f"{name}.so").chmod(0o644)
        return ("--plugin-dir", "plugins")

    def expect(self, done, status, *texts):
        self.assertEqual(done.returncode, status, done.stderr)
        for text in texts:
            self.assertIn(text, done.stderr)

    def summary(self, name="sum.json"):
        return json.loads(self.read(name))


def main(*needed):
    """PROGRAM and what else the test needs stand before the arguments of unittest."""
    Case.program = str(pathlib.Path(sys.argv[1]).resolve())
    for index, name in enumerate(needed):
        setattr(Case, name, sys.argv[2 + index])
    unittest.main(argv=[sys.argv[0], *sys.argv[2 + len(needed):]])
