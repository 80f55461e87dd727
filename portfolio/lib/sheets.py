"""Tables as files that a spreadsheet opens. Whatever a text says, no cell becomes a formula. Pure."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import xlsxwriter

Value = str | int | Decimal | dt.date | None
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MADE = dt.datetime(2020, 1, 1)  # noqa: DTZ001 the same rows make the same bytes; the file format knows no zone
DAY = {"sv": "yyyy-mm-dd", "nb": "dd.mm.yyyy", "en-gb": "d mmmm yyyy"}
FIRST_DAY = dt.date(1900, 3, 1)  # before it spreadsheets count a day that never was
WIDTHS = 8, 48


def csv_file(headings: Sequence[str], rows: Iterable[Sequence[Value]], language: str) -> bytes:
    """Semicolons and a byte order mark, as spreadsheets of these countries open it; decimals with a comma there."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow([harmless(text) for text in headings])
    comma = language != "en-gb"
    for row in rows:
        writer.writerow([as_text(value, comma) for value in row])
    return out.getvalue().encode("utf-8-sig")


def as_text(value: Value, comma: bool) -> str:
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, Decimal):
        return str(value).replace(".", ",") if comma else str(value)
    return "" if value is None else str(value)


def harmless(text: str) -> str:
    """Text that a spreadsheet would take for a formula gets an apostrophe in front."""
    return f"'{text}" if text.startswith(FORMULA) else text


@dataclass(frozen=True)
class Sheet:
    """name: of a tab, where a book has several; short, and without what spreadsheets forbid in it."""

    headings: Sequence[str]
    rows: Sequence[Sequence[Value]]
    name: str | None = None


def xlsx_file(title: str, headings: Sequence[str], rows: Sequence[Sequence[Value]], language: str) -> bytes:
    return xlsx_book(title, [Sheet(headings, rows)], language)


def xlsx_book(title: str, sheets: Iterable[Sheet], language: str) -> bytes:
    """Numbers are numbers, dates are dates, and text is never more than text."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"title": title, "created": MADE})
    strong, day, money = (
        book.add_format({"bold": True, "bottom": 1}),
        book.add_format({"num_format": DAY[language]}),
        book.add_format({"num_format": "#,##0.00"}),
    )
    day.set_align("left")
    formats = Formats(strong, day, money)
    for each in sheets:
        write(book.add_worksheet(each.name), each, formats)
    book.close()
    return out.getvalue()


@dataclass(frozen=True)
class Formats:
    strong: Any
    day: Any
    money: Any


def write(sheet: Any, content: Sheet, formats: Formats) -> None:
    headings, rows = content.headings, content.rows
    for place, text in enumerate(headings):
        sheet.write_string(0, place, text, formats.strong)
        sheet.set_column(place, place, width(text, [row[place] for row in rows]))
    for line, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            if isinstance(value, Decimal):
                sheet.write_number(line, place, value, formats.money)
            elif isinstance(value, int):
                sheet.write_number(line, place, value)
            elif isinstance(value, dt.date) and value >= FIRST_DAY:
                sheet.write_datetime(line, place, value, formats.day)
            elif value is not None:
                sheet.write_string(line, place, str(value))
    sheet.freeze_panes(1, 1)
    if headings:
        sheet.autofilter(0, 0, len(rows), len(headings) - 1)


def width(heading: str, values: Iterable[Value]) -> int:
    least, most = WIDTHS
    return min(most, max(least, len(heading) + 2, *(len(str(value)) + 1 for value in values if value is not None), least))
