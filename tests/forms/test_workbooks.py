#!/usr/bin/env python3
"""What becomes of the cells, rows and sheets of Excel workbooks; expected texts are worked out by hand.

    test_workbooks.py CLAIMLINE
"""
import csv
import gzip
import io
import json
import pathlib
import sys
import tempfile
import zipfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import run  # noqa: E402
from workbook import (AM_PM, DATE, DATE_TIME, ELAPSED, ISO_DATE, LONG_DATE, MINUTES, MONEY, SCIENTIFIC,  # noqa: E402
                      SHORT_DATE, TEXT, TIME, TWO_PLACES, US_DATE_TIME, ZIP, Cell, Workbook, number)

COLUMNS = ("session_id,service_date,patient_id,payer_id,payer_class,rendering_npi,diagnoses,discipline,code,minutes,"
           "unit_charge,place_of_service,note").split(",")


def session(name, **fields):
    values = {"session_id": name, "service_date": "2026-05-20", "patient_id": "P1", "payer_id": "BLU",
              "payer_class": "commercial", "rendering_npi": "1999000015", "diagnoses": "M54.50", "discipline": "PT",
              "code": "97110", "minutes": "30", "unit_charge": "45.50", "place_of_service": "11", **fields}
    return [values.get(column) for column in COLUMNS]


def held(program, path, folder, *options):
    """The rows that were held, as text; all of them are, where the code is none."""
    out = folder / "held.csv"
    out.unlink(missing_ok=True)
    answer = run.convert(program, path, "--held", out, *options)
    assert answer.status == 1, answer.err[-300:]
    return [row[1:] for row in csv.reader(io.StringIO(out.read_bytes().decode("utf-8", "surrogateescape"), newline=""))][1:]


CELLS = [
    # Numbers as people see them
    (number("97110"), "97110"), (number("97110.0"), "97110"), (number("45.5"), "45.5"), (number("0.1"), "0.1"),
    (number("45.100000000000001"), "45.1"), (number("0.30000000000000004"), "0.3"), (number("1.999000015E9"), "1999000015"),
    (number("123456789012345"), "123456789012345"), (number("1E+20"), "100000000000000000000"), (number("-0.05"), "-0.05"),
    (number("1.5E-3"), "0.0015"), (number("0"), "0"), (number("-0"), "0"), (number("1E+300"), "1e+300"),
    (number("2134", ZIP), "02134"), (number("12345", ZIP), "12345"), (number("123456", ZIP), "123456"),
    (number("45.5", MONEY), "45.5"), (number("45.5", TWO_PLACES), "45.5"), (number("97110", TEXT), "97110"),
    (number("97110", SCIENTIFIC), "97110"), (Cell("n", None, MONEY), ""), (number("99"), "99"),
    # Dates of 1900's system, with the February 29 that never was
    (number("1", DATE), "1900-01-01"), (number("59", DATE), "1900-02-28"), (number("60", DATE), "1900-02-29"),
    (number("61", DATE), "1900-03-01"), (number("46162", DATE), "2026-05-20"), (number("46162", ISO_DATE), "2026-05-20"),
    (number("46162", SHORT_DATE), "2026-05-20"), (number("46162", LONG_DATE), "2026-05-20"),
    (number("46081", DATE), "2026-02-28"), (number("46082", DATE), "2026-03-01"), (number("36585", DATE), "2000-02-29"),
    (number("2958465", DATE), "9999-12-31"), (number("2958466", DATE), "2958466"), (number("-1", DATE), "-1"),
    (number("46162.75", DATE), "2026-05-20"), (number("0", DATE), "1900-01-00"),
    # Times and both
    (number("0.38541666666666669", TIME), "09:15"), (number("0.38541666666666669", AM_PM), "09:15"),
    (number("0.99998842592592593", TIME), "23:59:59"), (number("46162.5", TIME), "12:00"),
    (number("46162.385416666664", DATE_TIME), "2026-05-20 09:15"), (number("46162", US_DATE_TIME), "2026-05-20 00:00"),
    (number("46162.99999999", DATE_TIME), "2026-05-21 00:00"), (number("0.010416666666666666", MINUTES), "00:15"),
    (number("0.010416666666666666", ELAPSED), "0:15"), (number("1.25", ELAPSED), "30:00"),
    # ISO dates, as strict workbooks have them
    (Cell("d", "2026-05-20T00:00:00"), "2026-05-20"), (Cell("d", "2026-05-20"), "2026-05-20"),
    (Cell("d", "2026-05-20T09:15:00"), "2026-05-20 09:15"), (Cell("d", "2026-05-20T09:15:30.5Z"), "2026-05-20 09:15:30"),
    (Cell("d", "2026-05-20T09:15:00", DATE), "2026-05-20"), (Cell("d", "2026-05-20T09:15:00", TIME), "09:15"),
    # Texts
    ("007", "007"), ("  two blanks  ", "  two blanks  "), ('a "quote", a comma', 'a "quote", a comma'), ("a;b|c\td", "a;b|c\td"),
    ("line\nbreak\r\nand\ranother", "line\nbreak\r\nand\ranother"), ("Müller ñ € 山 \U0001f9b5", "Müller ñ € 山 \U0001f9b5"),
    ("<&>", "<&>"), ("_x0041_", "A"), ("_x005F_x0041_", "_x0041_"), ("_x12_ _xZZZZ_", "_x12_ _xZZZZ_"), ("=1+1", "=1+1"),
    (Cell("inlineStr", "in line"), "in line"), (Cell("str", "made", formula="A1"), "made"), (Cell("str", "", formula="A1"), ""),
    (Cell("b", "1"), "TRUE"), (Cell("b", "0"), "FALSE"), (Cell("n", "2", 0, "1+1"), "2"),
    # What cannot be told begins with SUB
    (Cell("e", "#N/A"), "\x1a#N/A"), (Cell("e", "#DIV/0!", 0, "1/0"), "\x1a#DIV/0!"),
    (Cell("n", None, 0, "A1"), "\x1aformula without a value"), (Cell("n", "", 0, "A1"), "\x1aformula without a value"),
]


