"""What a file of figures would do to the register: each row matched to a municipality and held against what is there. Nothing is stored here."""

import datetime as dt
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Q

from portfolio.lib.figurefile import Fault, Line, Table, doubles
from portfolio.models import FormerCode, KeyFigure, Organisation, Region
from portfolio.queries.figures import Series, figures_for, newest_first
from portfolio.queries.register import members_of

CODED = re.compile(r"(?P<first>\d{4})\s+(?P<name>\D.*)|(?P<before>\D.*?)\s*\((?P<last>\d{4})\)")
SUMS = frozenset({"sum", "summa", "total", "totalt", "riket", "hele landet", "hela landet", "i alt", "alle kommuner", "alla kommuner"})
WHOLE = 1_000_000


class State(StrEnum):
    """new: nothing is known of that day. alike: it is there. differs: another source says something else. clash: this source says something else."""

    NEW = "new"
    ALIKE = "alike"
    DIFFERS = "differs"
    CLASH = "clash"


@dataclass(frozen=True)
class Taken:
    """A row that is about a member. held: the figure that holds for that day now."""

    line: Line
    organisation: Organisation
    date: dt.date
    state: State
    held: KeyFigure | None


@dataclass(frozen=True)
class Preview:
    """outside: rows about others than the region's members, which are left out."""

    taken: list[Taken]
    outside: list[Line]
    faults: list[Fault]

    def in_state(self, state: State) -> list[Taken]:
        return [each for each in self.taken if each.state is state]

    @property
    def wanted(self) -> list[Taken]:
        """What is stored when it is confirmed."""
        return [each for each in self.taken if each.state in (State.NEW, State.DIFFERS)]

    @property
    def digest(self) -> str:
        """Of what would be done: whoever confirms has seen this."""
        seen = [(each.line.row, each.organisation.pk, each.date.isoformat(), each.state.value, each.held.pk if each.held else 0) for each in self.taken]
        return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:32]


def packed(table: Table) -> dict[str, Any]:
    """As it is kept between preview and confirmation."""
    lines = [asdict(line) | {"date": line.date.isoformat() if line.date else None} for line in table.lines]
    return {"headings": table.headings, "lines": lines}


def unpacked(content: dict[str, Any]) -> Table:
    lines = tuple(Line(**each | {"date": dt.date.fromisoformat(each["date"]) if each["date"] else None}) for each in content.get("lines", ()))
    return Table(content.get("headings", {}), lines, ())


class Matching:
    """Municipalities by number, by numbers of old and by name, and the region's own members by name; three queries for a whole file."""

    def __init__(self, region: Region, lines: Iterable[Line], today: dt.date) -> None:
        self.region = region
        self.members = {each.pk for each in members_of(region, on=today)}
        municipality = Q(kind=Organisation.Kind.MUNICIPALITY, country=region.country)
        self.known = {each.pk: each for each in Organisation.objects.filter(municipality | Q(region=region) | Q(pk__in=self.members))}
        self.by_code = {each.code: each for each in self.known.values() if each.code}
        self.by_name: dict[str, list[Organisation]] = defaultdict(list)
        for each in self.known.values():
            self.by_name[each.name.casefold()].append(each)
        codes = {number_and_name(line)[0] for line in lines}
        self.former = list(FormerCode.objects.filter(code__in=codes, organisation__country=region.country))

    def find(self, line: Line, year: int) -> Organisation | str:
        """The organisation, or what is wrong: unknown, several, divided, apart."""
        code, name = number_and_name(line)
        named = self.named(name)
        if not code:
            return named[0] if len(named) == 1 else "several" if named else "unknown"
        found = self.numbered(code, year)
        if isinstance(found, Organisation) and named and found not in named:
            return "apart"
        return found

    def numbered(self, code: str, year: int) -> Organisation | str:
        meant = [each for each in self.former if each.code == code and each.first_year <= year <= each.last_year]
        if meant:
            whole = len(meant) == 1 and meant[0].share_millionths == WHOLE and meant[0].organisation_id in self.known
            return self.known[meant[0].organisation_id] if whole else "divided"
        return self.by_code.get(code, "unknown")

    def named(self, name: str) -> list[Organisation]:
        """Kongsberg, Kongsberg kommune, Perstorps kommun."""
        plain = name.casefold().strip()
        short = re.sub(r"\s+kommune?$", "", plain)
        return self.by_name.get(plain) or self.by_name.get(short) or (self.by_name.get(short[:-1], []) if short != plain and short.endswith("s") else [])


def number_and_name(line: Line) -> tuple[str, str]:
    """Statistics offices write both in one cell: 3303 Kongsberg, Kongsberg (3303)."""
    if not line.code and (both := CODED.fullmatch(line.place)):
        return both["first"] or both["last"], both["name"] or both["before"]
    return line.code, line.place


def day_of(line: Line, country: str) -> dt.date:
    """A year alone is its last day in Sweden and its first in Norway, as the countries count."""
    if line.date or line.year is None:
        return line.date or dt.date.min
    return dt.date(line.year, 12, 31) if country == Organisation.Country.SWEDEN else dt.date(line.year, 1, 1)


def preview(table: Table, region: Region, series: Series, source: int | None, today: dt.date) -> Preview:
    """Four queries, whatever the number of rows."""
    matching = Matching(region, table.lines, today)
    faults, outside = list(table.faults), []
    found: list[tuple[Line, Organisation, dt.date]] = []
    for line in table.lines:
        date = day_of(line, region.country)
        place = matching.find(line, date.year)
        if place == "unknown" and not number_and_name(line)[0] and line.place.casefold() in SUMS:
            outside.append(line)
        elif isinstance(place, str):
            faults.append(fault_at(table, line, "code" if line.code else "place", place))
        elif date > today:
            faults.append(fault_at(table, line, "date" if line.date else "year", "future"))
        elif place.pk not in matching.members:
            outside.append(line)
        else:
            found.append((line, place, date))
    earlier = doubles([line for line, _, _ in found], [(place.pk, date) for _, place, date in found])
    faults += [fault_at(table, line, "code" if line.code else "place", f"double {earlier[line.row]}") for line, _, _ in found if line.row in earlier]
    return Preview(held_against(found, region, series, source), outside, sorted(faults, key=lambda fault: fault.row))


def fault_at(table: Table, line: Line, column: str, code: str) -> Fault:
    written = {"code": line.code, "place": line.place, "date": str(line.date or line.year), "year": str(line.year)}[column]
    column = column if column in table.headings else "date" if column == "year" else column
    return Fault(line.row, table.headings.get(column, column), code, written)


def held_against(found: Sequence[tuple[Line, Organisation, dt.date]], region: Region, series: Series, source: int | None) -> list[Taken]:
    places, days = {place.pk for _, place, _ in found}, {date for _, _, date in found}
    figures = figures_for(region.pk).filter(kind=series.kind, name=series.name, organisation__in=places, date__in=days)
    known: dict[tuple[int, dt.date], list[KeyFigure]] = defaultdict(list)
    for figure in newest_first(figures).select_related("source"):
        known[figure.organisation_id, figure.date].append(figure)
    return [taken(line, place, date, known[place.pk, date], source) for line, place, date in found]


def taken(line: Line, place: Organisation, date: dt.date, held: list[KeyFigure], source: int | None) -> Taken:
    same = next((figure for figure in held if figure.source_id == source), None)
    if not held:
        state = State.NEW
    elif held[0].value == line.value:
        state = State.ALIKE
    else:
        state = State.CLASH if same else State.DIFFERS
    return Taken(line, place, date, state, held[0] if held else None)
