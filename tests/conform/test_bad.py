"""Each test of `claimline plugin test` can fail: for each there is a plugin that breaks what it proves.

    test_bad.py CLAIMLINE_BINARY MODULES_FOLDER [--sanitized]

A failure tells what was seen, and points at a line of plugin.h that says what the contract wants.
"""
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
HEADER = (ROOT / "include/claimline/plugin.h").read_text().splitlines()
SCHEMA = json.loads((ROOT / "docs/schemas/plugin-test.schema.json").read_text())

# The test, the plugin that fails it, what the test sees, words of plugin.h that it points at.
BAD = [
    ("file.loads", "no_symbol", "not a claimline plugin", "exports one function"),
    ("file.loads", "other_generation", "another generation", "exports one function"),
    ("file.loads", "unresolved", "cannot be loaded", "exports one function"),
    ("file.loads", "null_module", "returns nothing", "exports one function"),
    ("file.loads", "bad/constructor", "crashed: SIGSEGV", "end the program, crash"),
    ("file.exports", "bad/exports", "exports helper too", "exports one function"),
    ("file.imports", "bad/imports", "XXH_versionNumber", "imports nothing from the program"),
    ("file.same_pointer", "bad/pointer", "another pointer", "Returns the same pointer each time"),
    ("file.calls", "bad/calls", "it uses exit", "end the program, crash"),
    ("file.calls", "bad/clock", "it uses time", "read the clock"),
    ("file.calls", "bad/locale", "it uses setlocale", "change what belongs to the process"),
    ("file.calls", "bad/signals", "it uses signal", "change what belongs to the process"),
    ("file.calls", "bad/folder", "it uses chdir", "change what belongs to the process"),
    ("file.calls", "bad/file", "it uses fopen", "open files or connections"),
    ("file.calls", "bad/output", "it uses p", "print: standard output"),
    ("file.calls", "bad/fork", "it uses", ""),
    ("file.calls", "bad/thread", "it uses p", ""),
    ("descriptor.sizes", "small_module", "its module has 16 bytes", "`size` says how much"),
    ("descriptor.sizes", "small_plugin", "bytes, generation 1 has", "`size` says how much"),
    ("descriptor.sizes", "small_encoder", "its encoder has", "`size` says how much"),
    ("descriptor.sizes", "bad_name", "Bad Name", "`size` says how much"),
    ("descriptor.texts", "bad/version", "the version is empty", "shown by `plugin list`"),
    ("descriptor.texts", "bad/summary", "ends with a point", "one line for `claimline plugin list`"),
    ("descriptor.sizes", "bad/flags", "asks for what this claimline cannot do (flags 0x100000)", "`size` says how much"),
    ("descriptor.constant", "bad/tables", "changed", "Static data"),
    ("options.table", "bad/overlap", "width and narrow share", "of the field in the plugin's state"),
    ("options.defaults", "bad/defaults", "open() refused", "the default, written as a user would"),
    ("options.values", "bad/value", "claim() returned -2: not yet", "Each returns CL_OK or CL_FATAL"),
    ("options.texts", "bad/setting", "past the end of its state (in open())", "write outside the room"),
    ("options.texts", "bad/silent", "did not say why", "the value given to `option` cannot be used"),
    ("claims.none", "bad/none", "crashed: SIGFPE, Floating point exception (in tail())", "end the program, crash"),
    ("claims.one", "bad/one", "claim() returned -1", "Each returns CL_OK or CL_FATAL"),
    ("claims.one", "bad/crash", "crashed: SIGSEGV, Segmentation fault (in claim())", "end the program, crash"),
    ("claims.one", "bad/hang", "did not come to an end within 2 seconds (in claim())", "end the program, crash"),
    ("claims.one", "bad/exit", "ended the program: exit status 0 (in claim())", "end the program, crash"),
    ("claims.one", "bad/abort", "crashed: SIGABRT", "end the program, crash"),
    ("claims.full", "bad/full", "past the end of its state", "write outside the room"),
    ("claims.controls", "bad/controls", "claim() returned -1", "Each returns CL_OK or CL_FATAL"),
    ("claims.delimiters", "bad/delimiters", "claim() returned -1", "Each returns CL_OK or CL_FATAL"),
    ("claims.unicode", "bad/unicode", "did not come to an end", "end the program, crash"),
    ("claims.planes", "bad/planes", "claim() returned -1", "Each returns CL_OK or CL_FATAL"),
    ("claims.long", "bad/long", "(in claim())", "end the program, crash"),
    ("claims.random", "bad/random", "claim() returned -1", "Each returns CL_OK or CL_FATAL"),
    ("stream.rooms", "bad/rooms", "no room at all", "equal input gives equal bytes"),
    ("stream.bounds", "bad/bounds", "past the room of its stream", "write outside the room"),
    ("stream.bounds", "bad/next", "before its room", "write outside the room"),
    ("stream.bounds", "bad/record", "wrote into a claim", "write outside the room"),
    ("stream.stopped", "bad/stopped", "given up behind step 1 left", "keep memory after close()"),
    ("state.zeroed", "bad/zeroed", "crashed: SIGSEGV, Segmentation fault (in close())", "end the program, crash"),
    ("state.failed_open", "bad/failed_open", "open()s that failed left", "If it fails, close() is still called"),
    ("state.check", "bad/check", "check() wrote into its state", "The state is const"),
    ("state.check", "bad/check_behind", "with more calls of check()", "The state is const"),
    ("state.check", "bad/check_status", "check() returned 1", "The only place that may answer CL_REJECT"),
    ("state.several", "bad/current", "with other instances at work", "[owner]  one thread at a time"),
    ("state.after_another", "bad/counter", "behind another file", "no mutable statics"),
    ("state.statics", "bad/cache", "its static variable upper changed", "no mutable statics"),
    ("state.statics", "bad/counter", "its static variable number changed", "no mutable statics"),
    ("chunks.alone", "bad/previous", "has seen other chunks", "must depend on nothing but the options"),
    ("chunks.moved", "bad/previous", "cut into other chunks", "must depend on nothing but the options"),
    ("chunks.workers", "bad/previous", "with 8 workers", "must depend on nothing but the options"),
    ("records.grown", "bad/stride", "with records of a later host", "an existing field changes meaning"),
    ("records.kept", "bad/kept", "used a claim after the call", "keep a pointer into a record"),
    ("records.kept", "bad/kept_stream", "used a stream after the call", "keep a pointer into a record"),
    ("messages.private", "bad/private", "holds a value of the record", "No message may hold a value"),
    ("messages.form", "bad/lines", "not one line", "one line without a final point"),
    ("messages.form", "bad/point", "ends with a point", "one line without a final point"),
    ("messages.form", "bad/wordless", "is empty", "one line without a final point"),
    ("store.untouched", "bad/store_direct", "given up behind open(): the destination is there", "must leave it as it was"),
    ("store.untouched", "bad/store_left", ".part was left beside the destination", "must leave it as it was"),
    ("store.again", "bad/store_again", "the same 200 claims again", "a second run of the"),
    ("store.unwritable", "bad/store_deaf", "went well", "None may be NULL"),
    ("store.several", "bad/store_counts", "prepare() has 1441 units of 1440", "What a store has of this run"),
    ("store.several", "bad/store_static", "prepare() has", "What a store has of this run"),
    ("process.output", "bad/output", "system call write", "print: standard output"),
    ("process.output", "bad/stderr", "system call write (in claim())", "print: standard output"),
    ("process.files", "bad/file", "system call openat (in claim())", "open files or connections"),
    ("process.files", "bad/socket", "system call socket (in claim())", "open files or connections"),
    ("process.threads", "bad/thread", "it started a thread or a process (in head())", "start threads or processes"),
    ("process.threads", "bad/fork", "system call", "start threads or processes"),
    ("process.signals", "bad/signals", "system call rt_sigaction", "change what belongs to the process"),
    ("process.signals", "bad/folder", "system call chdir", "change what belongs to the process"),
    ("process.clock", "bad/clock", "it read the clock (in claim())", "read the clock"),
    ("process.clock", "bad/process_id", "system call getpid", "read the clock"),
    ("process.unchanged", "bad/environment", "the environment changed", "change what belongs to the process"),
    ("process.unchanged", "bad/locale", "the locale changed", "change what belongs to the process"),
    ("process.unchanged", "bad/folder", "the working folder changed", "change what belongs to the process"),
    ("process.unchanged", "bad/signals", "what signals do changed", "change what belongs to the process"),
    ("process.unchanged", "bad/descriptor", "the open descriptors changed", "change what belongs to the process"),
    ("process.unchanged", "bad/rounding", "the rounding of numbers changed", "change what belongs to the process"),
    ("process.unchanged", "bad/thread", "the threads changed", "change what belongs to the process"),
    ("process.unchanged", "bad/output", "it printed", "print: standard output"),
    ("memory.leaks", "bad/leak", "200 files left", "keep memory after close()"),
    ("memory.many_claims", "bad/grows", "its memory grew by", "keep more the more claims"),
    ("same.twice", "bad/counter", "written again", "equal input gives equal bytes"),
    ("same.elsewhere", "bad/address", "in another process", "read the clock"),
]


