"""Putting the shared register into the database. Safe to repeat: what is there already is left alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from portfolio.lib.registerfiles import Figure, Number, Place, Register, Source
from portfolio.models import FigureSource, FormerCode, KeyFigure, Organisation, User
from portfolio.models.figure import SHARED

REASON = "register load"
BATCH = 2000
Key = tuple[str, str, str]


class FigureMoved(Exception):
    """The files give another value for a figure that is stored: figures never change, a correction has a source of its own."""


@dataclass(frozen=True)
class Loaded:
    """How many rows were made or changed."""

    sources: int
    organisations: int
    numbers: int
    figures: int


@transaction.atomic
def load_register(register: Register, *, by: User | None = None) -> Loaded:
    sources = _load_sources(register.sources)
    counties = _load_places((place for place in register.places if place.kind == "county"), by)
    municipalities = _load_places((place for place in register.places if place.kind == "municipality"), by)
    ids = {(country, code): pk for country, code, pk in _municipalities().values_list("country", "code", "pk")}
    return Loaded(sources, counties + municipalities, _load_numbers(register.numbers, ids), _load_figures(register.figures, ids))


def _municipalities() -> QuerySet[Organisation]:
    return Organisation.objects.filter(kind=Organisation.Kind.MUNICIPALITY)


def _load_sources(sources: Iterable[Source]) -> int:
    stored = {source.key: source for source in FigureSource.objects.filter(SHARED)}
    touched = 0
    for source in sources:
        row = stored.get(source.key) or FigureSource(key=source.key)
        wanted = {"title": source.title, "publisher": source.publisher, "licence": source.licence, "note": source.note}
        if row.pk is None or any(getattr(row, name) != value for name, value in wanted.items()):
            FigureSource.objects.update_or_create(key=source.key, defaults=wanted)
            touched += 1
    return touched


def _load_places(places: Iterable[Place], by: User | None) -> int:
    """Counties before municipalities, which point at them. A changed name is a change with history, not a new row."""
    stored: dict[Key, Organisation] = {(row.country, row.kind, row.code): row for row in Organisation.objects.filter(kind__in=("county", "municipality"))}
    new, changed = [], []
    for place in places:
        county = stored[place.country, "county", place.county].pk if place.county else None
        wanted = {"name": place.name, "all_names": place.all_names, "parent_id": county}
        row = stored.get((place.country, place.kind, place.code))
        if row is None:
            new.append(Organisation(country=place.country, kind=place.kind, code=place.code, **wanted))
        elif any(getattr(row, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(row, name, value)
            changed.append(row)
    bulk_create_with_history(new, Organisation, batch_size=BATCH, default_user=by, default_change_reason=REASON)
    if changed:
        bulk_update_with_history(changed, Organisation, ["name", "all_names", "parent"], default_user=by, default_change_reason=REASON)
    return len(new) + len(changed)


def _load_numbers(numbers: Iterable[Number], ids: dict[tuple[str, str], int]) -> int:
    stored = {(row.organisation_id, row.code, row.first_year): row for row in FormerCode.objects.all()}
    new, changed = [], []
    for number in numbers:
        organisation = ids[number.country, number.code]
        row = stored.get((organisation, number.code_then, number.first_year))
        if row is None:
            row = FormerCode(organisation_id=organisation, code=number.code_then, first_year=number.first_year)
            new.append(row)
        elif (row.last_year, row.share_millionths) != (number.last_year, number.share_millionths):
            changed.append(row)
        row.last_year, row.share_millionths = number.last_year, number.share_millionths
    FormerCode.objects.bulk_create(new, BATCH)
    FormerCode.objects.bulk_update(changed, ["last_year", "share_millionths"], BATCH)
    return len(new) + len(changed)


def _load_figures(figures: Iterable[Figure], ids: dict[tuple[str, str], int]) -> int:
    sources = {source.key: source.pk for source in FigureSource.objects.filter(SHARED)}
    population = KeyFigure.Kind.POPULATION
    held = KeyFigure.objects.filter(SHARED, kind=population).order_by().values_list("organisation_id", "date", "source_id", "value", "basis")
    stored = {(organisation, date, source): (value, basis) for organisation, date, source, value, basis in held}
    new = []
    for figure in figures:
        key = (ids[figure.country, figure.code], figure.date, sources[figure.source])
        if key not in stored:
            new.append(KeyFigure(organisation_id=key[0], kind=population, date=key[1], source_id=key[2], value=figure.value, basis=figure.basis))
        elif stored[key] != (figure.value, figure.basis):
            raise FigureMoved(
                f"{figure.country} {figure.code} on {figure.date}: {stored[key][0]} is stored from {figure.source}, the file says {figure.value}. "
                "A figure never changes: give the correction a source of its own."
            )
    KeyFigure.objects.bulk_create(new, BATCH)
    return len(new)
