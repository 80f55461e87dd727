"""Phases, milestones, tasks and decision points of a project, each beside where its latest baseline had it."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import BooleanField, DateField, Exists, IntegerField, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from milestones.models import Baseline, BaselineRow, DecisionPoint, Milestone, Phase, Task
from milestones.slip import Slip, slip
from portfolio.lib.periods import last_day
from portfolio.statements import Statement, given
from projects.models import Project


class Was(NamedTuple):
    """Where the baseline has a row."""

    first: dt.date | None = None
    last: dt.date | None = None
    precision: str = "day"


NOWHERE = Was()


@dataclass(frozen=True)
class PlannedPhase:
    number: int | None
    name: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    milestone: str
    pk: int = 0
    is_confirmed: bool = False
    was: Was = NOWHERE

    @property
    def slip(self) -> Slip | None:
        return slip(self.was.last, self.ends_on)


@dataclass(frozen=True)
class PlannedMilestone:
    text: str
    planned_on: dt.date | None
    precision: str
    forecast_on: dt.date | None
    reached_on: dt.date | None
    phase: str
    pk: int = 0
    is_confirmed: bool = False
    was: Was = NOWHERE
    late: str = ""
    """How late it is, in words, where a page says so."""

    @property
    def waits_until(self) -> dt.date | None:
        """The last day on which it is not late; None when it is reached or has no date."""
        return None if self.reached_on else self.forecast_on or (self.planned_on and last_day(self.planned_on, self.precision))

    @property
    def day(self) -> dt.date | None:
        return self.reached_on or self.forecast_on or self.planned_on

    @property
    def slip(self) -> Slip | None:
        """Against the baseline; where there is none, what has been reached or is forecast against what is planned."""
        precision = "day" if self.day != self.planned_on else self.precision
        if self.was.last:
            return slip(self.was.last, self.day, self.was.precision, precision)
        return slip(self.planned_on, self.reached_on or self.forecast_on, self.precision)


@dataclass(frozen=True)
class PlannedTask:
    text: str
    owner: str
    phase: str
    starts_on: dt.date | None
    due_on: dt.date | None
    done_on: dt.date | None
    pk: int = 0
    is_confirmed: bool = False
    was: Was = NOWHERE
    late: str = ""
    """How late it is, in words, where a page says so."""

    @property
    def waits_until(self) -> dt.date | None:
        """As a milestone's."""
        return None if self.done_on else self.due_on

    @property
    def slip(self) -> Slip | None:
        return slip(self.was.last, self.done_on or self.due_on) if self.was.last else slip(self.due_on, self.done_on)


@dataclass(frozen=True)
class PlannedDecision:
    number: int | None
    question: str
    body: str
    planned_on: dt.date | None
    precision: str
    pk: int = 0
    is_confirmed: bool = False
    was: Was = NOWHERE

    @property
    def ends(self) -> dt.date | None:
        return self.planned_on and last_day(self.planned_on, self.precision)

    @property
    def slip(self) -> Slip | None:
        return slip(self.was.last, self.planned_on, self.was.precision, self.precision)


@dataclass(frozen=True)
class Plan:
    phases: list[PlannedPhase] = field(default_factory=list)
    milestones: list[PlannedMilestone] = field(default_factory=list)
    decisions: list[PlannedDecision] = field(default_factory=list)
    tasks: list[PlannedTask] = field(default_factory=list)

    @property
    def ends_phases(self) -> bool:
        return any(row.phase for row in self.milestones)

    @property
    def is_followed(self) -> bool:
        """Some milestone has a forecast or has been reached."""
        return any(row.forecast_on or row.reached_on for row in self.milestones)

    @property
    def moved(self) -> list[Slip]:
        """By how many days each row lies elsewhere than in the baseline; those that lie where they did are not among them."""
        rows: list[PlannedPhase | PlannedMilestone | PlannedTask | PlannedDecision] = [*self.phases, *self.milestones, *self.tasks, *self.decisions]
        return [row.slip for row in rows if row.was.last and row.slip]

    @property
    def has_dates(self) -> bool:
        ends = [row.ends_on for row in self.phases] + [row.due_on for row in self.tasks] + [row.planned_on for row in self.decisions]
        return any(ends) or any(row.starts_on for row in self.phases) or any(row.day for row in self.milestones)