def cells(program, folder):
    for strict in (False, True):
        book = Workbook(strict=strict)
        book.sheet([COLUMNS] + [session(f"S{n}", code="none", note=cell) for n, (cell, _) in enumerate(CELLS)])
        rows = held(program, book.save(folder / "cells.xlsx"), folder)
        assert len(rows) == len(CELLS), len(rows)
        for row, (cell, text) in zip(rows, CELLS):
            assert row[-1] == text, f"{cell}: {row[-1]!r}, not {text!r}"


def dates_of_1904(program, folder):
    book = Workbook(from_1904=True)
    book.sheet([COLUMNS, session("A", code="none", note=number("0", DATE)), session("B", code="none", note=number("44700", DATE))])
    assert [row[-1] for row in held(program, book.save(folder / "a.xlsx"), folder)] == ["1904-01-01", "2026-05-20"]


def raw_texts(program, folder):
    """Runs of rich text, phonetic runs, blanks that do not count, an extension, a comment, CDATA."""
    strings = ('<sst xmlns="{0}" xmlns:x="urn:x"><si><r><rPr><b/></rPr><t>rich</t></r><r><t xml:space="preserve"> text</t></r>'
               "<rPh sb=\"0\" eb=\"1\"><t>said</t></rPh><phoneticPr fontId=\"1\"/></si><si><t>\n  trimmed \n</t></si>"
               "<si><t>a<!-- no -->b<![CDATA[<c>]]>&#233;</t><x:t>other</x:t></si><si/></sst>")
    book = Workbook()
    book.sheet([COLUMNS] + [session(f"S{n}", code="none", note=Cell("n", None)) for n in range(4)])
    book.extra["book/strings.xml"] = strings.format(book.main)
    name, state, sheet = book.sheets[0]
    texts = iter(COLUMNS + [text for n in range(4) for text in session(f"S{n}", code="none") if text])
    inlined = []
    for part in sheet.split('t="s"><v>'):  # shared strings are inline ones here, but for the note
        inlined.append(part if not inlined else f't="inlineStr"><is><t>{next(texts)}</t></is>' + part.split("</v>", 1)[1])
    sheet = "".join(inlined)
    for n in range(4):
        sheet = sheet.replace(f'<c r="M{n + 2}"></c>', f'<c r="M{n + 2}" t="s"><v>{n}</v></c>')
    book.sheets[0] = (name, state, sheet)
    rows = held(program, book.save(folder / "a.xlsx"), folder)
    assert [row[-1] for row in rows] == ["rich text", "trimmed", "ab<c>é", ""], [row[-1] for row in rows]


def found(program, path, folder, *options):
    out = folder / "f.json"
    answer = run.convert(program, path, "--findings", out, *options)
    lines = [json.loads(line) for line in out.read_text().splitlines()] if out.exists() else []
    return answer, [(line["id"], line["line"]) for line in lines]


