"""What a shell makes of a TAB: the installed completions, sourced by the shells that are here.

    test_completion.py PREFIX SHELL PLUGIN

bash and zsh run on a terminal of their own, and keys are typed; fish is asked what it would offer. Ends with 77
where the shell is missing.
"""
import os
import pathlib
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time

# What is typed; the line after a TAB (bash and zsh); all words that are offered (bash and fish), where it says.
CASES = [
    ("claimline conv", "claimline convert ", ["convert"]),
    ("claimline help expl", "claimline help explain ", ["explain"]),
    ("claimline plugin sh", "claimline plugin show ", ["show"]),
    ("claimline plugin show x", "claimline plugin show xml ", ["xml"]),
    ("claimline convert --contr", "claimline convert --control-number ", ["--control-number"]),
    ("claimline convert sess", "claimline convert sessions.csv ", ["sessions.csv"]),
    ("claimline convert sessions.csv --held he", "claimline convert sessions.csv --held held.csv ", ["held.csv"]),
    ("claimline convert --held=he", "claimline convert --held=held.csv ", ["--held=held.csv"]),
    ("claimline convert --plugin-dir fo", "claimline convert --plugin-dir folder/", ["folder/"]),
    ("claimline convert --to te", "claimline convert --to text:", ["text:"]),
    ("claimline convert --to text:he", "claimline convert --to text:held.csv ", ["text:held.csv"]),
    ("claimline convert --to=text:he", "claimline convert --to=text:held.csv ", ["--to=text:held.csv"]),
    ("claimline convert --to csv:x --set newl", "claimline convert --to csv:x --set newline=", ["newline="]),
    ("claimline convert --to csv --set newline=c", "claimline convert --to csv --set newline=crlf ",
     ["newline=crlf"]),
    ("claimline convert --to csv --to xml --set ", None, ["details=", "indent="]),
    ("claimline convert --to csv --set quote=", None, ["quote=all", "quote=minimal"]),
    ("claimline rules --class medicare_", "claimline rules --class medicare_advantage ", ["medicare_advantage"]),
    ("claimline rules --payer ", "claimline rules --payer ", []),
    ("claimline convert --plugin-dir more --to ts", "claimline convert --plugin-dir more --to tsv:", ["tsv:"]),
    ("claimline nosuch ", "claimline nosuch ", None),
]


class Terminal:
    """A shell on a terminal. `show`: the keys that make it print its line between << and >>, and empty it."""

    def __init__(self, command, environment, setup):
        pid, self.terminal = pty.fork()
        if pid == 0:
            os.execvpe(command[0], command, environment)
        self.pid = pid
        self.said = b""
        os.write(self.terminal, setup.encode() + b"\necho REA''DY\n")
        self.wait(rb"READY\r?\n")

    def wait(self, pattern):
        """What came, up to the match, which is returned."""
        end = time.monotonic() + 60
        while (found := re.search(pattern, self.said)) is None:
            ready, _, _ = select.select([self.terminal], [], [], max(0, end - time.monotonic()))
            assert ready, f"no {pattern} in {self.said}"
            self.said += os.read(self.terminal, 65536)
        self.said = self.said[found.end():]
        return found

    def line(self, keys):
        os.write(self.terminal, keys.encode() + b"\x0f")
        return self.wait(rb"<<([^>]*)>>").group(1).decode()

    def close(self):
        os.close(self.terminal)
        os.waitpid(self.pid, 0)


def check_bash(prefix, environment):
    file = prefix / "share/bash-completion/completions/claimline"
    bash = Terminal(["bash", "--norc", "--noprofile", "-i"], environment, f"""source '{file}'
bind 'set bell-style none'; bind 'set enable-bracketed-paste off'
bind -x '"\\C-o": printf "<<%s>>\\n" "$READLINE_LINE"; READLINE_LINE='""")
    for typed, expected, offered in CASES:
        if expected is not None:
            found = bash.line(typed + "\t")
            assert found == expected, f"bash: {typed}<TAB> gave {found}"
        if offered is not None:
            # All that is offered, put into the line; what was typed last, where there is nothing. readline keeps
            # what stands before a ':' or '=', and puts the words one behind the other.
            found = bash.line(typed + "\x1b*").split()[len(typed.rsplit(" ", 1)[0].split()):]
            before = re.sub(r"[^:=]*$", "", typed.rsplit(" ", 1)[1])
            wanted = [word.removeprefix(before).rstrip("/") for word in offered]
            wanted[:1] = [before + word for word in wanted[:1]]
            assert found == wanted, f"bash: {typed} offers {found}, not {wanted}"
    # Words that were typed in quotes, and the program under another name.
    found = bash.line("claimline convert 'sessions.csv' --to 'csv:out/{code}.csv' --set newl\t")
    assert found.endswith("--set newline="), found
    found = bash.line(f"{prefix}/bin/claimline plug\t")
    assert found == f"{prefix}/bin/claimline plugin ", found
    bash.close()


def check_zsh(prefix, environment):
    folder = next(prefix.glob("share/zsh/*/_claimline")).parent
    zsh = Terminal(["zsh", "-f", "-i"], environment, f"""fpath=('{folder}' $fpath); autoload -Uz compinit; compinit -D -u
unsetopt beep prompt_sp; PS1=; show() {{ print -r -- "<<$BUFFER>>"; BUFFER=; }}
zle -N show; bindkey '^o' show; bindkey '^i' complete-word""")
    for typed, expected, _ in CASES:
        if expected is not None:
            found = zsh.line(typed + "\t")
            assert found == expected, f"zsh: {typed}<TAB> gave {found}"
    zsh.close()


def check_fish(prefix, environment):
    file = prefix / "share/fish/vendor_completions.d/claimline.fish"
    for typed, _, offered in CASES:
        run = subprocess.run(["fish", "--no-config", "-c", f"source '{file}'; complete -C \"$argv[1]\"", typed],
                             env=environment, stdout=subprocess.PIPE, check=True)
        found = [line.split("\t")[0] for line in run.stdout.decode().splitlines()]
        if offered is not None:
            assert sorted(found) == offered, f"fish: {typed} offers {found}"


def main():
    prefix = pathlib.Path(sys.argv[1]).resolve()
    shell, plugin = sys.argv[2], pathlib.Path(sys.argv[3]).resolve()
    if shutil.which(shell) is None:
        print(f"{shell} is not here: its completion is not tested")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name in ("sessions.csv", "held.csv"):
            pathlib.Path(name).touch()
        os.mkdir("folder")
        os.mkdir("more")
        shutil.copy(plugin, "more/tsv.so")
        environment = {"PATH": f"{prefix}/bin:{os.environ['PATH']}", "HOME": folder, "TERM": "dumb", "PS1": "",
                       "LC_ALL": "C.UTF-8", "HISTFILE": "/dev/null"}
        {"bash": check_bash, "zsh": check_zsh, "fish": check_fish}[shell](prefix, environment)
    print(f"{shell}: {len(CASES)} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main())
