"""A table of key figures as somebody has it: which column is what, and each row's values or what is wrong with them. Pure."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from portfolio.lib import bounds
from portfolio.lib.sheetreading import Cell, Rows

COLUMNS = {
    "code": "code number municipalitycode municipalitynumber kommunkod kommunnummer kommunenummer kommunenr knr kod nr nummer",
    "place": "municipality name organisation kommun kommune namn navn organisasjon region",
    "date": "date day datum dato dag",
    "year": "year år årtal årstall aar",
    "value": "value figure number antal antall värde verdi tal tall population folkmängd folketall innbyggertall invånare innbyggere personer",
    "basis": "basis method grund grunnlag underlag beräkningssätt beregningsmåte måte",
}
"""Headings in three languages, without spaces and signs. A heading that begins with one and a space is the column too: "Antal anställda"."""
KNOWN = {word: column for column, words in COLUMNS.items() for word in words.split()}
LOOKED_THROUGH = 20
MOST = 10**15
WHOLE = re.compile(r"[0-9]{1,3}(?:[ \u00a0\u202f'’][0-9]{3})+|[0-9]+")
"""Groups of three with a space or an apostrophe; a point or comma could be either thousands or decimals, so it is asked about."""
FORMS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%Y%m%d")
LONGEST_BASIS = 40


class NoTable(Exception):
    """code: empty, place (no column names the municipality), time (no date and no year), value, twice. what: the heading, when one is to blame."""

    def __init__(self, code: str, what: str = "") -> None:
        super().__init__(code)
        self.code, self.what = code, what


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell. row: as the spreadsheet numbers it. column: its heading. code: what is to be done."""

    row: int
    column: str
    code: str
    written: str


@dataclass(frozen=True)
class Line:
    """One row of the table. Without a date its year says when, by the country's custom."""

    row: int
    code: str
    place: str
    date: dt.date | None
    year: int | None
    value: int
    basis: str


@dataclass(frozen=True)
class Table:
    headings: dict[str, str]
    """Column → its heading in the file."""
    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]


def table_of(rows: Rows) -> Table:
    """Every row below the headings that holds something; titles above them and sums without a municipality's name are for people."""
    at, places = headings(rows)
    heads = {column: text(rows[at][place]) for column, place in places.items()}
    lines, faults = [], []
    for number, row in enumerate(rows[at + 1 :], at + 2):
        cells = {column: row[place] if place < len(row) else None for column, place in places.items()}
        if all(cell in (None, "") for cell in row):
            continue
        found = Reading(number, cells, heads)
        line = found.line()
        faults += found.faults
        if not found.faults:
            lines.append(line)
    if not lines and not faults:
        raise NoTable("empty")
    return Table(heads, tuple(lines), tuple(faults))


def headings(rows: Rows) -> tuple[int, dict[str, int]]:
    """The row of headings, and where each column stands: the first row that names a value and something else."""
    for number, row in enumerate(rows[:LOOKED_THROUGH]):
        known = [(column, place) for place, cell in enumerate(row) if (column := column_of(cell))]
        names = [column for column, _ in known]
        if "value" in names and len(set(names)) > 1:
            for name in set(names):
                if names.count(name) > 1:
                    raise NoTable("twice", name)
            return number, check(dict(known))
    if not any(cell not in (None, "") for row in rows for cell in row):
        raise NoTable("empty")
    raise NoTable("value")


def check(places: dict[str, int]) -> dict[str, int]:
    if "code" not in places and "place" not in places:
        raise NoTable("place")
    if "date" not in places and "year" not in places:
        raise NoTable("time")
    return places


def column_of(cell: Cell) -> str:
    if not isinstance(cell, str):
        return ""
    words = re.findall(r"\w+", cell.casefold())
    return KNOWN.get("".join(words), "") or (KNOWN.get(words[0], "") if words else "")


def text(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()


class Reading:
    """One row, and what is wrong with its cells."""

    def __init__(self, row: int, cells: dict[str, Cell], heads: dict[str, str]) -> None:
        self.row, self.cells, self.heads = row, cells, heads
        self.faults: list[Fault] = []

    def fault(self, column: str, code: str) -> None:
        self.faults.append(Fault(self.row, self.heads[column], code, text(self.cells[column])[:60]))

    def line(self) -> Line:
        code, place = self.code(), text(self.cells.get("place"))
        if not code and not place and not self.faults:
            self.fault("code" if "code" in self.heads else "place", "place")
        date, year = self.time()
        basis = text(self.cells.get("basis"))
        if len(basis) > LONGEST_BASIS:
            self.fault("basis", "long")
        return Line(self.row, code, place, date, year, self.value(), basis)

    def code(self) -> str:
        """Four figures; a spreadsheet has taken the zero away from 0114."""
        written = text(self.cells.get("code"))
        return written.zfill(4) if written.isdecimal() and len(written) < 4 else written

    def value(self) -> int:
        cell = self.cells["value"]
        if isinstance(cell, int):
            if 0 <= cell <= MOST:
                return cell
        elif isinstance(cell, str) and WHOLE.fullmatch(cell) and (found := int(re.sub(r"\D", "", cell))) <= MOST:
            return found
        self.fault("value", "missing" if cell in (None, "") else "part" if isinstance(cell, Decimal) else "whole")
        return 0

    def time(self) -> tuple[dt.date | None, int | None]:
        if "date" in self.heads and self.cells["date"] not in (None, ""):
            return self.date(self.cells["date"])
        if "year" in self.heads:
            cell = self.cells["year"]
            if isinstance(cell, dt.date):
                return self.meant(cell), None
            if (written := text(cell)).isdecimal() and bounds.FIRST_YEAR <= int(written) <= bounds.LAST_YEAR:
                return None, int(written)
            self.fault("year", "year")
        else:
            self.fault("date", "day")
        return None, None

    def date(self, cell: Cell) -> tuple[dt.date | None, int | None]:
        """A day; a year alone in the column of dates is a year."""
        if isinstance(cell, dt.date):
            return self.meant(cell), None
        written = text(cell)
        if written.isdecimal() and len(written) == 4 and bounds.FIRST_YEAR <= int(written) <= bounds.LAST_YEAR:
            return None, int(written)
        for form in FORMS:
            try:
                return self.meant(dt.datetime.strptime(written, form).date()), None  # noqa: DTZ007 a day has no zone
            except ValueError:
                continue
        self.fault("date", "day")
        return None, None

    def meant(self, day: dt.date) -> dt.date | None:
        if bounds.holds(day):
            return day
        self.fault("date", "day")
        return None


def doubles(lines: Sequence[Line], keys: Sequence[object]) -> dict[int, int]:
    """Row → the earlier row that says something of the same; ``keys`` say what each line is about."""
    first: dict[object, int] = {}
    return {line.row: first[key] for line, key in zip(lines, keys, strict=True) if first.setdefault(key, line.row) != line.row}
