#!/usr/bin/env python3
"""Files that are cut off, damaged or hostile end with status 3, or are read whole; nothing is misread unsaid.

    test_damage.py CLAIMLINE
"""
import gzip
import pathlib
import random
import struct
import subprocess
import sys
import tempfile
import zipfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import run  # noqa: E402
from workbook import Workbook, number  # noqa: E402

HEADER = "session_id,service_date,patient_id,patient_last_name,payer_id,payer_class,rendering_npi,diagnoses,discipline,code,minutes"
MEBI = 1024 * 1024


def row(name, last_name="Ashgrove", minutes=30):
    return f"{name},2026-05-20,P{name},{last_name},BLU,commercial,1999000015,M54.50,PT,97110,{minutes}"


def text_of(rows):
    return "\n".join([HEADER, *rows, ""])


ROWS = [row(f"S{n}", "ABCDEFGH"[n]) for n in range(8)]


def zstd(data, *options):
    return subprocess.run(["zstd", "-q", "-c", *options], input=data, capture_output=True, check=True).stdout


def as_workbook(path, rows, method=zipfile.ZIP_DEFLATED):
    book = Workbook()
    book.sheet([line.split(",") for line in [HEADER, *rows]])
    return book.save(path, method).read_bytes()


def put(folder, data):
    path = folder / "in"
    path.write_bytes(data)
    return path


def expect(program, folder, data, status, says, *options, pipe=False):
    answer = run.convert(program, put(folder, data), *options, pipe=pipe)
    assert answer.status == status and says in answer.err, f"{says}: {answer.status} {answer.err[-300:]}"
    return answer


def whole_or_refused(program, folder, forms):
    """Each form of the same rows: as it is, cut off, with bytes changed."""
    dice = random.Random(11)
    wanted = run.convert(program, put(folder, text_of(ROWS).encode())).out
    for name, data, cuts, changes in forms:
        assert run.convert(program, put(folder, data)).out == wanted, name
        for at in cuts:
            answer = run.convert(program, put(folder, data[:at]), pipe=at % 4 == 0)
            assert answer.status == 3 and not answer.out, f"{name} cut at {at} of {len(data)}: {answer}"
        for _ in range(changes):
            at = dice.randrange(len(data))
            changed = data[:at] + bytes([data[at] ^ 1 << dice.randrange(8)]) + data[at + 1:]
            answer = run.convert(program, put(folder, changed))
            assert answer.status == 3 or answer.out == wanted, f"{name} changed at {at}: {answer}"


def cut_and_changed(program, folder):
    data = text_of(ROWS).encode()
    packed, frame = gzip.compress(data, mtime=0), zstd(data)
    two = gzip.compress(data[:100], mtime=0)
    book = as_workbook(folder / "a.xlsx", ROWS)
    ends = range(len(book) - 40, len(book))
    whole_or_refused(program, folder, [
        ("gzip", packed, range(2, len(packed), 3), 40), ("Zstandard", frame, range(4, len(frame), 3), 40),
        ("members", two + gzip.compress(data[100:]), range(len(two) + 1, len(two) + 40), 0),
        ("frames", zstd(data[:100]) + zstd(data[100:]), range(len(zstd(data[:100])) + 1, len(zstd(data[:100])) + 40), 0),
        ("workbook", book, [*range(4, len(book) - 60, 41), *ends], 80)])


def cut_between_parts(program, folder):
    """Nobody can tell that a member is missing; what is there is read, and counted."""
    data = text_of(ROWS).encode()
    for pack in (gzip.compress, zstd):
        expect(program, folder, pack(data[:len(HEADER) + 1]), 0, "0 sessions")
        expect(program, folder, pack(b""), 3, "is empty")
        expect(program, folder, pack(b"") + pack(data) + pack(b""), 0, "8 accepted")


def something_behind(program, folder):
    data = text_of(ROWS).encode()
    book = as_workbook(folder / "a.xlsx", ROWS)
    for pack, name in ((gzip.compress, "gzip"), (zstd, "Zstandard")):
        packed = pack(data)
        for behind in (b"\0" * 512, b"S9,more", b"\n\n\n\n", data):
            expect(program, folder, packed + behind, 3, f"something else stands behind its {name}-compressed data")
            expect(program, folder, packed + behind, 3, "something else stands behind", pipe=True)
        for behind in (b"\0", packed[:1], packed[:3], b"\n"):
            expect(program, folder, packed + behind, 3, "")
        expect(program, folder, pack(packed), 3, "within compressed data")
    other = as_workbook(folder / "b.xlsx", ROWS[:3])
    for around in (book + b"\0", book + b"more", book + book, other + book, b"x" + book, book + other):
        expect(program, folder, around, 3, "")
    with zipfile.ZipFile(folder / "a.xlsx", "a") as archive:
        archive.comment = b"a comment is fine"
    expect(program, folder, (folder / "a.xlsx").read_bytes(), 0, "8 accepted")


