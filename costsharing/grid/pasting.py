"""A block copied from a spreadsheet, put into the cells of a table. Pure."""

import csv
import io

from costsharing.grid.cells import MOST_ROWS, YEAR, Row, Sheet, Side, add_year, amount_of, new_row
from portfolio.lib import bounds
from portfolio.lib.money import NotAnAmount
from portfolio.lib.texts import one_line

Block = list[list[str]]
MOST_CELLS = 10_000


def block_of(text: str) -> Block:
    """Lines of cells with tabs between them, quoted as spreadsheets do where a cell holds a tab or a line break. Empty lines are no rows."""
    lines = csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter="\t")
    try:
        found = [[one_line(cell).strip() for cell in line] for line in lines]
    except csv.Error:
        found = [[one_line(cell).strip() for cell in line.split("\t")] for line in text.splitlines()]
    return [line for line in found if any(line)]


def years_in(line: list[str]) -> list[int | None]:
    """The years of a head line, by column; empty when it is none."""
    found = [int(cell) if YEAR.fullmatch(cell) and bounds.is_of_this_age(int(cell)) else None for cell in line]
    return found if any(found) and all(year or not cell for year, cell in zip(found[1:], line[1:], strict=True)) else []


def is_amount(text: str) -> bool:
    try:
        return amount_of(text) is not None
    except NotAnAmount as wrong:
        return wrong.code != "amount"  # one that is refused where it lands


def paste(sheet: Sheet, side: Side, block: Block) -> tuple[int, list[list[str]]]:
    """Fills the side's cells; returns how many, and the lines that found no row.

    The first column names the line: a row of that name is filled, otherwise a new one. A first line of years says which column is which year;
    without one the columns follow the table's years. A block of nothing but amounts fills the rows from the first one.
    """
    head = years_in(block[0]) if block else []
    lines = block[1:] if head else block
    is_bare = bool(lines) and all(is_amount(line[0]) or not line[0] for line in lines) and not (head and head[0] is None)
    first = 0 if is_bare else 1
    years: list[int | None] = head[first:] if head else list(sheet.years)
    widen(sheet, years, max((len(line) for line in lines), default=0) - first)
    filled, left = 0, []
    rows, names = sheet.sides[side.key], dict(side.fixed)
    for place, line in enumerate(lines):
        row = row_at(rows, place) if is_bare else row_named(rows, line[0], names)
        if row is None and (not side.adds or len(rows) >= MOST_ROWS):
            left.append(line)
            continue
        row = row or new_row(rows, side)
        if not is_bare and not names:
            row.texts["text"] = line[0]
        for year, cell in zip(years, line[first:], strict=False):
            if year is not None:
                row.texts[str(year)] = cell
                filled += 1
    return filled, left


def widen(sheet: Sheet, years: list[int | None], width: int) -> None:
    """Room in the sheet for the years that the head names, or for as many columns as the block has."""
    for year in years:
        if year is not None and year not in sheet.years:
            sheet.years = sorted([*sheet.years, year])
    while len(years) < width and years == sheet.years[: len(years)] and add_year(sheet):
        years.append(sheet.years[-1])


def row_at(rows: list[Row], place: int) -> Row | None:
    there = [row for row in rows if not row.is_gone]
    return there[place] if place < len(there) else None


def row_named(rows: list[Row], text: str, names: dict[str, str]) -> Row | None:
    """By its text, or where rows have names, by the name or the number at its end: Perstorp (1275)."""
    wanted = text.casefold()
    for row in rows:
        name = names.get(row.id, row.texts.get("text", "")).casefold()
        alike = {name, name.partition(" (")[0], name.partition(" (")[2].rstrip(")")} if names else {name}
        if not row.is_gone and wanted in alike - {""}:
            return row
    return None
