"""The shared register: who is a member, how many live where, which municipality a number meant."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils import timezone

from portfolio.access.grants import current
from portfolio.lib.registerfiles import Register
from portfolio.models import FormerCode, KeyFigure, Organisation, Region, RegionMembership
from portfolio.models.figure import SHARED


@dataclass(frozen=True)
class Population:
    """A figure with all that is needed to answer "why this number?"."""

    value: int
    date: dt.date
    basis: str
    source: str


def population_of(organisations: Iterable[Organisation], *, on: dt.date) -> dict[int, Population]:
    """Each organisation's newest figure of the shared register on the day or before it; one that has none is not in the answer."""
    figures = KeyFigure.objects.filter(SHARED, kind=KeyFigure.Kind.POPULATION, date__lte=on)
    newest = figures.filter(organisation=OuterRef("organisation")).order_by("-date", "-pk").values("pk")[:1]
    found = figures.filter(organisation__in=[organisation.pk for organisation in organisations], pk=Subquery(newest))
    return {row.organisation_id: Population(row.value, row.date, row.basis, row.source.title) for row in found.select_related("source")}


def members_of(region: Region, *, on: dt.date) -> QuerySet[Organisation]:
    """The organisations that belong to the region on the day, by name."""
    held = RegionMembership.objects.filter(current(on), region=region, organisation=OuterRef("pk"))
    return Organisation.objects.filter(Exists(held)).order_by("name", "code")


def parties_for(region: Region, kept: int | None = None) -> QuerySet[Organisation]:
    """Whom a row of the region may name: the register that all regions share, and the region's own; whom it names already stays possible."""
    shared = Q(region__isnull=True) & current(timezone.localdate())
    return Organisation.objects.filter(shared | Q(region=region) | Q(pk=kept))


def municipalities_by_code(country: str, code: str, *, year: int) -> QuerySet[Organisation]:
    """The municipalities of today that the number meant in the year: several when one has been divided since, none when it meant nothing then.

    A municipality whose numbers of old are not known has had the one it has; after the last year of a known history the present number holds.
    """
    meant = FormerCode.objects.filter(organisation=OuterRef("pk"), code=code, first_year__lte=year, last_year__gte=year)
    history_reaches = FormerCode.objects.filter(organisation=OuterRef("pk"), last_year__gte=year)
    return Organisation.objects.filter(Exists(meant) | Q(code=code) & ~Exists(history_reaches), country=country, kind=Organisation.Kind.MUNICIPALITY).order_by(
        "code"
    )


@dataclass(frozen=True)
class YearTotal:
    country: str
    date: dt.date
    population: int
    municipalities: int


def year_totals() -> list[YearTotal]:
    """The population of all municipalities of a country, each time that there are figures."""
    figures = KeyFigure.objects.filter(SHARED, kind=KeyFigure.Kind.POPULATION, organisation__kind=Organisation.Kind.MUNICIPALITY)
    summed = figures.values("organisation__country", "date").annotate(people=Sum("value"), places=Count("organisation", distinct=True))
    return [YearTotal(row["organisation__country"], row["date"], row["people"], row["places"]) for row in summed.order_by("-organisation__country", "date")]


def differences(register: Register) -> Iterator[str]:
    """What the files say and the database does not, or the other way round; nothing when they agree."""
    public = Organisation.objects.filter(kind__in=("county", "municipality")).order_by()
    yield from _apart(
        "organisation",
        {(place.country, place.kind, place.code, place.name, place.county, place.all_names) for place in register.places},
        {(*row[:4], row[4] or "", row[5]) for row in public.values_list("country", "kind", "code", "name", "parent__code", "all_names")},
    )
    yield from _apart(
        "number",
        {(row.country, row.code, row.code_then, row.first_year, row.last_year, row.share_millionths) for row in register.numbers},
        set(FormerCode.objects.values_list("organisation__country", "organisation__code", "code", "first_year", "last_year", "share_millionths")),
    )
    population = KeyFigure.objects.filter(SHARED, kind=KeyFigure.Kind.POPULATION, organisation__in=public).order_by()
    yield from _apart(
        "population",
        {(row.country, row.code, row.date, row.value, row.basis, row.source) for row in register.figures},
        set(population.values_list("organisation__country", "organisation__code", "date", "value", "basis", "source__key")),
    )


def _apart(what: str, file: set[tuple[object, ...]], stored: set[tuple[object, ...]]) -> Iterator[str]:
    for side, rows in (("only in the files", file - stored), ("only in the database", stored - file)):
        yield from (f"{what} {side}: {' '.join(map(str, row))}" for row in sorted(rows, key=str))
