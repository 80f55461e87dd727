"""A table as its page draws it: cells with their names, what is wrong with them, and sums as they stand."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from costsharing.balance import Balance, balance
from costsharing.forms.grids import ADVICE
from costsharing.grid.cells import Column, Fault, Row, Sheet, Side, Values, amount_of
from costsharing.models import FundingLine
from costsharing.queries.grids import Stored
from portfolio.lib.money import NotAnAmount, written

OWN = "__id__"
"""Stands for the number of a row that the page's script adds."""


@dataclass(frozen=True)
class Cell:
    name: str
    text: str
    label: str
    column: Column | None
    year: int | None
    fault: str = ""


@dataclass(frozen=True)
class DrawnRow:
    row: Row
    name: str
    """Of a row that is given; nothing when it can be written."""
    years: list[Cell]
    first: Cell | None
    others: list[Cell]
    amounts: dict[int, int]

    @property
    def counted(self) -> dict[int, int]:
        """A grant that is refused pays for nothing, and what is taken out no longer counts."""
        is_refused = self.row.texts.get("grant_state") == FundingLine.Grant.REFUSED
        return {} if self.row.is_gone or is_refused else self.amounts

    @property
    def total(self) -> int:
        return sum(self.counted.values())


@dataclass(frozen=True)
class DrawnSide:
    side: Side
    rows: list[DrawnRow]
    blank: DrawnRow | None
    years: list[int]
    fault: str = ""

    @cached_property
    def sums(self) -> list[tuple[int, int]]:
        return [(year, sum(row.counted.get(year, 0) for row in self.rows)) for year in self.years]

    @property
    def total(self) -> int:
        return sum(minor for _year, minor in self.sums)

    @property
    def first_column(self) -> Column | None:
        return self.side.columns[0] if self.side.columns else None

    @property
    def other_columns(self) -> tuple[Column, ...]:
        return self.side.columns[1:]


def drawn(sheet: Sheet, sides: tuple[Side, ...], faults: Collection[Fault] = ()) -> list[DrawnSide]:
    wrong = {(fault.side, fault.row, fault.column): str(ADVICE[fault.what]) for fault in faults}
    found = []
    for side in sides:
        names = dict(side.fixed)
        rows = [drawn_row(row, side, sheet.years, wrong, number, names.get(row.id, "")) for number, row in enumerate(sheet.sides[side.key], 1)]
        empty = Row(OWN, {column.key: column.default for column in side.columns})
        blank = drawn_row(empty, side, sheet.years, {}, "__n__", "") if side.adds else None
        found.append(DrawnSide(side, rows, blank, sheet.years, wrong.get((side.key, "", ""), "")))
    return found


def drawn_row(row: Row, side: Side, years: list[int], wrong: Mapping[Any, str], number: int | str, name: str) -> DrawnRow:
    called = name or _("Row %(number)s") % {"number": number}

    def cell(column: Column | None, year: int | None) -> Cell:
        key = column.key if column else str(year)
        label = f"{called}, {column.label if column else year}"
        return Cell(f"{side.key}-{row.id}-{key}", row.texts.get(key, ""), label, column, year, wrong.get((side.key, row.id, key), ""))

    columns = [cell(column, None) for column in side.columns]
    return DrawnRow(row, name, [cell(None, year) for year in years], columns[0] if columns else None, columns[1:], amounts_in(row, years))


def amounts_in(row: Row, years: list[int]) -> dict[int, int]:
    """What can be read; the rest is named as a fault where it stands."""
    found: dict[int, int] = {}
    for year in years:
        try:
            minor = amount_of(row.texts.get(str(year), ""))
        except NotAnAmount:
            continue
        if minor is not None:
            found[year] = minor
    return found


def balanced(sides: list[DrawnSide]) -> Balance:
    """Of the two sides of a budget."""
    costs, funding = sides
    return balance([row.counted for row in costs.rows], [row.counted for row in funding.rows])


def sheet_from(stored: Stored, sides: tuple[Side, ...], years: Collection[int]) -> Sheet:
    rows = {}
    for side in sides:
        there = stored.get(side.key, {})
        keys = [key for key, _name in side.fixed] or list(there)
        rows[side.key] = [Row(key, texts_of(there.get(key) or {})) for key in keys]
    return Sheet(sorted(years), rows)


def texts_of(values: Values) -> dict[str, str]:
    return {column: written(value) if isinstance(value, int) else value or "" for column, value in values.items()}
