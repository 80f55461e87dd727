"""What the page of one try shows."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from costsharing.engine.allocation import own_costs
from costsharing.models import Scenario
from costsharing.queries.cases import ticks_of
from costsharing.queries.reasons import Reasons, reasons_tried, why_tried
from costsharing.queries.scenarios import Against, Deducted, Lettered, adopted_before, deductions, gone, lettered, parties, scenarios_of
from costsharing.queries.tried import Tried, all_tried, tried
from costsharing.tables.scenario import Table, heads_of, rows_of, sums_of, table
from costsharing.telling import Why
from costsharing.wording import fault_text
from portfolio.lib import formats
from portfolio.models import Organisation
from portfolio.templatetags.portfolio_format import page_language
from projects.models import Participation, Project


@dataclass(frozen=True)
class Base:
    """Minor units of what is shared and what is taken from it first. ``is_own``: stated in the scenario, whatever the budget says."""

    costs: int
    deducted: list[Deducted]
    is_own: bool

    @property
    def to_share(self) -> int:
        return self.costs - sum(each.minor for each in self.deducted if each.state != "refused")


@dataclass(frozen=True)
class Shown:
    """A try worked out, with what it is compared with."""

    found: Tried
    against: Against | None
    table: Table | None

    @property
    def heads(self) -> SafeString:
        return heads_of(self.table.columns) if self.table else SafeString()

    @property
    def rows(self) -> SafeString:
        return rows_of(self.table) if self.table else SafeString()

    @property
    def sums(self) -> SafeString:
        return sums_of(self.table) if self.table else SafeString()

    @property
    def faults(self) -> list[str]:
        return [fault_text(fault) for fault in self.found.faults]

    @property
    def figures(self) -> list[tuple[str, str]]:
        """Day and source of the inhabitants, when all have the same."""
        return sorted({(value.date, value.source) for value in self.found.basis.inhabitants.values()})

    @property
    def caption(self) -> str:
        """In what the table is, and of when the inhabitants are."""
        unit = formats.unit(self.found.basis.case["currency"], page_language())
        if len(self.figures) != 1:
            return _("Shares in %(unit)s.") % {"unit": unit}
        [(date, source)] = self.figures
        day = formats.day(dt.date.fromisoformat(date), page_language())
        return _("Shares in %(unit)s. Inhabitants %(day)s, %(source)s.") % {"unit": unit, "day": day, "source": source}

    @property
    def own(self) -> list[tuple[str, str, int]]:
        """Name, label, minor units: what each bears itself."""
        if self.found.result is None:
            return []
        costs, named = own_costs(self.found.result.case), self.found.basis.organisations
        return [(named[code].name, label, minor) for code in self.found.result.columns.codes for label, minor in costs.get(code, ())]


@dataclass(frozen=True)
class Missing:
    """Those who said no or left, and those who are ticked though they do."""

    gone: list[Participation]
    ticked: list[Organisation]


@dataclass(frozen=True)
class ScenarioPage:
    this: Lettered
    variants: list[Lettered]
    base: Base
    shown: Shown
    missing: Missing
    asked: str
    """The official code of whom the panel explains."""

    @property
    def scenario(self) -> Scenario:
        return self.this.scenario

    @cached_property
    def why(self) -> Why | None:
        result = self.shown.found.result
        if result is None or not self.shown.table or not self.shown.table.rows:
            return None
        code = self.asked if self.asked in result.columns.place else self.shown.table.rows[0].code
        return why_tried(self.shown.found, code)


def one_of(project: Project, number: int) -> tuple[Lettered, list[Lettered]]:
    """A scenario of the project, and all of its year. Raises Http404."""
    named = get_object_or_404(Scenario.objects.filter(project=project), pk=number)
    variants = lettered(scenarios_of(project, named.year))
    return next(each for each in variants if each.scenario.pk == number), variants


def address(name: str, scenario: Scenario, *more: object) -> str:
    return reverse(name, args=[scenario.project.region.slug, scenario.project.reference, scenario.pk, *more])


def chosen_at(scenario: Scenario, code: str) -> str:
    return f"{address('scenario', scenario)}?why={code}#why"


def shown(this: Lettered, variants: Sequence[Lettered]) -> Shown:
    """Compared with the year's baseline; that itself, or where there is none, with what was adopted the year before."""
    baseline = next((each for each in variants if each.scenario.is_baseline and each.scenario.pk != this.scenario.pk), None)
    if baseline is None:
        return put_together(tried(this.scenario), adopted_before(this.scenario.project, this.scenario.year))
    found, other = all_tried([this.scenario, baseline.scenario])
    return put_together(found, against(baseline, other))


def against(baseline: Lettered, found: Tried) -> Against | None:
    return Against(baseline.letter, {code: found.result.amount(code) for code in found.result.columns.codes}) if found.result else None


def as_typed(scenario: Scenario, ticked: Collection[Organisation], stored: Shown) -> Shown:
    """A scenario that is not stored, with what the stored one is compared with."""
    found = tried(scenario, ticked)
    return Shown(found, stored.against, table(found, stored.against) if found.result else None)


def put_together(found: Tried, compared: Against | None) -> Shown:
    return Shown(found, compared, table(found, compared, partial(chosen_at, found.scenario)) if found.result else None)


def base_of(scenario: Scenario, found: Tried) -> Base:
    if scenario.base_minor is not None:
        return Base(scenario.base_minor, [], True)
    rows = deductions(scenario.project, scenario.year)
    return Base(found.basis.costs, rows, False)


def missing(scenario: Scenario) -> Missing:
    rows = parties(scenario.project)
    left = gone(rows)
    open_here = {row.organisation_id for row in rows} - {row.organisation_id for row in left}
    ticked = ticks_of([scenario])[scenario.pk] if scenario.who == Scenario.Who.CHOSEN else []
    return Missing(left, [each for each in ticked if each.pk not in open_here])


def scenario_page(project: Project, number: int, asked: str) -> ScenarioPage:
    this, variants = one_of(project, number)
    result = shown(this, variants)
    return ScenarioPage(this, variants, base_of(this.scenario, result.found), result, missing(this.scenario), asked)


def why_page(project: Project, number: int, code: str) -> tuple[Lettered, Tried, Reasons | None]:
    """Raises Http404 for somebody who is not in it; without an explanation when the case is refused."""
    this, _variants = one_of(project, number)
    found = tried(this.scenario)
    told = reasons_tried(found, code)
    if found.result and told is None:
        raise Http404
    return this, found, told
