"""Writes Excel workbooks by hand: XML after ECMA-376 in a zip, with nothing but the standard library.

A cell is None (nothing there), text (a shared string), or a Cell.
"""
import collections
import datetime
import zipfile
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

Cell = collections.namedtuple("Cell", "kind value style formula", defaults=(None, "", 0, None))

# Cell formats, in the order of cellXfs: numFmtId, and the code of those that are the workbook's own.
STYLES = [(0, None), (14, None), (20, None), (22, None), (164, "yyyy\\-mm\\-dd"), (165, "[h]:mm"), (166, "00000"),
          (167, 'm/d/yy;@'), (168, '"due "d" of "mmmm'), (169, "[$-409]h:mm AM/PM"), (170, "0.00E+00"),
          (171, '[Red]#,##0.00;("$"#,##0.00)'), (172, "mm:ss"), (173, "m/d/yyyy h:mm"), (2, None), (49, None)]
PLAIN, DATE, TIME, DATE_TIME, ISO_DATE, ELAPSED, ZIP, SHORT_DATE, LONG_DATE, AM_PM, SCIENTIFIC, MONEY, MINUTES, \
    US_DATE_TIME, TWO_PLACES, TEXT = range(16)


def number(value, style=PLAIN):
    return Cell("n", str(value), style)


def serial(day, from_1904=False):
    return (day - (datetime.date(1904, 1, 1) if from_1904 else datetime.date(1899, 12, 30))).days


def column_name(index):
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def text_element(text):
    """<t>; what XML cannot hold or would change is escaped as Excel does."""
    out = "".join(f"_x{ord(c):04X}_" if ord(c) < 32 and c not in "\t\n" else c for c in text)
    return f'<t xml:space="preserve">{escape(out)}</t>'


class Workbook:
    def __init__(self, strict=False, from_1904=False, places=True, inline=False):
        self.main, self.office = (STRICT_MAIN, STRICT_OFFICE) if strict else (MAIN, OFFICE)
        self.from_1904, self.places, self.inline = from_1904, places, inline
        self.strings, self.sheets, self.extra = {}, [], {}
        self.workbook_type = SHEET_TYPE
        self.doctype = ""

    def cell(self, row, column, cell):
        if cell is None:
            return "" if self.places else "<c/>"
        if isinstance(cell, str):
            cell = Cell("inlineStr" if self.inline else "s", cell)
        place = f' r="{column_name(column)}{row}"' if self.places else ""
        style = f' s="{cell.style}"' if cell.style else ""
        kind = f' t="{cell.kind}"' if cell.kind not in ("n", None) else ""
        formula = f"<f>{escape(cell.formula)}</f>" if cell.formula is not None else ""
        if cell.kind == "inlineStr":
            body = f"<is>{text_element(cell.value)}</is>"
        elif cell.kind == "s":
            body = f"<v>{self.strings.setdefault(cell.value, len(self.strings))}</v>"
        else:
            body = f"<v>{escape(cell.value)}</v>" if cell.value is not None else ""
        return f"<c{place}{style}{kind}>{formula}{body}</c>"

    def sheet(self, rows, name="Sheet", hidden=(), state="visible", behind="", first=1):
        """`rows`: lists of cells, or (number, cells); None: no such row."""
        parts, at = [], first - 1
        for row in rows:
            at, row = row if isinstance(row, tuple) else (at + 1, row)
            if row is None:
                continue
            cells = "".join(self.cell(at, i, cell) for i, cell in enumerate(row))
            place = f' r="{at}"' if self.places or at in hidden else ""
            parts.append(f'<row{place}{" hidden=" + chr(34) + "1" + chr(34) if at in hidden else ""}>{cells}</row>')
        self.raw_sheet(f'<worksheet xmlns="{self.main}"><sheetData>{"".join(parts)}</sheetData>{behind}</worksheet>',
                       name, state)

    def raw_sheet(self, xml, name="Sheet", state="visible"):
        self.sheets.append((name, state, xml))

    def shared(self):
        items = "".join(f"<si>{text_element(text)}</si>" for text in self.strings)
        return f'<sst xmlns="{self.main}" count="9" uniqueCount="{len(self.strings)}">{items}</sst>'

    def styles(self):
        own = "".join(f"<numFmt numFmtId=\"{number}\" formatCode={quoteattr(code)}/>"
                      for number, code in STYLES if code is not None)
        cells = "".join(f'<xf numFmtId="{number}" fontId="0"/>' for number, _ in STYLES)
        return (f'<styleSheet xmlns="{self.main}"><numFmts count="1">{own}</numFmts>'
                f'<cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs><cellXfs count="1">{cells}</cellXfs>'
                "</styleSheet>")

    def parts(self):
        relation = '<Relationship Id={} Type="' + self.office + '/{}" Target="{}"/>'
        related = "".join(relation.format(f'"r{n}"', "worksheet", f"odd/page{n}.xml") for n in range(len(self.sheets)))
        related += relation.format('"s"', "styles", "/book/styles.xml")
        related += relation.format('"t"', "sharedStrings", "../book/strings.xml")
        listed = "".join(f'<sheet name={quoteattr(name)} sheetId="{n + 1}" state="{state}" r:id="r{n}"/>'
                         for n, (name, state, _) in enumerate(self.sheets))
        since = '<workbookPr date1904="1"/>' if self.from_1904 else "<workbookPr/>"
        parts = {
            "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
                                   f'<Override PartName="/book/w.xml" ContentType="{self.workbook_type}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}">'
                           + relation.format('"w"', "officeDocument", "book/w.xml") + "</Relationships>",
            "book/w.xml": f'{self.doctype}<workbook xmlns="{self.main}" xmlns:r="{self.office}">{since}'
                          f"<sheets>{listed}</sheets></workbook>",
            "book/_rels/w.xml.rels": f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>',
            "book/styles.xml": self.styles(),
            "book/strings.xml": self.shared(),
        }
        for n, (_, _, xml) in enumerate(self.sheets):
            parts[f"book/odd/page{n}.xml"] = xml
        parts.update(self.extra)
        return parts

    def save(self, path, method=zipfile.ZIP_DEFLATED):
        with zipfile.ZipFile(path, "w", method) as archive:
            for name, text in self.parts().items():
                if text is not None:
                    data = text if isinstance(text, bytes) else ('<?xml version="1.0" encoding="UTF-8"?>\n' + text).encode()
                    archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, method)
        return path
