"""Variants side by side, and who pays more and who less by one than by another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape

from django.utils.translation import gettext as _

from costsharing.engine.amounts import nearest
from costsharing.queries.scenarios import Lettered
from costsharing.queries.tried import Tried
from costsharing.tables.charts import bars, diverging
from costsharing.tables.scenario import amount, major
from costsharing.wording.numbers import signed_amount
from portfolio.lib import formats
from portfolio.tables import Column
from portfolio.templatetags.portfolio_format import page_language


@dataclass(frozen=True)
class Compared:
    """What one pays by each variant, in minor units; None where it takes no part or the variant cannot be worked out."""

    code: str
    name: str
    shares: tuple[int | None, ...]
    inhabitants: int | None


def compared(found: Sequence[Tried]) -> list[Compared]:
    names = {code: row.name for each in found for code, row in each.basis.organisations.items()}
    inhabitants = {code: value.value for each in found for code, value in each.basis.inhabitants.items()}
    rows = [Compared(code, name, tuple(share(each, code) for each in found), inhabitants.get(code)) for code, name in names.items()]
    paying = [row for row in rows if any(one is not None for one in row.shares)]
    return sorted(paying, key=lambda row: (-(row.inhabitants or 0), -max(one or 0 for one in row.shares), row.code))


def share(found: Tried, code: str) -> int | None:
    return found.result.amount(code) if found.result and code in found.result.columns.place else None


def side_by_side(variants: Sequence[Lettered], rows: Sequence[Compared]) -> list[Column[Compared]]:
    largest = max((one for row in rows for one in row.shares if one is not None), default=0)
    return [
        Column("name", _("Municipality"), lambda row: row.name, lambda row: escape(row.name)),
        *(share_column(place, str(variant)) for place, variant in enumerate(variants)),
        Column("bars", _("Bars"), lambda row: None, lambda row: bars(row.shares, largest), is_wide=True, in_files=False),
    ]


def share_column(place: int, heading: str) -> Column[Compared]:
    def html(row: Compared) -> str:
        value = row.shares[place]
        return "–" if value is None else amount(value)

    def total(rows: Sequence[Compared]) -> str:
        return amount(sum(row.shares[place] or 0 for row in rows))

    return Column(f"share-{place}", heading, lambda row: major(row.shares[place]), html, is_number=True, total=total)


# ---- who pays more and who less ----------------------------------------------
@dataclass(frozen=True)
class Moved:
    code: str
    name: str
    before: int
    after: int
    inhabitants: int | None

    @property
    def difference(self) -> int:
        return self.after - self.before


def moved(rows: Sequence[Compared], old: int, new: int) -> list[Moved]:
    """Who pays most more first. Whoever is in one of the two only pays 0 by the other."""
    found = [Moved(row.code, row.name, row.shares[old] or 0, row.shares[new] or 0, row.inhabitants) for row in rows]
    kept = [each for each, row in zip(found, rows, strict=True) if row.shares[old] is not None or row.shares[new] is not None]
    return sorted(kept, key=lambda row: (-row.difference, row.code))


def moved_columns(old: str, new: str, rows: Sequence[Moved]) -> list[Column[Moved]]:
    largest = max((abs(row.difference) for row in rows), default=0)
    return [
        Column("name", _("Municipality"), lambda row: row.name, lambda row: escape(row.name)),
        sum_column("before", old, lambda row: row.before, amount),
        sum_column("after", new, lambda row: row.after, amount),
        sum_column("difference", _("Difference"), lambda row: row.difference, signed_amount),
        Column("each-before", _("%(name)s, per inh.") % {"name": old}, lambda row: None, lambda row: per_inhabitant(row.before, row), is_number=True),
        Column("each-after", _("%(name)s, per inh.") % {"name": new}, lambda row: None, lambda row: per_inhabitant(row.after, row), is_number=True),
        Column("bars", _("Less or more"), lambda row: None, lambda row: diverging(row.difference, largest), is_wide=True, in_files=False),
    ]


def sum_column(key: str, heading: str, of: Callable[[Moved], int], write: Callable[[int], str]) -> Column[Moved]:
    return Column(key, heading, lambda row: major(of(row)), lambda row: write(of(row)), is_number=True, total=lambda rows: write(sum(map(of, rows))))


def per_inhabitant(minor: int, row: Moved) -> str:
    return formats.amount(nearest(Fraction(minor, row.inhabitants)), page_language(), decimals=True) if row.inhabitants else "–"
