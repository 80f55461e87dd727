"""What the pages of key figures show: the newest of each member, one organisation's whole series, and where all come from."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portfolio.lib.alphabet import place
from portfolio.lib.chart import Chart, chart
from portfolio.models import FigureSource, KeyFigure, Organisation, Region
from portfolio.queries.figures import Series, newest, same_series, series_of
from portfolio.queries.register import members_of

Kind = KeyFigure.Kind
BASES = {
    "exact": gettext_lazy("as counted"),
    "sum_of_predecessors": gettext_lazy("sum of those that have merged"),
    "apportioned_to_2024_borders": gettext_lazy("apportioned to the borders of 2024"),
}


def label_of(series: Series) -> str:
    return series.name or str(Kind(series.kind).label)


def basis_of(figure: KeyFigure) -> str:
    """The registers' own words translated; what people have written as it stands."""
    return str(BASES.get(figure.basis, figure.basis))


@dataclass(frozen=True)
class Choice:
    label: str
    query: str
    is_shown: bool


@dataclass(frozen=True)
class Line:
    """A figure in a table. replaced: another figure holds for the same day."""

    figure: KeyFigure
    basis: str
    replaced: bool = False

    @property
    def is_own(self) -> bool:
        """Added by the region."""
        return self.figure.region_id is not None


@dataclass(frozen=True)
class MemberLine:
    organisation: Organisation
    line: Line | None


@dataclass(frozen=True)
class FiguresPage:
    choices: list[Choice]
    label: str
    members: list[MemberLine]
    total: int
    counted: int
    same_day: dt.date | None
    """The day of all figures, when it is one."""


def figures_page(region: Region, today: dt.date, kind: str, name: str) -> FiguresPage:
    """Three queries: members, what is counted for any of them, the figures of one kind."""
    members = sorted(members_of(region, on=today), key=lambda member: place(member.name, region.language))
    counted = series_of([member.pk for member in members], region.pk) | {Series(Kind.POPULATION)}
    wanted = Series(kind, name) if Series(kind, name) in counted else Series(Kind.POPULATION)
    held = newest([member.pk for member in members], wanted, region.pk, on=today)
    lines = [MemberLine(member, Line(held[member.pk], basis_of(held[member.pk])) if member.pk in held else None) for member in members]
    days = {figure.date for figure in held.values()}
    choices = [Choice(label_of(each), query_of(each), each == wanted) for each in sorted(counted, key=place_of)]
    total = sum(figure.value for figure in held.values())
    return FiguresPage(choices, label_of(wanted), lines, total, len(held), days.pop() if len(days) == 1 else None)


def place_of(series: Series) -> tuple[int, str]:
    return list(Kind).index(Kind(series.kind)), series.name.casefold()


def query_of(series: Series) -> str:
    return urlencode({"kind": series.kind} | ({"name": series.name} if series.name else {}))


@dataclass(frozen=True)
class SeriesPage:
    organisation: Organisation
    label: str
    kind_query: str
    lines: list[Line]
    chart: Chart | None
    sources: list[FigureSource]

    @property
    def first(self) -> Line:
        return self.lines[-1]

    @property
    def last(self) -> Line:
        return self.lines[0]


def series_page(figure: KeyFigure, region: Region) -> SeriesPage:
    """Every figure of the organisation and kind, the newest first; one that another replaces stays to be read."""
    lines = list(lines_of(same_series(figure, region.pk)))
    holding = [line.figure for line in lines if not line.replaced]
    series = Series(figure.kind, figure.name)
    drawn = chart([(each.date, each.value) for each in reversed(holding)])
    return SeriesPage(figure.organisation, label_of(series), query_of(series), lines, drawn, sources_of(lines))


def lines_of(figures: Iterable[KeyFigure]) -> Iterable[Line]:
    days: set[dt.date] = set()
    for figure in figures:
        yield Line(figure, basis_of(figure), replaced=figure.date in days)
        days.add(figure.date)


def sources_of(lines: Sequence[Line]) -> list[FigureSource]:
    return sorted({line.figure.source for line in lines}, key=lambda source: (source.publisher, source.title))


def day_rule(country: str) -> str:
    """When the country counts its people: what a year alone means there."""
    if country == Organisation.Country.SWEDEN:
        return _("Sweden counts its population on 31 December: the figure of a year is of its last day.")
    return _("Norway counts its population on 1 January: the figure of a year is of its first day.")
