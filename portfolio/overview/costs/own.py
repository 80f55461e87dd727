"""One municipality on one sheet: what it takes part in, what that costs in two years, and how certain it is."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404
from django.utils.text import capfirst

from costsharing.queries.paying import Firm, Paying, paying, paying_years
from portfolio.lib.alphabet import place
from portfolio.models import Organisation, Region, User
from portfolio.overview.costs.matrix import payers
from portfolio.overview.costs.season import Season, season
from portfolio.overview.costs.sight import sight
from portfolio.overview.costs.words import firm_mark, paying_mark
from portfolio.overview.marks import Mark
from projects.lifecycle import Stage
from projects.models import Participation, Project
from projects.models.project import STAGE_LABELS
from projects.queries import ProjectRow, participations_now, project_rows, projects_of

YEARS = 2


@dataclass(frozen=True)
class Amount:
    """minor: its own share, or None; in_project: what the project counts on and nobody has split."""

    minor: int | None
    repaid: int
    in_project: int | None
    mark: Mark | None


@dataclass(frozen=True)
class Part:
    """A project that the municipality takes part in or pays to. state: empty for one that it only pays to."""

    project: ProjectRow
    state: str
    amounts: list[Amount]

    @property
    def stage(self) -> str:
        return capfirst(str(STAGE_LABELS[Stage(self.project.stage)]))


@dataclass(frozen=True)
class Sum:
    mark: Mark | None
    amounts: list[int]


@dataclass(frozen=True)
class OwnPage:
    region: Region
    season: Season
    choices: list[Organisation]
    organisation: Organisation | None
    parts: list[Part]
    found: Mapping[tuple[int, int], Paying]
    sees_all: bool

    @cached_property
    def sums(self) -> list[Sum]:
        """Adopted, preliminary and both, by year. What is only possible has no sum: it is not split."""
        if self.organisation is None:
            return []
        pk = self.organisation.pk

        def by_year(firms: Sequence[Firm]) -> list[int]:
            return [sum(each.shares.get(pk, 0) for (_, of), each in self.found.items() if of == year and each.firm in firms) for year in self.season.years]

        both = (Firm.ADOPTED, Firm.PRELIMINARY)
        return [*(Sum(firm_mark(firm), by_year([firm])) for firm in both), Sum(None, by_year(both))]


def own_page(user: User, region: Region, today: dt.date, asked: Mapping[str, Any]) -> OwnPage:
    """The municipality that is asked for, else the person's own, else the first. Raises Http404 for one that they may not read of."""
    visible, seen = projects_of(user, region), sight(user, region, today)
    rows = project_rows(visible, today)
    keys = [row.pk for row in rows]
    chosen = season(asked, paying_years(keys), today, span=YEARS)
    found = seen.limited(paying(keys, chosen.years))
    only = None if seen.whole is None or any(seen.is_whole(key) for key in keys) else seen.own
    choices = sorted(payers(region, chosen.years, found.values(), only), key=lambda each: place(each.name, region.language))
    organisation = asked_for(str(asked.get("municipality", "")), choices, seen.own)
    its = parts(organisation, region, rows, found, chosen, today) if organisation else []
    sees_all = seen.whole is None or (organisation is not None and organisation.pk in seen.own)
    return OwnPage(region, chosen, choices, organisation, its, found, sees_all)


def asked_for(said: str, choices: Sequence[Organisation], own: frozenset[int]) -> Organisation | None:
    if said:
        found = [each for each in choices if str(each.pk) == said]
        if not found:
            raise Http404
        return found[0]
    return next((each for each in choices if each.pk in own), choices[0] if choices else None)


def parts(
    organisation: Organisation, region: Region, rows: Sequence[ProjectRow], found: Mapping[tuple[int, int], Paying], chosen: Season, today: dt.date
) -> list[Part]:
    """Those it takes part in now and those it pays to in these years, by focus area and name."""
    taking = participations_now(Project.objects.filter(region=region), today).filter(organisation=organisation)
    states = dict(taking.order_by().values_list("project", "state"))
    pays = {project for (project, _), each in found.items() if organisation.pk in each.shares}
    kept = [row for row in rows if row.pk in states or row.pk in pays]
    kept.sort(key=lambda row: (row.area_number or 1000, row.area_label, place(row.name, region.language)))
    labels = {state.value: str(state.label) for state in Participation.State}
    return [Part(row, labels.get(states.get(row.pk, ""), ""), [amount(found.get((row.pk, year)), organisation.pk) for year in chosen.years]) for row in kept]


def amount(paying: Paying | None, organisation: int) -> Amount:
    if paying is None:
        return Amount(None, 0, None, None)
    if paying.firm is Firm.POSSIBLE:
        return Amount(None, 0, paying.total, paying_mark(paying))
    minor = paying.shares.get(organisation)
    return Amount(minor, paying.repaid.get(organisation, 0), None, paying_mark(paying) if minor is not None else None)
