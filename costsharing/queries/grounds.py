"""What projects' years rest on, read from the records for as many as are asked about at once: who takes part, what is to be shared."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import F, Q

from costsharing.engine.fields import MOST_TEXT
from costsharing.models import BudgetAmount, FundingAmount, FundingLine, LentHours, Share
from portfolio.lib.texts import one_line
from portfolio.models import Organisation
from projects.models import Participation

Row = TypeVar("Row")
ProjectYear = tuple[int, int]
"""A project's key and a year."""
INVITED = (Participation.State.INVITED, Participation.State.ACTIVE)
HAVE_JOINED = (Participation.State.ACTIVE, Participation.State.LEFT)
"""Whoever has left on a known day paid until then."""
TAKEN_FIRST = (FundingLine.Kind.GRANT, FundingLine.Kind.OWN_EFFORT, FundingLine.Kind.OTHER, FundingLine.Kind.UNSPENT)
"""What is deducted before anything is shared: all funding that is no cash from the municipalities."""


@dataclass(frozen=True)
class Ground:
    """What all scenarios of a project's year rest on. Minor units, by the budget's texts and by official codes."""

    taking: Sequence[Participation]
    """Those invited and those who take part in any of the year."""
    lines: Mapping[str, int]
    deduct: Sequence[tuple[str, int]]
    settled: Sequence[tuple[int, int]]
    """The settlements whose money stands among the funding as carried forward, and how much of it."""
    previous: Mapping[str, int]
    """Shares of the year before."""
    lent: Mapping[str, tuple[int, int]]
    """Minutes and minor units an hour."""


def grounds_of(asked: Collection[ProjectYear]) -> dict[ProjectYear, Ground]:
    """Five queries, however many."""
    projects, years = {project for project, _year in asked}, {year for _project, year in asked}
    taking, lines, taken = taking_in(projects), lines_of(projects, years), taken_first(projects, years)
    previous, lent = shares_in(projects, {year - 1 for year in years}), lent_in(projects, years)
    return {
        (project, year): Ground(
            taking=[row for row in taking[project] if holds_in(row, year)],
            lines=lines[project, year],
            deduct=[(name_of(text), minor) for text, minor, _settled in taken[project, year]],
            settled=[(settled, minor) for _text, minor, settled in taken[project, year] if settled],
            previous=previous[project, year - 1],
            lent=lent[project, year],
        )
        for project, year in asked
    }


def name_of(text: str) -> str:
    """A text as the case format takes names: printable, on one line, at most MOST_TEXT characters."""
    printable = text if text.isprintable() else "".join(letter for letter in one_line(text) if letter.isprintable())
    return printable.strip()[:MOST_TEXT] or "–"


def code_of(organisation: Organisation) -> str:
    """The official code; a party without one gets a name that no code has."""
    return coded(organisation.code, organisation.pk)


def coded(code: str, pk: int) -> str:
    return code or f"o{pk}"


def grouped(rows: Iterable[Row], key: Callable[[Row], ProjectYear]) -> defaultdict[ProjectYear, list[Row]]:
    found: defaultdict[ProjectYear, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def taking_in(projects: Collection[int]) -> defaultdict[int, list[Participation]]:
    """By project, in the order in which they began."""
    found: defaultdict[int, list[Participation]] = defaultdict(list)
    asked = Q(state__in=INVITED) | Q(state=Participation.State.LEFT, valid_to__isnull=False)
    rows = Participation.objects.filter(asked, project__in=projects).select_related("organisation")
    for row in rows.order_by(F("valid_from").asc(nulls_first=True), "pk"):
        found[row.project_id].append(row)
    return found


def holds_in(row: Participation, year: int) -> bool:
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    return (row.valid_from is None or row.valid_from <= last) and (row.valid_to is None or row.valid_to >= first)


def lines_of(projects: Collection[int], years: Collection[int]) -> defaultdict[ProjectYear, dict[str, int]]:
    """Budget line → its costs in minor units."""
    rows = BudgetAmount.objects.filter(line__project__in=projects, year__in=years).order_by("line__position").select_related("line")
    by_year = grouped(rows, lambda row: (row.line.project_id, row.year))
    return defaultdict(dict, {key: {name: row.minor for name, row in named_lines(rows)} for key, rows in by_year.items()})


def named_lines(rows: Iterable[BudgetAmount]) -> Iterator[tuple[str, BudgetAmount]]:
    """Of one budget's year. A text that stands twice gets its place after it, so that a rule can name either."""
    seen: set[str] = set()
    for row in rows:
        text = name_of(row.line.text)
        yield f"{text[:190]} ({row.line.position})" if text in seen else text, row
        seen.add(text)


def taken_first(projects: Collection[int], years: Collection[int]) -> defaultdict[ProjectYear, list[tuple[str, int, int | None]]]:
    """Text, minor units and the settlement whose money it is. A grant that was refused pays for nothing."""
    found: defaultdict[ProjectYear, list[tuple[str, int, int | None]]] = defaultdict(list)
    rows = FundingAmount.objects.filter(line__project__in=projects, year__in=years, line__kind__in=TAKEN_FIRST)
    kept = rows.exclude(line__grant_state=FundingLine.Grant.REFUSED).order_by("line__position")
    for project, year, text, minor, settled in kept.values_list("line__project", "year", "line__text", "minor", "line__carries"):
        found[project, year].append((text, minor, settled))
    return found


def shares_in(projects: Collection[int], years: Collection[int]) -> defaultdict[ProjectYear, dict[str, int]]:
    """What each pays by the allocation that holds."""
    found: defaultdict[ProjectYear, dict[str, int]] = defaultdict(dict)
    rows = Share.objects.filter(allocation__project__in=projects, allocation__year__in=years, allocation__replaced_by__isnull=True)
    said = rows.order_by("organisation__code").values_list("allocation__project", "allocation__year", "organisation__code", "organisation", "gross_minor")
    for project, year, code, organisation, minor in said:
        found[project, year][coded(code, organisation)] = minor
    return found


def lent_in(projects: Collection[int], years: Collection[int]) -> defaultdict[ProjectYear, dict[str, tuple[int, int]]]:
    """What was delivered, else what was promised."""
    found: defaultdict[ProjectYear, dict[str, tuple[int, int]]] = defaultdict(dict)
    for row in LentHours.objects.filter(project__in=projects, year__in=years).select_related("organisation"):
        found[row.project_id, row.year][code_of(row.organisation)] = (row.delivered_minutes or row.promised_minutes, row.rate_minor)
    return found