def rows_are_numbered_as_in_the_sheet(program, folder):
    broken = {"minutes": "x"}
    header = COLUMNS + ["Therapist\nComment"]
    book = Workbook()
    book.sheet([(3, header), (4, session("A", note="one\ntwo\r\nthree", **broken)), (7, session("B", **broken)),
                (8, [Cell("n", None, DATE)] * 3), (9, session("C", note="\n\n", **broken)), (12, session("D", **broken))])
    for pipe in (False, True):
        path = book.save(folder / "a.xlsx")
        out = folder / "f.json"
        answer = run.convert(program, path, "--findings", out, pipe=pipe)
        told = [json.loads(line) for line in out.read_text().splitlines()]
        assert [line["line"] for line in told if line["id"] == "minutes.form"] == [4, 7, 9, 12], told
        assert answer.status == 1, answer.err


def ragged_rows_are_as_wide_as_the_widest(program, folder):
    book = Workbook()
    book.sheet([COLUMNS, session("A")[:11], session("B", code="none"), session("C", code="none") + [None, None, "stray"]])
    rows = held(program, book.save(folder / "a.xlsx"), folder)
    assert [len(row) for row in rows] == [16, 16] and rows[1][-1] == "stray", rows
    answer = run.convert(program, folder / "a.xlsx")
    assert b"A,1,A," in answer.out and answer.err.count("[column.unknown]") == 3, answer


def what_is_told_of_a_sheet(program, folder):
    book = Workbook()
    book.sheet([COLUMNS, session("A"), session("B"), session("C", patient_id="P2"),
                session("D", note=Cell("e", "#REF!")), session("E", minutes=Cell("n", None, 0, "A1"))], hidden=(3, 4),
               behind='<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>')
    book.sheet([["other"]], "Second")
    answer, ids = found(program, book.save(folder / "a.xlsx"), folder)
    assert ids[:4] == [("sheet.others", 1), ("sheet.hidden", 1), ("sheet.merged", 1), ("sheet.error", 5)], ids
    assert "2 rows are hidden" in answer.err and "cell M5 is the first of 2 that" in answer.err, answer.err
    assert ("text.control", 5) in ids and ("text.control", 6) in ids and answer.status == 1, ids
    assert b"B,1,B," in answer.out and b"C,1,C," in answer.out and b"D,1" not in answer.out, answer.out


def sheets(program, folder):
    book = Workbook()
    book.sheet([["nothing"]], "Hidden", state="hidden")
    book.sheet([COLUMNS, session("A")], "One & <Two>")
    book.sheet([COLUMNS, session("B")], "Später")
    book.sheet([COLUMNS, session("C")], "deep", state="veryHidden")
    path = book.save(folder / "a.xlsx")
    for options, name in (([], "A"), (["--sheet", "one & <two>"], "A"), (["--sheet=Später"], "B"), (["--sheet", "deep"], "C")):
        answer = run.convert(program, path, *options)
        assert answer.status == 0 and answer.out.splitlines()[1].startswith(f"{name},1,".encode()), answer
        assert ("[sheet.others]" in answer.err) == (not options), answer.err
    answer = run.convert(program, path, "--sheet", "Three")
    assert answer.status == 2 and "has no sheet Three" in answer.err and "One & <Two>, Später" in answer.err, answer.err
    empty = Workbook()
    empty.sheet([])
    answer = run.convert(program, empty.save(folder / "b.xlsx"))
    assert answer.status == 3 and "is empty" in answer.err, answer.err


def refused(program, folder, path, says):
    for pipe in (False, True):
        answer = run.convert(program, path, "--summary", folder / "sum.json", pipe=pipe)
        assert answer.status == 3 and says in answer.err and not answer.out, f"{says}: {answer}"
        assert not (folder / "sum.json").exists()


def zip_of(path, parts):
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def other_files_are_refused_by_name(program, folder):
    types = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    macros = Workbook()
    macros.sheet([COLUMNS])
    macros.workbook_type = types
    refused(program, folder, macros.save(folder / "a.xlsm"), "macros (.xlsm")
    macros = Workbook()
    macros.sheet([COLUMNS])
    macros.extra["xl/vbaProject.bin"] = b"\0"
    refused(program, folder, macros.save(folder / "b.xlsx"), "macros (.xlsm")
    binary = Workbook()
    binary.workbook_type = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    refused(program, folder, binary.save(folder / "c.xlsb"), ".xlsb")
    word = Workbook()
    word.workbook_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    refused(program, folder, word.save(folder / "d.docx"), "Word document")
    ods = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}
    refused(program, folder, zip_of(folder / "e.ods", ods), "OpenDocument")
    refused(program, folder, zip_of(folder / "f.zip", {"a.csv": "session_id\n"}), "unpack it, and name the files")
    refused(program, folder, zip_of(folder / "g.zip", {}), "empty zip archive")
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    (folder / "h.xls").write_bytes(compound + "Workbook".encode("utf-16-le"))
    refused(program, folder, folder / "h.xls", "old Excel (.xls)")
    (folder / "i.xlsx").write_bytes(compound + "EncryptedPackage".encode("utf-16-le"))
    refused(program, folder, folder / "i.xlsx", "without a password")
    good = Workbook()
    good.sheet([COLUMNS])
    data = bytearray(good.save(folder / "j.xlsx").read_bytes())
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = -1
        while (place := data.find(mark, place + 1)) >= 0:
            data[place + at] |= 1  # encrypted
    (folder / "j.xlsx").write_bytes(data)
    refused(program, folder, folder / "j.xlsx", "is encrypted")


