"""Key figures as a region reads them: the shared register's, and those that the region has added."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, F, Max, Min, Q, QuerySet

from portfolio.models import FigureSource, KeyFigure
from portfolio.models.figure import SHARED


class Series(NamedTuple):
    """What is counted. name: of a kind that the region has named itself, when kind is other."""

    kind: str
    name: str = ""


def figures_for(region_id: int) -> QuerySet[KeyFigure]:
    """Never another region's."""
    return KeyFigure.objects.filter(SHARED | Q(region=region_id))


def newest_first(figures: QuerySet[KeyFigure]) -> QuerySet[KeyFigure]:
    """Of two for the same day the one that holds comes first: the region's own before the shared, then the one that came last."""
    return figures.order_by("-date", F("region").desc(nulls_last=True), "-pk")


def newest(organisations: Iterable[int], series: Series, region_id: int, *, on: dt.date) -> dict[int, KeyFigure]:
    """Each organisation's figure of the day or the nearest before it; one that has none is not in the answer."""
    found = newest_first(figures_for(region_id).filter(kind=series.kind, name=series.name, organisation__in=list(organisations), date__lte=on))
    held: dict[int, KeyFigure] = {}
    for figure in found.select_related("source"):
        held.setdefault(figure.organisation_id, figure)
    return held


def series_of(organisations: Iterable[int], region_id: int) -> set[Series]:
    """What is counted for any of them."""
    found = figures_for(region_id).filter(organisation__in=list(organisations)).order_by().values_list("kind", "name").distinct()
    return {Series(kind, name) for kind, name in found}


def names_of(region_id: int) -> list[str]:
    """Kinds that the region has named itself."""
    return list(KeyFigure.objects.filter(region=region_id).exclude(name="").order_by("name").values_list("name", flat=True).distinct())


def same_series(figure: KeyFigure, region_id: int) -> QuerySet[KeyFigure]:
    """The whole series that the figure belongs to, the newest first."""
    found = figures_for(region_id).filter(organisation=figure.organisation_id, kind=figure.kind, name=figure.name)
    return newest_first(found).select_related("source")


def own_sources(region_id: int) -> QuerySet[FigureSource]:
    """Those that a figure of the region may name. What it counts or types itself never bears the name of a register."""
    return FigureSource.objects.filter(region=region_id).order_by("publisher", "title")


def sources_for(region_id: int) -> QuerySet[FigureSource]:
    """Where the figures that the region reads come from: the shared, and its own."""
    return FigureSource.objects.filter(SHARED | Q(region=region_id)).order_by("publisher", "title")


def used_sources(region_id: int) -> QuerySet[FigureSource]:
    """With how many figures each gives this region, of how many organisations, and from when to when."""
    mine = Q(figures__region__isnull=True) | Q(figures__region=region_id)
    return sources_for(region_id).annotate(
        count=Count("figures", filter=mine),
        places=Count("figures__organisation", filter=mine, distinct=True),
        first=Min("figures__date", filter=mine),
        last=Max("figures__date", filter=mine),
    )