# A crash is a signal and an exit an exit, also under AddressSanitizer.
PLAIN_CRASHES = "handle_sigfpe=0:handle_abort=0:handle_segv=0:detect_leaks=0:allocator_may_return_null=1"

# What the runtime of a sanitizer does itself, and so cannot be told from the plugin.
UNSEEN = {("process.clock", "bad/clock")}


def names_of_tests(program):
    run = subprocess.run([program, "plugin", "test", "--list"], stdout=subprocess.PIPE, check=True)
    return [line.split()[0] for line in run.stdout.decode().splitlines()]


def check(program, modules, row):
    test, plugin, seen, words = row
    patience = ["--timeout", "2"] if "did not come to an end" in seen else []
    run = subprocess.run([program, "plugin", "test", modules / f"{plugin}.so", "--filter", test, "--json", *patience],
                         env={**os.environ, "ASAN_OPTIONS": PLAIN_CRASHES}, stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, check=False)
    assert run.returncode == 1, f"status {run.returncode}: {run.stderr.decode()}{run.stdout.decode()}"
    report = json.loads(run.stdout)
    jsonschema.validate(report, SCHEMA)
    failed = [one for one in report["tests"] if one["name"] == test]
    assert len(failed) == 1 and failed[0]["result"] == "failed", failed
    assert seen in failed[0]["seen"], failed[0]["seen"]
    contract = failed[0]["contract"]
    line = HEADER[contract["line"] - 1]
    assert words in line, f"line {contract['line']}: {line}"
    assert contract["text"] in line and contract["text"], contract


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    modules = pathlib.Path(sys.argv[2]).resolve()
    tests = names_of_tests(program)
    failed = 0
    covered = {row[0] for row in BAD}
    if set(tests) != covered:
        print(f"no plugin fails, or no test is named: {sorted(set(tests) ^ covered)}")
        failed += 1
    unused = {path.stem for path in (modules / "bad").glob("*.so")} - {
        row[1].removeprefix("bad/") for row in BAD if row[1].startswith("bad/")}
    if unused:
        print(f"not used: {sorted(unused)}")
        failed += 1
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        rows = [row for row in BAD if "--sanitized" not in sys.argv or row[:2] not in UNSEEN]
        done = [(row, pool.submit(check, program, modules, row)) for row in rows]
        for row, future in done:
            try:
                future.result()
            except AssertionError as error:
                failed += 1
                print(f"{row[0]} with {row[1]}: {error}")
    print(f"{len(BAD)} plugins and tests, {failed} mistakes")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