NO_DATE, NO_NUMBER, NO = Cast(Value(None), DateField()), Cast(Value(None), IntegerField()), Cast(Value(False), BooleanField())
OF_ALL = ("id", "is_confirmed")
PHASE = (Value("phase"), *OF_ALL, "number", "name", "starts_on", "ends_on", Value("day"), NO_DATE, NO_DATE, Value(""), NO_NUMBER)
BODY = Coalesce("body__name", Value(""))
DECISION = (Value("decision"), *OF_ALL, "number", "question", NO_DATE, "planned_on", "precision", NO_DATE, NO_DATE, BODY, NO_NUMBER)
MILESTONE = (Value("milestone"), *OF_ALL, NO_NUMBER, "text", NO_DATE, "planned_on", "precision", "forecast_on", "reached_on", Value(""), "phase")
TASK = (Value("task"), *OF_ALL, NO_NUMBER, "text", "starts_on", "due_on", Value("day"), NO_DATE, "done_on", "owner", "phase")
WAS = ("kind", "row", NO, Value(-1), Value(""), "starts_on", "ends_on", "precision", NO_DATE, NO_DATE, Value(""), NO_NUMBER)
PARTS: tuple[tuple[Any, Any], ...] = ((Phase, PHASE), (Milestone, MILESTONE), (Task, TASK), (DecisionPoint, DECISION))


def baseline_rows() -> QuerySet[BaselineRow]:
    """Of each project's latest baseline."""
    later = Baseline.objects.filter(project=OuterRef("baseline__project"), number__gt=OuterRef("baseline__number"))
    return BaselineRow.objects.filter(~Exists(later)).order_by()


def plan_rows() -> QuerySet[Any, tuple[Any, ...]]:
    """Each part in its own order; ordered by position over all. The baseline's rows stand among them with -1 as number."""
    parts = [model.objects.filter(project=given("project")).order_by().values_list("position", *columns) for model, columns in PARTS]
    was = baseline_rows().filter(baseline__project=given("project")).values_list(Value(0), *WAS)
    return parts[0].union(*parts[1:], was, all=True).order_by("position")


PLAN = Statement(plan_rows)


def plan(project: Project) -> Plan:
    """Phases, milestones, tasks and decision points, each in their own order; one query."""
    return plan_of([row[1:] for row in PLAN.rows(project=project.pk)])


def plan_of(rows: list[tuple[Any, ...]]) -> Plan:
    """Rows of one project, in order."""
    was = {(sort, pk): Was(first, last, precision) for sort, pk, _, number, _, first, last, precision, *_ in rows if number == -1}
    rows = [row for row in rows if row[3] != -1]
    phases = {pk: name for sort, pk, _, _, name, *_ in rows if sort == "phase"}
    ends_in = {row[-1]: row[4] for row in rows if row[0] == "milestone"}
    found = Plan()
    for sort, pk, is_confirmed, number, text, first, last, precision, forecast, reached, who, phase in rows:
        more = {"pk": pk, "is_confirmed": bool(is_confirmed), "was": was.get((sort, pk), NOWHERE)}
        if sort == "phase":
            found.phases.append(PlannedPhase(number, text, first, last, ends_in.get(pk, ""), **more))
        elif sort == "milestone":
            found.milestones.append(PlannedMilestone(text, last, precision, forecast, reached, phases.get(phase, ""), **more))
        elif sort == "task":
            found.tasks.append(PlannedTask(text, who, phases.get(phase, ""), first, last, reached, **more))
        else:
            found.decisions.append(PlannedDecision(number, text, who, last, precision, **more))
    return found