def wrong_checksums(program, folder):
    data = text_of(ROWS).encode()
    packed = bytearray(gzip.compress(data))
    packed[-6] ^= 1
    expect(program, folder, packed, 3, "incorrect data check")
    packed = bytearray(gzip.compress(data))
    packed[-1] ^= 1
    expect(program, folder, packed, 3, "incorrect length check")
    frame = bytearray(zstd(data, "--check"))
    frame[-2] ^= 1
    expect(program, folder, frame, 3, "checksum")
    book = bytearray(as_workbook(folder / "a.xlsx", ROWS, zipfile.ZIP_STORED))
    at = book.find(b"Sheet") if b">H<" not in book else book.find(b">H<") + 1
    book[at] = ord("I")
    expect(program, folder, book, 3, "damaged")


def bombs(program, folder):
    line = row("S1").encode() + b"\n"
    blank = b" " * 1023 + b"\n"
    much = HEADER.encode() + b"\n" + blank * (65 * 1024)
    says = "grows to more than 200 times its size when it is unpacked, past 64 MiB"
    expect(program, folder, gzip.compress(much), 3, says)
    expect(program, folder, zstd(much), 3, says, pipe=True)
    fair = HEADER.encode() + b"\n" + line + blank * (20 * 1024)
    expect(program, folder, gzip.compress(fair, 1), 0, "1 accepted")
    wide = subprocess.run(["zstd", "-q", "-c", "--long=29", "-1", "--stream-size=600000000"], input=fair,
                          capture_output=True, check=True).stdout
    expect(program, folder, wide, 3, "more than 128 MiB of memory")

    book = Workbook()
    book.sheet([[HEADER]])
    head, tail = book.sheets[0][2].split("</sheetData>")
    book.sheets[0] = ("S", "visible", head + "<x/>" * (17 * MEBI) + "</sheetData>" + tail)
    expect(program, folder, book.save(folder / "a").read_bytes(), 3, "grows to more than 200 times")
    laughs = Workbook()  # one long text, shown by each of many cells
    laughs.sheet([["x" * MEBI]] * 70)
    expect(program, folder, laughs.save(folder / "a").read_bytes(), 3, "grows to more than 200 times")
    many = Workbook()
    many.sheet([[HEADER]])
    many.extra.update({f"x{n}": b"" for n in range(10001)})
    expect(program, folder, many.save(folder / "a").read_bytes(), 3, "more than 10000 files")
    large = Workbook()
    large.sheet([["x" * (17 * MEBI)]])
    expect(program, folder, large.save(folder / "a").read_bytes(), 3, "more than 16 MiB")
    # The same data under the names of many parts, and a part that says it is smaller than it is
    data = bytearray(as_workbook(folder / "a", ROWS))
    at = data.rfind(b"PK\1\2")
    data[at + 24:at + 28] = struct.pack("<I", 10)
    answer = run.convert(program, put(folder, data))
    assert answer.status == 3 or answer.err.count("8 accepted"), answer


