"""Two people have changed one row: as any form is merged, and its amounts year by year."""

from typing import Any

from portfolio.editing.earlier import Stood
from portfolio.editing.forms import RowForm
from portfolio.editing.posting import pair_of_amounts, pairs
from portfolio.lib.money import written
from portfolio.web import merging
from portfolio.web.posting import Change, Pair, typed


def merged(stored: RowForm, mine: RowForm, base: Stood | None, data: Any) -> tuple[list[Pair], list[tuple[str, str]]]:
    """The fields side by side, and what is sent when mine is saved: without the base, everything as I wrote it."""
    if base is None:
        return pairs(stored, mine), typed(data)
    found, sent = merging.merged(stored, mine, base.values, data)
    wanted = mine.amounts() if stored.record.amounts else {}
    for year in sorted({*wanted, *stored.amounts_before, *base.amounts}):
        theirs, said = stored.amounts_before.get(year), wanted.get(year)
        change = merging.who_changed(base.amounts.get(year), theirs, said)
        found.append(pair_of_amounts(year, theirs, said, change))
        if change is Change.THEIRS:
            sent[f"amount_{year}"] = [written(theirs)]
    return found, merging.one_by_one(sent)
