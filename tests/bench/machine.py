"""What is measured, and on what: folders, built programs, versions."""

import datetime
import os
import pathlib
import platform
import re
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "bench"
TOOLS = BUILD / "bin"
PEERS = ROOT / "tests" / "bench" / "peers"
VENV = BUILD / "venv"
TODAY = "2026-06-30"  # the day after the last that bench_generate writes


def first_line(*command):
    """What a program says of its version; empty where there is no such program."""
    if shutil.which(command[0]) is None:
        return ""
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return result.stdout.strip().splitlines()[0] if result.stdout.strip() else ""


def debian_version(package):
    result = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", package], stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, text=True, check=False)
    return result.stdout if result.returncode == 0 else ""


def module_version(name):
    """Of a Python package in the environment of the peers."""
    python = VENV / "bin" / "python"
    if not python.exists():
        return ""
    result = subprocess.run([python, "-c", f"import {name}; print({name}.__version__)"], stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, text=True, check=False)
    return result.stdout.strip()


def processor():
    text = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8")
    names = re.findall(r"^model name\s*: (.*)$", text, re.MULTILINE)
    families = re.findall(r"^cpu family\s*: (.*)$", text, re.MULTILINE)
    models = re.findall(r"^model\s*: (.*)$", text, re.MULTILINE)
    if not names:
        return platform.machine()
    return f"{names[0]} (family {families[0]}, model {models[0]})"


def memory_gib():
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)


def commit():
    result = subprocess.run(["git", "-C", ROOT, "describe", "--always", "--dirty"], stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, text=True, check=False)
    return result.stdout.strip() or "unknown commit"


def describe(program):
    """The lines that say what is measured, and on what machine."""
    what = f"claimline at {commit()}" if program == TOOLS / "claimline" else program
    return "\n".join([
        f"- Measured {datetime.date.today().isoformat()}, {what}.",
        f"- {processor()}, {os.cpu_count()} cores, {memory_gib()} GiB; Linux {platform.release()};"
        f" {first_line('gcc', '--version')}, -O3 ({load()}).",
    ])


def load():
    return f"load before the run {os.getloadavg()[0]:.1f}"


def timed_codes():
    """The codes that the 8-minute rule is about, from claimline's own table."""
    text = (ROOT / "core" / "rules" / "data" / "codes.csv").read_text(encoding="utf-8")
    found = re.findall(r'^(\w{5}),(?:"[^"]*"|[^",]*),timed,15,', text, re.MULTILINE)
    return ",".join(found)


def has_option(program, name):
    result = subprocess.run([program, "help", "convert"], stdout=subprocess.PIPE, text=True, check=True)
    return f"{name} " in result.stdout


def generate(path, *options):
    """Writes an export; returns its path."""
    subprocess.run([TOOLS / "bench_generate", "--out", path, *map(str, options)], check=True)
    return path
