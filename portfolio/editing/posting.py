"""A row's form as it is compared: the digest of what stands, and both texts side by side."""

from typing import Any

from portfolio.editing.forms import RowForm
from portfolio.lib.money import written
from portfolio.web.posting import Pair, digest, worded


def shown(form: RowForm) -> str:
    """The digest of the row as it stands in the database."""
    return digest({**form.before, "amounts": sorted(form.amounts_before.items())}) if form.instance.pk else ""


def pairs(stored: RowForm, mine: RowForm) -> list[Pair]:
    """Field by field what stands there now and what was typed; ``mine`` is valid."""
    found = []
    for field in stored.plain_fields():
        theirs = in_words(stored, field.name, stored.before.get(field.name))
        found.append(Pair(str(field.label), theirs, in_words(mine, field.name, mine.cleaned_data.get(field.name))))
    wanted = mine.amounts() if stored.record.amounts else {}
    for year in sorted({*wanted, *stored.amounts_before}):
        found.append(Pair(str(year), written(stored.amounts_before.get(year)) or "–", written(wanted.get(year)) or "–"))
    return found


def in_words(form: RowForm, name: str, value: Any) -> str:
    """A value of the form as a person reads it."""
    return worded(form.fields[name], value)