def assumed(program, folder):
    """Windows-1252 by its letters: only with evidence, never where something speaks against it."""
    two = text_of([row("A", "Müller"), row("B", "Nuñez"), row("C", "O’Hara"), row("D", "x € y")])
    answer = expect(program, folder, two.encode("cp1252"), 0, "[text.assumed]")
    assert answer.err.count("it is read as windows-1252") == 1 and ":2: warning" in answer.err, answer.err
    assert answer.out == run.convert(program, put(folder, two.encode())).out
    for data, sessions_held in [
        (text_of([row("A", "M\udcfcller"), row("B")]), 1),  # one alone is a broken field
        (text_of([row("A", "M\udcfcller"), row("B", "N\udcfc"), row("C", "é")]), 2),  # UTF-8 stands beside it
        (text_of([row("A", "M\udcfcller"), row("B", "N\udcfc"), row("C", "\udc81")]), 3),  # no character of it
        (text_of([row("A", "M\udc81ller"), row("B", "Nu\udca4ez")]), 2),  # cp437
        (text_of([row("A", "M\udc9fller"), row("B", "Nu\udc96ez"), row("C", "Br\udc8annstr\udc9am")]), 3),  # old Mac
        (text_of([row("A", "Caf\udce2\udc82"), row("B", "M\udcfcller"), row("C", "M\udcfcller")]), 3),  # a cut off €
    ]:
        data = data.encode("utf-8", "surrogateescape")
        answer = expect(program, folder, data, 1, f" {sessions_held} held")
        assert answer.err.count("[text.encoding]") == sessions_held and "[text.assumed]" not in answer.err, answer.err
    # Behind what is looked at, what would be UTF-8 as well is held, and nothing is read two ways.
    early = text_of([row("A", "Müller"), row("B", "Nuñez")]).encode("cp1252")
    much = "".join(row(f"M{n}") + "\n" for n in range(MEBI // len(row("M1000")))).encode()
    late = early + much + (row("C", "Ü") + "\n" + row("D", "É") + "\n").encode()
    answer = expect(program, folder, late, 1, " 2 held")
    assert answer.err.count("[text.encoding]") == 2 and answer.err.count("[text.assumed]") == 1, answer.err
    late = text_of([row("A"), row("B")]).encode() + much + text_of([row("C", "ü")] * 2).encode("cp1252")[len(HEADER):]
    answer = expect(program, folder, late, 1, "[text.encoding]")
    assert "[text.assumed]" not in answer.err


def stated(program, folder):
    text = text_of([row("A", "Müller"), row("B", "Nuñez")])
    wanted = run.convert(program, put(folder, text.encode())).out
    for encoding, names in (("cp1252", ["windows-1252", "CP1252", "Windows_1252"]), ("latin-1", ["latin1", "iso-8859-1"]),
                            ("iso8859-15", ["iso-8859-15", "latin9"]), ("mac_roman", ["macroman", "Macintosh"]),
                            ("cp437", ["cp437"]), ("cp850", ["IBM850"]), ("utf-16-le", ["utf-16le"]), ("utf-8", ["UTF8"])):
        for name in names:
            answer = expect(program, folder, text.encode(encoding), 0, "2 accepted", "--encoding", name)
            assert answer.out == wanted and "text." not in answer.err, f"{name}: {answer}"
            for command in (["check"], ["explain", "--all"]):
                done = run.run(program, command[0], folder / "in", *command[1:], "--encoding", name, *run.DATE)
                assert done.status == 0, done
    marked = b"\xef\xbb\xbf" + text.encode()
    assert expect(program, folder, marked, 0, "2 accepted", "--encoding", "cp1252").out == wanted
    marked = b"\xfe\xff" + text.encode("utf-16-be")
    assert expect(program, folder, marked, 0, "2 accepted", "--encoding", "utf-8").out == wanted
    expect(program, folder, text.encode("cp1252"), 1, "2 held", "--encoding", "utf-8")
    euro = text_of([row("A", "\udc80"), row("B", "\udc8d")]).encode("utf-8", "surrogateescape")
    expect(program, folder, euro, 1, " 2 held", "--encoding", "latin1")
    expect(program, folder, euro, 1, " 1 held", "--encoding", "cp1252")
    expect(program, folder, euro, 2, "is none of utf-8, utf-16le", "--encoding", "cp0")
    expect(program, folder, euro, 2, "given twice", "--encoding", "utf-8", "--encoding", "utf-8")


def temporary_folder(program, folder):
    book = Workbook()
    book.sheet([line.split(",") for line in [HEADER, *(row(f"T{n}", minutes=15 + n % 30) for n in range(9000))]])
    path = book.save(folder / "a.xlsx")
    wanted = run.convert(program, path, "--quiet")
    assert wanted.status == 0, wanted.err
    own = folder / "own"
    own.mkdir()
    answer = run.convert(program, path, "--quiet", "--temp-dir", own, pipe=True)
    assert answer.out == wanted.out and not list(own.iterdir()), answer.err
    for place, status in ((folder / "none", 2), (path, 2), ("/dev/full", 2)):
        answer = run.convert(program, path, "--temp-dir", place)
        assert answer.status == status and "--temp-dir: cannot make files in" in answer.err, answer
    opened = subprocess.run(["strace", "-f", "-e", "trace=openat,open,mkdir", program, "check", path, "--temp-dir", own],
                            capture_output=True, check=False).stderr.decode()
    if "O_TMPFILE" in opened or "claimline." in opened:
        assert str(own) in opened and '"/tmp", O_RDWR' not in opened, opened[-500:]
    expect(program, folder, path.read_bytes(), 2, "cannot make files in", "--temp-dir", "/proc/none")


CHECKS = [cut_and_changed, cut_between_parts, something_behind, wrong_checksums, bombs, assumed, stated, temporary_folder]

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        sys.exit(run.main(CHECKS, sys.argv[1], temporary))
