"""The files of the shared register, read and checked: municipalities, counties, their former numbers, their population."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from portfolio.lib import bounds
from portfolio.lib.tablefile import FileFault, Row, rows, text_of

WHOLE = 1_000_000
LAST_YEAR = bounds.MONEY_YEARS[1]
COUNTRIES = ("SE", "NO")
DIGITS = {"county": 2, "municipality": 4}


@dataclass(frozen=True, slots=True)
class Source:
    """Where data comes from. ``day`` is the day of the year that its figures describe, when it has figures."""

    key: str
    title: str
    publisher: str
    licence: str
    note: str = ""
    country: str = ""
    file: str = ""
    day: tuple[int, int] = (1, 1)
    published_totals: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    country: str
    kind: str
    code: str
    name: str
    county: str
    all_names: str


@dataclass(frozen=True, slots=True)
class Number:
    """The number that (a part of) a municipality had in some years."""

    country: str
    code: str
    code_then: str
    first_year: int
    last_year: int
    share_millionths: int


@dataclass(frozen=True, slots=True)
class Figure:
    country: str
    code: str
    date: dt.date
    value: int
    basis: str
    source: str


@dataclass(frozen=True, slots=True)
class Register:
    sources: tuple[Source, ...]
    places: tuple[Place, ...]
    numbers: tuple[Number, ...]
    figures: tuple[Figure, ...]


def read_register(folder: Path) -> Register:
    """Everything, or a FileFault for the first thing that is wrong."""
    sources = read_sources(folder)
    places = read_places(folder)
    known = {(place.country, place.code) for place in places if place.kind == "municipality"}
    figures = tuple(figure for source in sources if source.file for figure in read_figures(folder, source, known))
    return Register(sources, places, read_numbers(folder, "codes_no.csv", "NO", known), figures)


def read_sources(folder: Path) -> tuple[Source, ...]:
    file = "sources.json"
    try:
        entries = json.loads(text_of(folder, file))["sources"]
        return tuple(_source(entry) for entry in entries)
    except json.JSONDecodeError as problem:
        raise FileFault(file, problem.lineno, f"it is not JSON ({problem.msg}).") from problem
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise FileFault(file, None, f"a source is not as it should be ({type(problem).__name__}: {problem}).") from problem


def _source(entry: dict[str, object]) -> Source:
    fields = dict(entry)
    figures = fields.pop("figures", None)
    if isinstance(figures, dict):
        month, day = map(int, figures["day"].split("-"))
        dt.date(2001, month, day)
        totals = {int(year): int(total) for year, total in figures.get("published_totals", {}).items()}
        if figures["country"] not in COUNTRIES:
            raise ValueError(f"country {figures['country']!r}")
        fields |= {"country": figures["country"], "file": figures["file"], "day": (month, day), "published_totals": totals}
    if not all(fields.get(name) and isinstance(fields[name], str) for name in ("key", "title", "publisher", "licence")):
        raise ValueError("key, title, publisher and licence are needed")
    return Source(**fields)  # type: ignore[arg-type]


def read_places(folder: Path) -> tuple[Place, ...]:
    """Counties and municipalities; every municipality lies in a county of the file."""
    places: dict[tuple[str, str, str], tuple[Row, Place]] = {}
    for row in rows(folder, "organisations.csv", ["country", "kind", "code", "name", "county", "all_names"]):
        place = Place(row.needed("country"), row.needed("kind"), row.needed("code"), row.needed("name"), row.text("county", 10), row.text("all_names", 300))
        if place.country not in COUNTRIES:
            raise row.fault(f"country must be one of {', '.join(COUNTRIES)}; it is {place.country!r}.")
        if place.kind not in DIGITS:
            raise row.fault(f"kind must be one of {', '.join(DIGITS)}; it is {place.kind!r}.")
        if not _is_code(place.code, DIGITS[place.kind]):
            raise row.fault(f"the code of a {place.kind} is {DIGITS[place.kind]} digits; it is {place.code!r}.")
        key = (place.country, place.kind, place.code)
        if key in places:
            raise row.fault(f"{place.kind} {place.code} stands already in line {places[key][0].line}.")
        places[key] = row, place
    for row, place in places.values():
        if place.kind == "county" and place.county:
            raise row.fault("a county has no county.")
        if place.kind == "municipality" and (place.country, "county", place.county) not in places:
            raise row.fault(f"no county has the code {place.county!r}.")
    return tuple(place for _, place in places.values())


def read_figures(folder: Path, source: Source, known: set[tuple[str, str]]) -> Iterator[Figure]:
    seen: set[tuple[str, int]] = set()
    for row in rows(folder, source.file, ["code", "year", "population", "basis"]):
        code, year = _known_code(row, source.country, known), row.number("year", 1749, LAST_YEAR)
        if (code, year) in seen:
            raise row.fault(f"{code} has a figure for {year} already.")
        seen.add((code, year))
        yield Figure(source.country, code, dt.date(year, *source.day), row.number("population", 0, 10**9), row.text("basis", 40), source.key)


def read_numbers(folder: Path, file: str, country: str, known: set[tuple[str, str]]) -> tuple[Number, ...]:
    """Former and present numbers. The parts of one former municipality add up to all of it in each period."""
    numbers: dict[tuple[str, str, int], Number] = {}
    parts: dict[tuple[str, int, int], int] = defaultdict(int)
    last_rows: dict[tuple[str, int, int], Row] = {}
    for row in rows(folder, file, ["code", "code_then", "first_year", "last_year", "weight"]):
        code, then = _known_code(row, country, known), row.needed("code_then")
        if not _is_code(then, 4):
            raise row.fault(f"code_then is 4 digits; it is {then!r}.")
        first, last = row.number("first_year", 1837, LAST_YEAR), row.number("last_year", 1837, LAST_YEAR)
        if first > last:
            raise row.fault(f"the first year, {first}, comes after the last, {last}.")
        if (code, then, first) in numbers:
            raise row.fault(f"{then} stands already for {code} from {first}.")
        numbers[code, then, first] = Number(country, code, then, first, last, _share(row))
        parts[then, first, last] += numbers[code, then, first].share_millionths
        last_rows[then, first, last] = row
    for (then, first, last), total in parts.items():
        if total != WHOLE:
            raise last_rows[then, first, last].fault(f"the parts of {then} in {first}–{last} add up to {total} millionths and not to the whole.")
    return tuple(numbers.values())


def _share(row: Row) -> int:
    text = row.needed("weight", 20)
    try:
        share = Fraction(text) * WHOLE
    except (ValueError, ZeroDivisionError):
        share = Fraction(0)
    if share.denominator != 1 or not 0 < share <= WHOLE:
        raise row.fault(f"weight must lie above 0 and not above 1, with at most six decimals; it is {text!r}.")
    return int(share)


def _is_code(text: str, digits: int) -> bool:
    return len(text) == digits and text.isascii() and text.isdigit()


def _known_code(row: Row, country: str, known: set[tuple[str, str]]) -> str:
    code = row.needed("code")
    if (country, code) not in known:
        raise row.fault(f"no municipality in {country} has the code {code!r}.")
    return code
