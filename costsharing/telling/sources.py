"""What a table rests on, as it stands beneath it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from costsharing.engine.amounts import nearest
from costsharing.stored import Line, Stored, major
from costsharing.telling.typed import plain
from costsharing.wording.numbers import figure_name
from portfolio.lib import formats
from portfolio.templatetags.portfolio_format import day, page_language


def sources(parts: Iterable[Mapping[str, Any]]) -> list[str]:
    found = {(one["name"], one["date"], one["source"], one["value"]) for step in parts for one in step["figures"]}
    return [source(name, date, title, plain(major(value))) for name, date, title, value in sorted(found)]


def source(name: str, date: str, title: str, value: str = "") -> str:
    """Population 31 December 2014, SCB: 13 460."""
    head = " ".join(filter(None, (figure_name(name).capitalize(), on(date))))
    told = ", ".join(filter(None, (head, title)))
    return f"{told}: {value}" if value else told


def on(date: str) -> str:
    try:
        return str(day(dt.date.fromisoformat(date)))
    except ValueError:
        return date


def table_sources(table: Stored) -> list[str]:
    return [source(*each) for each in table.sources()]


def months_of(line: Line) -> str:
    """From and to, for somebody who does not take part the whole year."""
    return f"{line.first}–{line.last}" if line.first or line.last else ""


def per_inhabitant(line: Line) -> str:
    """With two decimals always; a dash where no population was used."""
    each = line.per_inhabitant
    return "–" if each is None else formats.amount(nearest(each), page_language(), decimals=True)
