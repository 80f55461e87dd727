"""What the pages read of plans, decision points, risks and benefits."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import DateField, IntegerField, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from milestones.models import Benefit, DecisionPoint, Milestone, Phase, Risk, RiskMeasure, SuccessFactor
from portfolio.lib.periods import last_day
from portfolio.statements import Part, Statement, Together, given, known
from projects.models import Project


class Deadline(NamedTuple):
    """A date that somebody waits for: a decision point (with its number, if it has one) or a milestone not reached."""

    on: dt.date
    precision: str
    text: str
    is_decision: bool
    number: int | None = None
    body: str = ""

    @property
    def ends(self) -> dt.date:
        return last_day(self.on, self.precision)


def deadlines(projects: Iterable[int] | QuerySet[Project]) -> dict[int, list[Deadline]]:
    """The dated decision points and the milestones not reached, in order of time; one query for any number of projects."""
    decisions = DecisionPoint.objects.filter(project__in=projects, planned_on__isnull=False).order_by().values_list(*DUE_DECISION)
    milestones = Milestone.objects.filter(project__in=projects, reached_on__isnull=True).exclude(planned_on=None, forecast_on=None)
    found: dict[int, list[Deadline]] = defaultdict(list)
    for sort, pk, planned, precision, text, number, body, forecast in decisions.union(milestones.order_by().values_list(*DUE_MILESTONE), all=True):
        found[pk].append(Deadline(forecast or planned, "day" if forecast else precision, text, sort == "decision", number, body))
    for rows in found.values():
        rows.sort(key=lambda row: (row.ends, row.on, not row.is_decision, row.number or 0, row.text))
    return found


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
DUE_DECISION = (Value("decision"), "project", "planned_on", "precision", "question", "number", Coalesce("body__name", Value("")), NO_DATE)
DUE_MILESTONE = (Value("milestone"), "project", "planned_on", "precision", "text", NO_NUMBER, Value(""), "forecast_on")
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


@dataclass(frozen=True)
class Outlook:
    """What may go wrong, what must not fail, and what is to be gained."""

    risks: list[Risk]
    factors: list[SuccessFactor]
    benefits: list[Benefit]


RISKS = {
    "risks": Part(lambda: Risk.objects.filter(project=given("project"))),
    "measures": Part(lambda: RiskMeasure.objects.filter(risk__project=given("project"))),
}
ALL_OF_IT = Together(
    **RISKS,
    factors=Part(lambda: SuccessFactor.objects.filter(project=given("project"))),
    benefits=Part(lambda: Benefit.objects.filter(project=given("project"))),
)
RISKS_ONLY = Together(**RISKS)


def with_measures(found: dict[str, list[Any]], confidential: bool) -> list[Risk]:
    """Confidential ones only when asked for by somebody who may see them."""
    measures: dict[int, list[RiskMeasure]] = defaultdict(list)
    for measure in found["measures"]:
        measures[measure.risk_id].append(measure)
    risks: list[Risk] = [risk for risk in found["risks"] if confidential or not risk.is_confidential]
    for risk in risks:
        risk._prefetched_objects_cache = {"measures": known(RiskMeasure, measures[risk.pk])}  # type: ignore[attr-defined]
    return risks


def risks(project: Project, confidential: bool) -> list[Risk]:
    """With their measures; one query."""
    return with_measures(RISKS_ONLY.rows(project=project.pk), confidential)


def outlook(project: Project, confidential: bool) -> Outlook:
    """One query."""
    found = ALL_OF_IT.rows(project=project.pk)
    return Outlook(with_measures(found, confidential), found["factors"], found["benefits"])
