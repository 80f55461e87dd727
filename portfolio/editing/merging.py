"""Two people have changed one row: what only one of them changed is kept of each, and what both changed is left to choose."""

from typing import Any

from django.db.models import Model
from django.forms import BoundField

from portfolio.editing.earlier import Stood
from portfolio.editing.forms import RowForm
from portfolio.editing.posting import pair_of_amounts, pair_of_field, pairs
from portfolio.lib.money import written
from portfolio.web.fields import CHOSEN, PartyField
from portfolio.web.posting import Change, Pair, typed

Typed = list[tuple[str, str]]


def merged(stored: RowForm, mine: RowForm, base: Stood | None, data: Any) -> tuple[list[Pair], Typed]:
    """The fields side by side, and what is sent when mine is saved: without the base, everything as I wrote it."""
    if base is None:
        return pairs(stored, mine), typed(data)
    found, sent = [], dict_of(data)
    for field in stored.plain_fields():
        theirs, said = stored.before.get(field.name), mine.cleaned_data.get(field.name)
        change = who_changed(base.values.get(field.name), theirs, said)
        found.append(pair_of_field(stored, mine, field.name, change))
        if change is Change.THEIRS:
            sent.pop(f"{field.name}_chosen", None)
            sent[field.name] = as_sent(field)
    wanted = mine.amounts() if stored.record.amounts else {}
    for year in sorted({*wanted, *stored.amounts_before, *base.amounts}):
        theirs, said = stored.amounts_before.get(year), wanted.get(year)
        change = who_changed(base.amounts.get(year), theirs, said)
        found.append(pair_of_amounts(year, theirs, said, change))
        if change is Change.THEIRS:
            sent[f"amount_{year}"] = [written(theirs)]
    return found, [(name, value) for name, values in sent.items() for value in values]


def who_changed(base: Any, theirs: Any, mine: Any) -> Change:
    base, theirs, mine = plain(base), plain(theirs), plain(mine)
    if theirs == mine:
        return Change.NONE
    return Change.THEIRS if mine == base else Change.MINE if theirs == base else Change.BOTH


def plain(value: Any) -> str:
    """A stored value (the number of a row) and a cleaned one (the row) in one form."""
    return "" if value is None else str(value.pk if isinstance(value, Model) else value)


def as_sent(field: BoundField) -> list[str]:
    """What a browser sends of the field as it opens; nothing for a box that is not ticked."""
    value = field.initial
    if isinstance(field.field, PartyField) and value:  # by its number: two may have one name
        return [f"{CHOSEN}{value}"]
    value = field.value()
    return [] if value is False else ["on"] if value is True else ["" if value is None else str(value)]


def dict_of(data: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in typed(data):
        found.setdefault(name, []).append(value)
    return found
