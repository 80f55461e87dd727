"""A table out of a file that somebody sends: CSV, or the first sheet of an XLSX. Pure.

A file may be made to do harm: what is read is bounded in bytes, rows and columns, no entity is expanded, nothing is fetched and no formula worked out.
"""

import csv
import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree

MOST_BYTES, MOST_UNPACKED = 2_000_000, 12_000_000
MOST_ROWS, MOST_COLUMNS, MOST_CELL = 5000, 40, 400
CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TIED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
DAYS = frozenset({14, 15, 16, 17, 22, 27, 30, 36, 45, 46, 47, 50, 57})
"""Number formats that every spreadsheet takes for dates; formats of the file's own are looked through for y, m and d."""

Cell = str | int | Decimal | dt.date | None
Rows = list[list[Cell]]


BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, ElementTree.ParseError, LookupError, ArithmeticError, ValueError, RuntimeError, EOFError)
"""All that a package which is none, or is cut off, encrypted or inconsistent, makes the reading say."""


class Unreadable(Exception):
    """code: large, long, wide, kind, broken, encoding, merged, formula. where: the cell or cells, when one is to blame."""

    def __init__(self, code: str, where: str = "") -> None:
        super().__init__(code)
        self.code, self.where = code, where


def read_rows(content: bytes) -> Rows:
    """Rows with at most MOST_COLUMNS cells each; the first is row 1 of the file. What kind of file it is, its content says."""
    if len(content) > MOST_BYTES:
        raise Unreadable("large")
    if content.startswith(b"PK\x03\x04"):
        return read_xlsx(content)
    if content.startswith((b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8", b"{\\rtf", b"<")) or b"\0" in content.removeprefix(b"\xff\xfe"):
        raise Unreadable("kind")
    return read_csv(content)


# ---- CSV -----------------------------------------------------------------------
def read_csv(content: bytes) -> Rows:
    text = decoded(content)
    top = "\n".join(text.split("\n", 10)[:10])
    delimiter = max(";\t,", key=top.count)
    found: Rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            bounded(len(found) + 1, len(row))
            found.append([cell.strip()[: MOST_CELL + 1] for cell in row])
    except csv.Error as problem:
        raise Unreadable("broken") from problem
    return found


def decoded(content: bytes) -> str:
    """UTF-8, or what spreadsheets in these countries write otherwise."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as problem:
        raise Unreadable("encoding") from problem


def bounded(rows: int, columns: int) -> None:
    if rows > MOST_ROWS:
        raise Unreadable("long")
    if columns > MOST_COLUMNS:
        raise Unreadable("wide")


# ---- XLSX ----------------------------------------------------------------------
def read_xlsx(content: bytes) -> Rows:
    """The first sheet: shown values, dates as dates. A formula counts as the value that stands in the cell; one without is to blame."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            package = Package(book)
            strings, styles, sheet = package.strings(), package.date_styles(), package.first_sheet()
            return Sheet(strings, styles, package.counts_from_1904).rows(package.parts(sheet))
    except BROKEN as problem:
        raise Unreadable("broken") from problem


class Package:
    """The parts of the file, unpacked as far as MOST_UNPACKED altogether."""

    def __init__(self, book: zipfile.ZipFile) -> None:
        self.book, self.left, self.counts_from_1904 = book, MOST_UNPACKED, False
        self.names = set(book.namelist())

    def open(self, name: str) -> bytes:
        if self.book.getinfo(name).compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unreadable("broken")
        with self.book.open(name) as part:
            content = part.read(self.left + 1)
        self.left -= len(content)
        if self.left < 0:
            raise Unreadable("large")
        if b"<!DOCTYPE" in content or b"\0" in content:  # the latter would be UTF-16, in which a document type hides
            raise Unreadable("broken")
        return content

    def parts(self, name: str) -> Iterator[ElementTree.Element]:
        """Every element when it ends, cleared again by whoever reads it."""
        return (element for _, element in ElementTree.iterparse(io.BytesIO(self.open(name))))  # noqa: S314 no document type is let in

    def first_sheet(self) -> str:
        book = ElementTree.fromstring(self.open("xl/workbook.xml"))  # noqa: S314
        if (settings := book.find(f"{MAIN}workbookPr")) is not None:
            self.counts_from_1904 = settings.get("date1904") in ("1", "true")
        sheets = book.findall(f"{MAIN}sheets/{MAIN}sheet")
        shown = next((each for each in sheets if each.get("state", "visible") == "visible"), sheets[0])
        ties = ElementTree.fromstring(self.open("xl/_rels/workbook.xml.rels"))  # noqa: S314
        target = next((tie.get("Target", "") for tie in ties if tie.get("Id") == shown.get(TIED)), "")
        return target.lstrip("/") if target.startswith("/") else f"xl/{target}"

    def strings(self) -> list[str]:
        if "xl/sharedStrings.xml" not in self.names:
            return []
        found: list[str] = []
        for element in self.parts("xl/sharedStrings.xml"):
            if element.tag == f"{MAIN}si":
                found.append(text_in(element))
                element.clear()
        return found

    def date_styles(self) -> set[int]:
        """The numbers of the styles that show a number as a day."""
        if "xl/styles.xml" not in self.names:
            return set()
        styles = ElementTree.fromstring(self.open("xl/styles.xml"))  # noqa: S314
        own = {int(each.get("numFmtId", 0)): each.get("formatCode", "") for each in styles.iter(f"{MAIN}numFmt")}
        dates = DAYS | {number for number, code in own.items() if says_day(code)}
        return {place for place, each in enumerate(styles.findall(f"{MAIN}cellXfs/{MAIN}xf")) if int(each.get("numFmtId", 0)) in dates}


def says_day(code: str) -> bool:
    """yyyy-mm-dd does; #,##0 "md" and [Red]0 do not."""
    plain = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", code).lower()
    return "y" in plain or ("d" in plain and "m" in plain)


def text_in(element: ElementTree.Element) -> str:
    """Of a string or an inline string, with its runs, without the readings of East Asian names."""
    found = "".join(part.text or "" for part in element.iter(f"{MAIN}t"))
    return found[: MOST_CELL + 1]


class Sheet:
    def __init__(self, strings: list[str], date_styles: set[int], from_1904: bool) -> None:
        self.strings, self.date_styles = strings, date_styles
        self.first_day = dt.date(1904, 1, 1) if from_1904 else dt.date(1899, 12, 30)

    def rows(self, elements: Iterator[ElementTree.Element]) -> Rows:
        found: Rows = []
        for element in elements:
            if element.tag == f"{MAIN}row":
                number = int(element.get("r", len(found) + 1))
                bounded(number, 0)
                found += [[] for _ in range(number - len(found) - 1)]
                found.append(self.cells(element))
                element.clear()
            elif element.tag == f"{MAIN}mergeCell":
                self.refuse_merged(element.get("ref", ""), found)
        return found

    def refuse_merged(self, where: str, found: Rows) -> None:
        """A title merged above the table does no harm; cells merged beside others would leave values out."""
        first = CELL.match(where)
        if first and len([cell for cell in found[int(first[2]) - 1] if cell not in (None, "")]) > 1:
            raise Unreadable("merged", where)

    def cells(self, row: ElementTree.Element) -> list[Cell]:
        found: list[Cell] = []
        for element in row.findall(f"{MAIN}c"):
            place = CELL.fullmatch(element.get("r", ""))
            column = number_of(place[1]) if place else len(found)
            value = self.value(element)
            if value is None:
                continue
            bounded(0, column + 1)
            found += [None] * (column - len(found))
            found.append(value)
        return found

    def value(self, element: ElementTree.Element) -> Cell:
        kind, written = element.get("t", "n"), element.findtext(f"{MAIN}v")
        if kind == "inlineStr":
            return text_in(element).strip()
        if element.find(f"{MAIN}f") is not None and (not written or kind == "e"):
            raise Unreadable("formula", element.get("r", ""))
        if written is None:
            return None
        if kind == "s":
            return self.strings[int(written)].strip()
        if kind != "n":
            return written.strip()[: MOST_CELL + 1]
        return self.figure(written, int(element.get("s", 0)))

    def figure(self, written: str, style: int) -> Cell:
        try:
            value = Decimal(written)
        except InvalidOperation as problem:
            raise ValueError(written) from problem
        if not value.is_finite() or abs(value) > Decimal(10) ** 18:
            return written[:MOST_CELL]
        if style in self.date_styles and 0 < value < 2_958_466:
            return self.first_day + dt.timedelta(days=int(value))
        return int(value) if value == value.to_integral_value() else value


def number_of(letters: str) -> int:
    """A is 0, Z is 25, AA is 26."""
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found - 1
