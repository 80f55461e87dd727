"""Key figures over time: read once, asked for any day."""

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db.models import F, Q

from costsharing.assembling import Value
from costsharing.queries.grounds import name_of
from portfolio.models import KeyFigure
from portfolio.queries.figures import figures_for

Figures = Mapping[int, Mapping[str, "Dated"]]
"""Organisation → figure → its values. One that has none is not there."""


@dataclass(frozen=True)
class Dated:
    """One figure of one organisation, oldest first."""

    days: list[dt.date] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)

    def on(self, day: dt.date) -> Value | None:
        """The newest of the day or before it."""
        place = bisect_right(self.days, day)
        return self.values[place - 1] if place else None


def figures_of(organisations: Collection[int], names: Collection[str], *, until: dt.date, region_id: int) -> Figures:
    """One query. Of two for the same day the region's own counts before the shared. A kind that the region has named itself goes by that name."""
    if not names or not organisations:
        return {}
    of_these = Q(kind__in=names) | Q(kind=KeyFigure.Kind.OTHER, name__in=names)
    rows = figures_for(region_id).filter(of_these, organisation__in=organisations, date__lte=until)
    oldest_first = rows.order_by("date", F("region").asc(nulls_first=True), "pk")  # the last of a day is the one that counts
    found: dict[int, dict[str, Dated]] = defaultdict(lambda: defaultdict(Dated))
    for pk, organisation, kind, name, day, value, title in oldest_first.values_list("pk", "organisation", "kind", "name", "date", "value", "source__title"):
        dated = found[organisation][name or kind]
        dated.days.append(day)
        dated.values.append(Value(value, day.isoformat(), name_of(title), pk))
    return found


def standing(figures: Figures, organisation: int, day: dt.date) -> dict[str, Value]:
    """Figure → its newest value of the day or before it; without those that have none."""
    return {name: value for name, dated in figures.get(organisation, {}).items() if (value := dated.on(day))}
