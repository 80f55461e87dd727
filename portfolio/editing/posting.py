"""A row's form as it is compared: the digest of what stands, and both texts side by side."""

from typing import Any

from portfolio.editing.forms import RowForm
from portfolio.lib.money import written
from portfolio.web.posting import Change, Pair, digest, worded


def shown(form: RowForm) -> str:
    """The digest of the row as it stands in the database."""
    return digest({**form.before, "amounts": sorted(form.amounts_before.items())}) if form.instance.pk else ""


def pairs(stored: RowForm, mine: RowForm) -> list[Pair]:
    """Field by field what stands there now and what was typed; ``mine`` is valid."""
    found = [
        Pair(str(field.label), in_words(stored, field.name, stored.before.get(field.name)), in_words(mine, field.name, mine.cleaned_data.get(field.name)))
        for field in stored.plain_fields()
    ]
    wanted = mine.amounts() if stored.record.amounts else {}
    return found + [pair_of_amounts(year, stored.amounts_before.get(year), wanted.get(year)) for year in sorted({*wanted, *stored.amounts_before})]


def pair_of_amounts(year: int, theirs: int | None, mine: int | None, change: Change = Change.BOTH) -> Pair:
    stands = written(theirs) or "–"
    return Pair(str(year), stands, stands if change is Change.THEIRS else written(mine) or "–", change)


def in_words(form: RowForm, name: str, value: Any) -> str:
    """A value of the form as a person reads it."""
    return worded(form.fields[name], value)
