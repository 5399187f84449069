#!/usr/bin/env python3
"""An export gives the same claim lines, byte for byte, in each form that people have it in.

    test_same.py CLAIMLINE [FIRST LAST]

For each seed a random export is packed, written in other encodings and saved as workbooks (of texts, of numbers and
dates as people type them, and by openpyxl); each is converted by its name and through a pipe.
"""
import csv
import datetime
import gzip
import hashlib
import io
import pathlib
import random
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parent.parent / "oracle")]
import openpyxl  # noqa: E402
import generate  # noqa: E402
import run  # noqa: E402
import workbook  # noqa: E402

TODAY = datetime.date(2026, 6, 30)


def zstd(data):
    return subprocess.run(["zstd", "-q", "-c"], input=data, capture_output=True, check=True).stdout


def day_of(text):
    try:
        return datetime.date.fromisoformat(text) if len(text) == 10 and text > "1900-03" else None
    except ValueError:
        return None


def typed(dice, text, from_1904):
    """A cell as a person's typing would make it: a number, a date, a time, a text; the same one for the same text."""
    dice = random.Random(dice + text.strip(" "))
    if text == "":
        return None
    if dice.random() < 0.3:
        return text
    text = text.strip(" ")
    if re.fullmatch(r"0|[1-9]\d{0,14}", text):
        return workbook.number(dice.choice([text, text + ".0", f"{int(text):.16E}"]))
    if re.fullmatch(r"(0|[1-9]\d*)\.\d\d", text):
        return workbook.number(dice.choice([repr(float(text)), f"{float(text):.17g}"]), dice.choice([0, workbook.MONEY]))
    day = day_of(text)
    if day is not None:
        style = dice.choice([workbook.DATE, workbook.ISO_DATE, workbook.SHORT_DATE, workbook.LONG_DATE])
        return workbook.number(workbook.serial(day, from_1904), style)
    if re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text):
        minutes = int(text[:2]) * 60 + int(text[3:])
        return workbook.number(repr(minutes / 1440), dice.choice([workbook.TIME, workbook.AM_PM]))
    return text


def as_workbook(dice, rows, path, **how):
    book = workbook.Workbook(**how)
    way = str(dice.random())
    book.sheet([[typed(way, text, book.from_1904) if at else text for text in row] for at, row in enumerate(rows)])
    return book.save(path)


def by_openpyxl(rows, path):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([text.replace("\r\n", "_x000D_\n") or None for text in row])
    book.save(path)
    return path


def put(path, data):
    path.write_bytes(data)
    return path


def forms_of(dice, rows, text, folder):
    """The export in its forms: (path, options)."""
    data = text.encode()
    half = len(data) // 2
    yield put(folder / "a.csv.gz", gzip.compress(data)), []
    yield put(folder / "members", gzip.compress(data[:half]) + gzip.compress(b"") + gzip.compress(data[half:])), []
    yield put(folder / "a.csv.zst", zstd(data)), []
    yield put(folder / "frames", b"\x50\x2a\x4d\x18\x03\0\0\0xyz" + zstd(data[:half]) + zstd(data[half:])), []
    yield put(folder / "16.csv", b"\xff\xfe" + text.encode("utf-16-le")), []
    yield put(folder / "16be.csv.gz", gzip.compress(text.encode("utf-16-be"))), ["--encoding", "utf-16be"]
    if all(ord(letter) < 256 for row in rows for field in row for letter in field):
        yield put(folder / "1252.csv", text.encode("cp1252")), []
        yield put(folder / "latin.csv", text.encode("latin-1")), ["--encoding", "ISO_8859-1"]
        yield put(folder / "850.csv", text.encode("cp850")), ["--encoding", "cp850"]
        yield put(folder / "mac.csv.zst", zstd(text.encode("cp437"))), ["--encoding", "cp437"]
    yield as_workbook(dice, rows, folder / "a.xlsx"), []
    yield as_workbook(dice, rows, folder / "strict.xlsx", strict=True, from_1904=True, inline=True), []
    packed = as_workbook(dice, rows, folder / "b.xlsx", places=False)
    yield put(folder / "b.xlsx.gz", gzip.compress(packed.read_bytes())), []
    yield by_openpyxl(rows, folder / "by-openpyxl.xlsx"), []


def narrow(text):
    """The letters that all the encodings have."""
    return "".join(letter if letter.isascii() or letter in "äöüÄÖÜéèñÑçåæßñàâêëîïôûù" else "ñ" for letter in text)


def check_seed(seed, program, folder):
    dice = random.Random(seed)
    maker = generate.Generator(seed, 0.05 if seed % 3 == 0 else 0, TODAY)
    maker.bom = False
    data = maker.export(dice.choice([30, 120, 400]))[0]
    text = data.decode("utf-8", "replace")
    if seed % 2:
        text = narrow(text)
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=maker.delimiter) if row]
    original = put(folder / "original.csv", text.encode())
    wanted = run.convert(program, original, "--held", folder / "held.csv")
    assert wanted.status in (0, 1), wanted.err[-300:]
    for path, options in forms_of(dice, rows, text, folder):
        for pipe in (False, True):
            summary = folder / "sum.json"
            got = run.convert(program, path, *options, "--summary", summary, pipe=pipe)
            assert (got.status, got.out) == (wanted.status, wanted.out), \
                f"seed {seed}: {path.name}, pipe {pipe}: status {got.status}, {got.err[-300:]}"
            assumed = path.name == "1252.csv"
            assert got.err.count("[text.assumed]") == assumed, f"{path.name}: {got.err[-300:]}"
            told = run.read_json(summary)["inputs"][0]
            assert told["bytes"] == path.stat().st_size, f"{path.name}: {told}"
            assert told["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest(), f"{path.name}: {told}"


def main():
    first, last = (int(word) for word in sys.argv[2:4]) if len(sys.argv) > 2 else (1, 4)

    def checks():
        for seed in range(first, last + 1):
            def check(program, folder, seed=seed):
                check_seed(seed, program, folder)
            yield check

    with tempfile.TemporaryDirectory() as folder:
        return run.main(list(checks()), sys.argv[1], folder)


if __name__ == "__main__":
    sys.exit(main())
