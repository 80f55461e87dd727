"""Phases, milestones and decision points of a project."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import DateField, IntegerField, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from milestones.models import DecisionPoint, Milestone, Phase
from portfolio.lib.periods import last_day
from portfolio.statements import Statement, given
from projects.models import Project


@dataclass(frozen=True)
class PlannedPhase:
    number: int | None
    name: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    milestone: str


@dataclass(frozen=True)
class PlannedMilestone:
    text: str
    planned_on: dt.date | None
    precision: str
    forecast_on: dt.date | None
    reached_on: dt.date | None
    phase: str


@dataclass(frozen=True)
class PlannedDecision:
    number: int | None
    question: str
    body: str
    planned_on: dt.date | None
    precision: str

    @property
    def ends(self) -> dt.date | None:
        return self.planned_on and last_day(self.planned_on, self.precision)


@dataclass(frozen=True)
class Plan:
    phases: list[PlannedPhase]
    milestones: list[PlannedMilestone]
    decisions: list[PlannedDecision]

    @property
    def ends_phases(self) -> bool:
        return any(row.phase for row in self.milestones)

    @property
    def is_followed(self) -> bool:
        """Some milestone has a forecast or has been reached."""
        return any(row.forecast_on or row.reached_on for row in self.milestones)


NO_DATE, NO_NUMBER = Cast(Value(None), DateField()), Cast(Value(None), IntegerField())
PHASE = (Value("phase"), "id", "number", "name", "starts_on", "ends_on", Value("day"), NO_DATE, NO_DATE, Value(""), NO_NUMBER)
DECISION = (Value("decision"), "id", "number", "question", "planned_on", NO_DATE, "precision", NO_DATE, NO_DATE, Coalesce("body__name", Value("")), NO_NUMBER)
MILESTONE = (Value("milestone"), "id", NO_NUMBER, "text", "planned_on", NO_DATE, "precision", "forecast_on", "reached_on", Value(""), "phase")


def plan_rows() -> QuerySet[Any, tuple[Any, ...]]:
    """Each part in its own order; ordered by position over all."""
    parts = [
        model.objects.filter(project=given("project")).order_by().values_list("position", *columns)
        for model, columns in ((Phase, PHASE), (Milestone, MILESTONE), (DecisionPoint, DECISION))
    ]
    return parts[0].union(*parts[1:], all=True).order_by("position")


PLAN = Statement(plan_rows)


def plan(project: Project) -> Plan:
    """Phases, milestones and decision points, each in their own order; one query."""
    rows = PLAN.rows(project=project.pk)
    phases = {pk: name for _, sort, pk, _, name, *_ in rows if sort == "phase"}
    ends_in = {phase: text for _, sort, _, _, text, *_, phase in rows if sort == "milestone"}
    found = Plan([], [], [])
    for _, sort, pk, number, text, first, last, precision, forecast, reached, body, phase in rows:
        if sort == "phase":
            found.phases.append(PlannedPhase(number, text, first, last, ends_in.get(pk, "")))
        elif sort == "milestone":
            found.milestones.append(PlannedMilestone(text, first, precision, forecast, reached, phases.get(phase, "")))
        else:
            found.decisions.append(PlannedDecision(number, text, body, first, precision))
    return found
