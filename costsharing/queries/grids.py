"""A project's budget and funding, and what a local cost is for each municipality, as tables to fill in."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from costsharing.grid.cells import Value, Values
from costsharing.models import BudgetLine, FundingLine, LocalCost, LocalCostAmount, Rule
from costsharing.queries.budgets import MONEY, by_line
from portfolio.models import Organisation
from projects.models import Participation, Project

FIELDS = {"costs": ("text", "kind", "phase_id", "rule_id", "certainty"), "funding": ("text", "kind", "grant_state", "grant_terms", "apply_by", "certainty")}
Stored = dict[str, dict[str, Values | None]]


def budget_as_stored(project: Project) -> Stored:
    """One query."""
    found = MONEY.rows(project=project.pk)
    return {"costs": rows("costs", found["lines"], by_line(found["amounts"])), "funding": rows("funding", found["funding"], by_line(found["paid"]))}


def rows(side: str, lines: Iterable[BudgetLine | FundingLine], amounts: dict[int, dict[int, int]]) -> dict[str, Values | None]:
    return {str(line.pk): values_of(line, FIELDS[side]) | {str(year): minor for year, minor in amounts[line.pk].items()} for line in lines}


def values_of(line: Any, fields: tuple[str, ...]) -> dict[str, Value]:
    """By the column's name in the table: a phase or a rule is its number, a day 2026-10-31, as text."""
    values = {name.removesuffix("_id"): getattr(line, name) for name in fields}
    return {name: value if value is None else str(value) for name, value in values.items()}


def years_of(stored: Stored) -> set[int]:
    return {int(column) for side in stored.values() for row in side.values() for column in row or () if column.isdecimal()}


def phases_of(project: Project) -> list[tuple[str, str]]:
    phases: Any = project.phase_rows  # another app's: known here by the column that points to it
    return [(str(phase.pk), str(phase)) for phase in phases.all()]


def rules_of(project: Project) -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in Rule.objects.filter(region=project.region_id).values_list("pk", "name")]


# ---- what falls on each municipality -----------------------------------------
def local_as_stored(cost: LocalCost, bearing: Iterable[str]) -> Stored:
    """bearing: the rows of the table, which are there with or without an amount."""
    found: dict[str, dict[str, Value]] = {each: {} for each in bearing}
    for organisation, year, minor in LocalCostAmount.objects.filter(cost=cost).values_list("organisation", "year", "minor"):
        found.setdefault(str(organisation), {})[str(year)] = minor
    return {"local": dict(found)}


def bearers(cost: LocalCost) -> list[Organisation]:
    """All who take part, are invited or did once, and any that has an amount already; a row that somebody fills in does not vanish meanwhile."""
    parties = Participation.objects.filter(project=cost.project_id).exclude(state=Participation.State.DECLINED).values("organisation")
    held = LocalCostAmount.objects.filter(cost=cost).values("organisation")
    return list(Organisation.objects.filter(Q(pk__in=parties) | Q(pk__in=held)).order_by("code", "name"))
