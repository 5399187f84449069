"""The programs that do the job, and how each is called."""

import dataclasses
import shutil
from typing import Callable

import machine

COLUMNS = "session_id,code,units,minutes,charge"


@dataclasses.dataclass
class Program:
    """`command` gets the export and the file to write; what reads standard input or writes standard output says so."""

    name: str
    label: str
    threads: int
    command: Callable
    missing: str = ""
    reads_stdin: bool = False
    writes_stdout: bool = False


def need(tool, package):
    return "" if shutil.which(tool) else f"{tool} is not installed (Debian package {package})"


def need_module(name):
    return "" if machine.module_version(name) else f"no Python package {name} in {machine.VENV} (PyPI)"


def claimline(program, threads, counted, profile=True, targets=("csv",), columns=COLUMNS):
    """`counted`: the program knows --threads."""
    def command(export, out):
        line = [program, "convert", export, "--date", machine.TODAY, "--quiet"]
        line += ["--payers", machine.PEERS / "job.ini"] if profile else []
        line += ["--threads", threads] if counted else []
        for target in targets:
            line += ["--to", f"{target}:{out}" + ("" if len(targets) == 1 else f".{target}")]
            line += ["--set", f"columns={columns}"] if target == "csv" and columns else []
        return line
    return command


def claimlines(program):
    counted = machine.has_option(program, "--threads")
    threads = [1, 2] if counted else [1]
    return [Program(f"claimline-{n}", "**claimline**, all checks", n, claimline(program, n, counted)) for n in threads]


def peers(zsv=None):
    codes = machine.timed_codes()
    python = machine.VENV / "bin" / "python"
    scripts = machine.PEERS
    fill = "INSERT INTO timed VALUES " + ",".join(f"('{code}')" for code in codes.split(","))
    found = [
        Program("libcsv", "hand-written C, libcsv", 1, lambda export, out: [machine.TOOLS / "peer_libcsv", codes],
                reads_stdin=True, writes_stdout=True),
        Program("scan", "hand-written C, 64 bytes at a time", 1,
                lambda export, out: [machine.TOOLS / "peer_scan", codes], reads_stdin=True, writes_stdout=True),
        Program("duckdb", f"DuckDB {machine.module_version('duckdb')}", 2,
                lambda export, out: [python, scripts / "duckdb_job.py", export, codes, out, "--threads", 2],
                need_module("duckdb")),
        Program("polars", f"Polars {machine.module_version('polars')}", 2,
                lambda export, out: [python, scripts / "polars_job.py", export, codes, out, "--threads", 2],
                need_module("polars")),
        Program("python", "Python csv", 1,
                lambda export, out: ["/usr/bin/python3", scripts / "csv_job.py", export, codes, out]),
        Program("mawk", "mawk", 1,
                lambda export, out: ["mawk", "-v", f"timed={codes}", "-f", scripts / "job.awk", export],
                need("mawk", "mawk"), writes_stdout=True),
        Program("sqlite", "sqlite3, import and SQL", 1,
                lambda export, out: ["sqlite3", ":memory:", "CREATE TABLE timed (code TEXT PRIMARY KEY)", fill,
                                     f".import --csv {export} export", f".read {scripts / 'job.sql'}"],
                need("sqlite3", "sqlite3"), writes_stdout=True),
        Program("miller", f"Miller {machine.first_line('mlr', '--version').replace('mlr ', '')}", 2,
                lambda export, out: ["env", "GOMAXPROCS=2", "mlr", "--icsv", "--ocsv", "put", "-q",
                                     "-s", f"timed={codes}", "-f", scripts / "job.mlr", export],
                need("mlr", "miller"), writes_stdout=True),
    ]
    if zsv:
        found.insert(2, Program("zsv", "hand-written C, zsv", 1, lambda export, out: [zsv, codes], reads_stdin=True,
                                writes_stdout=True))
    return found
