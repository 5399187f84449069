"""plugins/README.md, followed literally: commands are run, their output is compared, changes are made.

    test_readme.py PREFIX

Blocks of `console` hold commands ($ ...) and what they print: a line of ... stands for any lines, ... within a line for
any text; nothing shown, nothing compared. A command succeeds, unless what it prints says FAIL. Blocks of `diff` are
made in the C file of the project. Blocks of `c` are quotes of the sample (tests/contract/quotes.cmake).
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def pattern(shown):
    """A regular expression of the lines that are shown."""
    parts = []
    for line in shown.splitlines():
        if line == "...":
            parts.append(r"(?:.*\n)*")
        else:
            parts.append(".*".join(re.escape(part) for part in line.split("...")) + r"\n")
    return "".join(parts)


class Reader:
    """Somebody with a shell, who reads on."""

    def __init__(self, prefix, home):
        self.folder = home
        self.environment = {"PATH": f"{prefix}/bin:/usr/bin:/bin", "HOME": str(home), "LC_ALL": "C.UTF-8",
                            "PKG_CONFIG_PATH": os.pathsep.join(map(str, prefix.glob("lib/**/pkgconfig"))),
                            "CMAKE_BUILD_PARALLEL_LEVEL": "1"}

    def run(self, command):
        """Runs it; where it leaves the shell and what it exports stays."""
        script = command + '\nstatus=$?\n{ pwd; env -0; } > "$HOME/.after"\nexit $status\n'
        run = subprocess.run(["bash", "-c", script], cwd=self.folder, env=self.environment, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, check=False)
        after = (pathlib.Path(self.environment["HOME"]) / ".after").read_text()
        folder, variables = after.split("\n", 1)
        self.folder = pathlib.Path(folder)
        self.environment = dict(one.split("=", 1) for one in variables.split("\0") if "=" in one)
        return run.returncode, run.stdout.decode()

    def console(self, block):
        for piece in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, shown = piece.split("\n", 1)
            status, printed = self.run(command)
            assert (status != 0) == ("FAIL" in shown), f"{command}: status {status}\n{printed}"
            assert not shown or re.fullmatch(pattern(shown), printed), f"{command} printed\n{printed}"

    def diff(self, block):
        sources = list(self.folder.glob("*.c"))
        assert len(sources) == 1, f"not one C file: {sources}"
        lines = block.splitlines()
        assert all(line[:1] in (" ", "-", "+") for line in lines), block
        old = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "+")
        new = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "-")
        text = sources[0].read_text()
        assert text.count(old) == 1, f"it stands {text.count(old)} times in {sources[0]}:\n{old}"
        sources[0].write_text(text.replace(old, new))


def main():
    page = (ROOT / "plugins/README.md").read_text()
    blocks = re.findall(r"^```(console|diff|c)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    kinds = [kind for kind, _ in blocks]
    assert kinds.count("console") >= 4 and kinds.count("diff") >= 2, "the page lacks what it should hold"
    with tempfile.TemporaryDirectory() as home:
        reader = Reader(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(home))
        for kind, block in blocks:
            if kind == "console":
                reader.console(block)
            elif kind == "diff":
                reader.diff(block)
    print(f"{len(blocks)} blocks")


if __name__ == "__main__":
    try:
        main()
    except AssertionError as error:
        sys.exit(f"plugins/README.md: {error}")