SHEET = '<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'
DAMAGED = [
    ('<row r="2"/><row r="2"/>', "stands before it"), ('<row r="0"/>', "stands before it"), ('<row r="x"/>', "without a number"),
    ('<row r="1048577"/>', "without a number"), ('<row><c r="B1"/><c r="A1"/></row>', "out of place"),
    ('<row><c r="XFE1"/></row>', "out of place"), ('<row><c r="1"/></row>', "out of place"), ('<row><c t="q"/></row>', "out of place"),
    ('<row><c t="s"><v>7</v></c></row>', "value is none"), ('<row><c t="s"><v>-1</v></c></row>', "value is none"),
    ("<row><c><v>abc</v></c></row>", "value is none"), ("<row><c><v>1e999</v></c></row>", "value is none"),
    ("<row><c><v>0x10</v></c></row>", "value is none"), ("<row><c><v>nan</v></c></row>", "value is none"),
    ("<row><c></row>", "no well-formed XML"), ("<row>&amp;&none;</row>", "no well-formed XML"), ("<row>\1</row>", "no well-formed XML"),
]


def damaged_workbooks(program, folder):
    for rows, says in DAMAGED:
        book = Workbook()
        book.raw_sheet(SHEET.format(main=book.main, rows=rows))
        refused(program, folder, book.save(folder / "a.xlsx"), says)
    for part in ("book/strings.xml", "book/styles.xml", "book/odd/page0.xml", "book/w.xml"):
        book = Workbook()
        book.sheet([COLUMNS, session("A")])
        book.extra[part] = None
        refused(program, folder, book.save(folder / "a.xlsx"), f"part {part} is missing")
    for part, says in (("_rels/.rels", "does not say which part"), ("book/_rels/w.xml.rels", "no sheet that is not hidden")):
        book = Workbook()
        book.sheet([COLUMNS, session("A")])
        book.extra[part] = None
        refused(program, folder, book.save(folder / "a.xlsx"), says)
    entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd"><!ENTITY l "lol">]>'
    book = Workbook()
    book.doctype = entity
    book.sheet([COLUMNS, session("A")])
    refused(program, folder, book.save(folder / "a.xlsx"), "holds a DOCTYPE")
    book = Workbook()
    book.raw_sheet(entity + SHEET.format(main=book.main, rows="<row><c t=\"str\"><v>&e;&l;</v></c></row>"))
    refused(program, folder, book.save(folder / "a.xlsx"), "holds a DOCTYPE")


def folders_take_workbooks_and_packed_files(program, folder):
    inside = folder / "in"
    inside.mkdir()
    book = Workbook()
    book.sheet([COLUMNS, session("X")])
    book.save(inside / "b.XLSX")
    text = ",".join(COLUMNS) + "\n" + ",".join(field or "" for field in session("{}")) + "\n"
    (inside / "a.csv.gz").write_bytes(gzip.compress(text.format("A").encode()))
    (inside / "c.csv").write_text(text.format("C"))
    for name in ("d.gz", "e.xlsx.bak", "f.csv.gz.tmp", ".g.csv.gz", ".gz"):
        (inside / name).write_text("not an export")
    answer = run.run(program, "convert", inside, "--to", "csv", "--set", "header=no", *run.DATE)
    assert answer.status == 0 and [line[0:1] for line in answer.out.splitlines()] == [b"A", b"X", b"C"], answer


CHECKS = [cells, dates_of_1904, raw_texts, rows_are_numbered_as_in_the_sheet, ragged_rows_are_as_wide_as_the_widest,
          what_is_told_of_a_sheet, sheets, other_files_are_refused_by_name, damaged_workbooks,
          folders_take_workbooks_and_packed_files]

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        sys.exit(run.main(CHECKS, sys.argv[1], temporary))
