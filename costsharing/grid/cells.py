"""A table of lines and years as somebody fills it in: cells hold text until they are read. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from portfolio.lib import bounds
from portfolio.lib.money import minor_of
from portfolio.lib.texts import one_line

FIRST_YEAR, LAST_YEAR = bounds.MONEY_YEARS
MOST_ROWS, MOST_YEARS = 200, 30
Value = str | int | None
Values = Mapping[str, Value]
"""Column → value; the column of an amount is its year, and the amount whole minor units."""
State = Mapping[str, Mapping[str, Values | None]]
"""Side → row → values; None for a row that is to go."""
ID = re.compile(r"n?\d{1,12}")
YEAR = re.compile(r"\d{4}")
DASH = re.compile(r"(?i)[-−–][\s\-−–]*(?:kr\.?)?")


class Posted(Protocol):
    def getlist(self, key: str) -> list[Any]: ...
    def get(self, key: str, default: str) -> Any: ...


@dataclass(frozen=True)
class Column:
    """choices: value and word; none for a text or a day. default: what a new row begins with."""

    key: str
    label: Any
    choices: tuple[tuple[str, Any], ...] = ()
    most: int = 0
    default: str = ""
    is_required: bool = False
    is_day: bool = False


@dataclass(frozen=True)
class Side:
    """One table of the page. fixed: rows that are given, by id, with their names; none may be added to it then."""

    key: str
    title: Any
    columns: tuple[Column, ...] = ()
    fixed: tuple[tuple[str, str], ...] = ()
    adds: bool = True


@dataclass
class Row:
    """id: the stored row's number, or n and a number of its own for a new one."""

    id: str
    texts: dict[str, str] = field(default_factory=dict)
    is_gone: bool = False

    @property
    def is_new(self) -> bool:
        return self.id.startswith("n")


@dataclass
class Sheet:
    years: list[int]
    sides: dict[str, list[Row]]


@dataclass(frozen=True)
class Fault:
    """what: amount, day, text, long or choice of a cell; rows of a side; column is empty then."""

    side: str
    row: str
    column: str
    what: str


def amount_of(text: str) -> int | None:
    """Minor units; a dash alone, as a spreadsheet writes nothing, is no amount. Raises NotAnAmount."""
    return None if DASH.fullmatch(text.strip()) else minor_of(text)


def sheet_of(data: Posted, sides: tuple[Side, ...]) -> Sheet:
    """What was posted, whatever it is: names that no page of ours sends are passed over."""
    years = sorted({int(year) for year in data.getlist("year") if YEAR.fullmatch(year) and bounds.is_of_this_age(int(year))})[:MOST_YEARS]
    return Sheet(years, {side.key: rows_of(data, side, years) for side in sides})


def rows_of(data: Posted, side: Side, years: list[int]) -> list[Row]:
    columns = [*(column.key for column in side.columns), *map(str, years)]
    ids = [each for each in dict.fromkeys(data.getlist(side.key)) if (ID.fullmatch(each) if side.adds else each in dict(side.fixed))]
    found = [Row(each, {}, bool(data.get(f"{side.key}-{each}-gone", ""))) for each in ids]
    for row in found:
        row.texts = {column: one_line(data.get(f"{side.key}-{row.id}-{column}", "")).strip() for column in columns}
    return found


def new_row(rows: list[Row], side: Side) -> Row:
    """Added at the end, with a number that no row has."""
    number = 1 + max((int(row.id[1:]) for row in rows if row.is_new), default=0)
    row = Row(f"n{number}", {column.key: column.default for column in side.columns})
    rows.append(row)
    return row


def add_year(sheet: Sheet) -> bool:
    """The year after the last, or before the first when there is none after; False when the table is full."""
    after = sheet.years[-1] + 1 if sheet.years else FIRST_YEAR
    if len(sheet.years) >= MOST_YEARS or after > LAST_YEAR:
        return False
    sheet.years.append(after)
    return True
