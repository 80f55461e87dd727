"""One municipality on one page, over all projects: what waits for it, what it pays, what it has lent, decided and may read."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from costsharing.queries.paying import paying, paying_years
from milestones.models import Decision
from portfolio.models import Organisation, Region
from portfolio.municipality.fees import Given, Line, Local, Row, code_of, lines_of, locals_of, rows_of, sent_by_year, shares_by_year
from portfolio.municipality.lent import Lent, lent
from portfolio.municipality.offered import Offered, decisions_of, fees_offered, offers_to
from portfolio.municipality.taking import Part, Scope, parts_of
from portfolio.overview.costs.season import Season
from projects.models import FormalDecision

YEARS = 2
MINUTES = 10


@dataclass(frozen=True)
class InRegion:
    """What it pays in one region: amounts of one currency, so that they can be added up."""

    region: Region
    rows: Sequence[Row]
    lines: Sequence[Line]
    locals: Sequence[Local]

    @property
    def local_sums(self) -> list[int]:
        return [sum(amounts) for amounts in zip(*([minor or 0 for minor in each.amounts] for each in self.locals), strict=True)]

    @property
    def has_decided(self) -> bool:
        return any(cell.share for row in self.rows for cell in row.cells)


@dataclass(frozen=True)
class Page:
    scope: Scope
    today: dt.date
    season: Season
    regions: Sequence[InRegion]
    offers: Sequence[Offered]
    lent: Lent
    decisions: Sequence[FormalDecision]
    minutes: Sequence[Decision]

    @property
    def organisation(self) -> Organisation:
        return self.scope.organisation

    @property
    def code(self) -> str:
        return code_of(self.organisation)

    @cached_property
    def parts(self) -> list[Part]:
        return [row.part for each in self.regions for row in each.rows]

    @property
    def kinds(self) -> set[str]:
        """How certain the amounts of the tables are."""
        return {cell.sure.value for each in self.regions for row in each.rows for cell in row.cells if cell.sure}

    @property
    def due(self) -> list[Offered]:
        """Answers first, by their last day; then what else the municipality has left to do."""
        return [each for each in self.offers if each.is_answer_due] + [each for each in self.offers if not each.is_answer_due and each.wait]

    @property
    def is_empty(self) -> bool:
        return not (self.regions or self.offers)


def page_of(scope: Scope, home: Region, asked: Mapping[str, Any], now: dt.datetime, today: dt.date) -> Page:
    """A fixed number of queries, whatever the number of projects, regions and offers. home: the region that comes first."""
    chosen = years_asked(asked, today)
    parts = parts_of(scope, chosen.years, today)
    keys = [part.project.pk for part in parts]
    chosen = Season(chosen.first, YEARS, sorted({*paying_years(keys), *chosen.years, today.year, today.year + 1}))
    offers = offers_to(scope, now)
    given = Given(
        paying(keys, chosen.years),
        shares_by_year(scope.organisation, keys, chosen.years),
        sent_by_year(scope.organisation, keys, chosen.years),
        fees_offered(offers),
    )
    rows = rows_of(parts, scope.organisation, chosen.years, given)
    beside = locals_of(parts, scope.organisation, chosen.years)
    decisions = decisions_of([each.invitee for each in offers]).select_related("invitee__offer__project__region")
    return Page(
        scope,
        today,
        chosen,
        by_region(rows, beside, home),
        offers,
        lent(scope.organisation, {part.project.pk: part for part in parts}, today),
        list(decisions.reverse()),
        list(minutes_of(keys)) if scope.has_links else [],
    )


def years_asked(asked: Mapping[str, Any], today: dt.date) -> Season:
    """This year and the next, or two from the one that is asked for."""
    said = str(asked.get("year", ""))
    first = int(said) if said.isascii() and said.isdecimal() and len(said) == 4 and int(said) > 1900 else today.year
    return Season(first, YEARS, [first])


def by_region(rows: Sequence[Row], beside: Sequence[Local], home: Region) -> list[InRegion]:
    found = []
    for region, its in groupby(rows, key=lambda row: row.part.project.region):
        kept = list(its)
        found.append(InRegion(region, kept, lines_of(kept), [each for each in beside if each.part.project.region_id == region.pk]))
    return sorted(found, key=lambda each: each.region.pk != home.pk)


def minutes_of(projects: Sequence[int]) -> Any:
    """The newest decisions about its projects whose minutes can be read."""
    rows = Decision.objects.filter(project__in=projects, replaced_by__isnull=True).exclude(minutes="").select_related("project__region", "body")
    return rows.order_by("-met_on", "-number")[:MINUTES]
