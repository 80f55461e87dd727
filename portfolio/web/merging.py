"""Two people have changed one form: what only one of them changed is kept of each. Field by field, whatever the form is of."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.forms import BoundField

from portfolio.web.fields import CHOSEN, PartyField
from portfolio.web.posting import Change, Pair, typed, worded

Sent = dict[str, list[str]]
"""What is sent again: the values of each field's name."""


def who_changed(base: Any, theirs: Any, mine: Any) -> Change:
    base, theirs, mine = plain(base), plain(theirs), plain(mine)
    if theirs == mine:
        return Change.NONE
    return Change.THEIRS if mine == base else Change.MINE if theirs == base else Change.BOTH


def plain(value: Any) -> str:
    """A stored value (the number of a row) and a cleaned one (the row) in one form."""
    return "" if value is None else str(value.pk if isinstance(value, Model) else value)


def merged(stored: Any, mine: Any, base: Mapping[str, Any], data: Any) -> tuple[list[Pair], Sent]:
    """The fields side by side, and what is sent when mine is saved. base: what my form showed when I opened it; ``mine`` is valid."""
    found, sent = [], sent_of(data)
    for name, theirs in stored.before.items():
        field, said = stored.fields[name], mine.cleaned_data.get(name)
        change = who_changed(base.get(name), theirs, said)
        stands = worded(field, theirs)
        found.append(Pair(str(field.label), stands, stands if change is Change.THEIRS else worded(field, said), change))
        if change is Change.THEIRS:
            take_theirs(sent, stored[name])
    return found, sent


def take_theirs(sent: Sent, field: BoundField) -> None:
    sent.pop(f"{field.name}_chosen", None)
    sent[field.name] = as_sent(field)


def as_sent(field: BoundField) -> list[str]:
    """What a browser sends of the field as it opens; nothing for a box that is not ticked."""
    if isinstance(field.field, PartyField) and field.initial:  # by its number: two may have one name
        return [f"{CHOSEN}{field.initial}"]
    value = field.value()
    if isinstance(value, list):
        return [str(each) for each in value]
    return [] if value is False else ["on"] if value is True else ["" if value is None else str(value)]


def sent_of(data: Any) -> Sent:
    found: Sent = {}
    for name, value in typed(data):
        found.setdefault(name, []).append(value)
    return found


def one_by_one(sent: Sent) -> list[tuple[str, str]]:
    return [(name, value) for name, values in sent.items() for value in values]
