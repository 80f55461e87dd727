"""One definition of a table's columns makes the page, the paper (the page without navigation) and the files.

Rows are written here and not by a template's loop: at 2,000 rows the loop is most of the time that a page takes.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any, Generic, TypeVar

from django.utils.safestring import SafeString, mark_safe

Row = TypeVar("Row")
Value = str | int | Decimal | dt.date | None


@dataclass(frozen=True)
class Column(Generic[Row]):
    """value: as files hold it. html: as the page shows it, already escaped; empty for a column that only files have.

    sort: a key that sorts; None for a row stands last whichever way. total: what the sum row says, escaped.
    """

    key: str
    heading: str
    value: Callable[[Row], Value]
    html: Callable[[Row], str] | None = None
    sort: Callable[[Row], Any] | None = None
    is_number: bool = False
    is_wide: bool = False
    in_files: bool = True
    total: Callable[[Sequence[Row]], str] | None = None


@dataclass(frozen=True)
class Order:
    """By which column, and which way: "money", "-money"."""

    key: str
    is_falling: bool = False

    @classmethod
    def parse(cls, text: str) -> "Order":
        return cls(text.removeprefix("-"), text.startswith("-"))

    def __str__(self) -> str:
        return f"-{self.key}" if self.is_falling else self.key

    def sort(self, rows: Iterable[Row], columns: Sequence[Column[Row]], first: Callable[[Row], Any]) -> list[Row]:
        """Rows that are alike stand in the order of ``first``; rows without a value come last whichever way."""
        key = next(column.sort for column in columns if column.key == self.key and column.sort)
        placed = [(key(row), row) for row in sorted(rows, key=first)]
        have = sorted([pair for pair in placed if pair[0] is not None], key=lambda pair: pair[0], reverse=self.is_falling)
        return [row for _, row in have] + [row for value, row in placed if value is None]


def shown(columns: Sequence[Column[Row]]) -> list[Column[Row]]:
    return [column for column in columns if column.html]


def body(columns: Sequence[Column[Row]], rows: Iterable[Row], as_cards: bool) -> SafeString:
    """The rows of the table. Cards need roles, since their display takes a table's own away in some browsers, and labels."""
    makers = [(column.html, opening(column, place == 0, as_cards), ending(place == 0, as_cards)) for place, column in enumerate(shown(columns))]
    begin = '<tr role="row">' if as_cards else "<tr>"
    parts = []
    for row in rows:
        parts.append(begin)
        for make, start, end in makers:
            parts += (start, make(row), end)  # type: ignore[misc]
        parts.append("</tr>\n" if as_cards else "\n")
    return mark_safe("".join(parts))  # noqa: S308 each column escapes what it shows


def opening(column: Column[Any], is_name: bool, as_cards: bool) -> str:
    name = "rowheader" if is_name else "cell"
    role = f' role="{name}"' if as_cards else ""
    if is_name:
        return f'<th scope="row"{role}' + (' class="num">' if column.is_number else ">")
    classes = "r" if column.is_number else "wide" if column.is_wide and as_cards else ""
    label = f' data-l="{escape(column.heading)}"' if as_cards and not column.is_wide else ""
    return f"<td{role}" + (f' class="{classes}"' if classes else "") + f"{label}>"


def ending(is_name: bool, as_cards: bool) -> str:
    """HTML lets a cell's and a row's end be left out: a tenth of what a long table weighs."""
    return "" if not as_cards else "</th>" if is_name else "</td>"


def foot(columns: Sequence[Column[Row]], rows: Sequence[Row], name: str, as_cards: bool) -> SafeString:
    """The sum row, or nothing when no column has a sum to show."""
    cells = [column.total(rows) if column.total else "" for column in shown(columns)[1:]]
    if not any(cells):
        return SafeString()
    row, head, cell = (' role="row"', ' role="rowheader"', ' role="cell"') if as_cards else ("", "", "")
    parts = [f'<tr{row}><th scope="row"{head}>{escape(name)}</th>']
    for column, text in zip(shown(columns)[1:], cells, strict=True):
        classes = "r" if text else "none"
        label = f' data-l="{escape(column.heading)}"' if text and as_cards else ""
        parts.append(f'<td{cell} class="{classes}"{label}>{text}</td>')
    return mark_safe("".join([*parts, "</tr>"]))  # noqa: S308 escaped above


def files(columns: Sequence[Column[Row]], rows: Iterable[Row]) -> tuple[list[str], list[list[Value]]]:
    """Headings and values of the columns that files have."""
    kept = [column for column in columns if column.in_files]
    return [column.heading for column in kept], [[column.value(row) for column in kept] for row in rows]
