"""A row as it once stood, by its history: what a form was made from, and what was removed."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.forms import model_to_dict

from portfolio.editing.forms import RowForm, form_of
from portfolio.editing.holders import Holder
from portfolio.editing.record import Record
from portfolio.models import User
from portfolio.web.posting import digest

MOST = 200  # lines that are looked through for what a form showed


@dataclass(frozen=True)
class Stood:
    """values: by the names of the form's fields, as a form shows them at first. amounts: minor units by year."""

    values: dict[str, Any]
    amounts: dict[int, int]


def made_from(stored: RowForm, shown: str) -> Stood | None:
    """What the form with this digest showed of the row; None when its history does not know of it."""
    record, row = stored.record, stored.instance
    if not shown:  # the form of a new row, which somebody else has made meanwhile
        return Stood(model_to_dict(record.model(), fields=stored.before), {})
    for found in versions(record, row.pk):
        values = {name: found.values.get(name) for name in stored.before}
        if digest({**values, "amounts": sorted(found.amounts.items())}) == shown:
            return Stood(values, found.amounts)
    return None


def versions(record: Record, pk: int) -> Iterator[Stood]:
    """Newest first, a version for each moment at which the row or an amount of it was written."""
    model: Any = record.model
    lines = list(model.history.filter(id=pk).order_by("-history_id")[:MOST])
    below = amount_lines(record, pk)
    for at in sorted({line.history_date for line in (*lines, *below)}, reverse=True)[:MOST]:
        line = next((line for line in lines if line.history_date <= at), None)
        if line:
            yield Stood(model_to_dict(line.instance, fields=record.fields), amounts_at(below, at))


def amount_lines(record: Record, pk: int) -> list[Any]:
    table: Any = record.amounts
    return list(table.history.filter(line_id=pk).order_by("history_id")) if table else []


def amounts_at(lines: list[Any], at: dt.datetime) -> dict[int, int]:
    last = {line.id: line for line in lines if line.history_date <= at}
    return {line.year: line.minor for line in last.values() if line.history_type != "-"}


def as_removed(record: Record, holder: Holder, pk: int, user: User) -> RowForm | None:
    """The form of a row as it stood when it was removed; the newest line of its history says by whom and when."""
    line = record.lines(holder.of).filter(id=pk).order_by("-history_id").first()
    if line is None:
        return None
    form = form_of(record, holder, line.instance, user)
    form.amounts_before = amounts_at([each for each in amount_lines(record, pk) if each.history_type != "-"], line.history_date)
    return form
