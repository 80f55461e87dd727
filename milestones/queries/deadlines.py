"""Which dates of a project somebody waits for."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import DateField, IntegerField, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from milestones.models import DecisionPoint, Milestone
from milestones.queries.decisions import open_points
from portfolio.lib.periods import last_day
from projects.models import Project

NO_DATE, NO_NUMBER = Cast(Value(None), DateField()), Cast(Value(None), IntegerField())
DUE_DECISION = (Value("decision"), "project", "planned_on", "precision", "question", "number", Coalesce("body__name", Value("")), NO_DATE)
DUE_MILESTONE = (Value("milestone"), "project", "planned_on", "precision", "text", NO_NUMBER, Value(""), "forecast_on")


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
    """The dated decision points not decided and the milestones not reached, in order of time; one query for any number of projects."""
    decisions = DecisionPoint.objects.filter(open_points(), project__in=projects, planned_on__isnull=False).order_by().values_list(*DUE_DECISION)
    milestones = Milestone.objects.filter(project__in=projects, reached_on__isnull=True).exclude(planned_on=None, forecast_on=None)
    found: dict[int, list[Deadline]] = defaultdict(list)
    for sort, pk, planned, precision, text, number, body, forecast in decisions.union(milestones.order_by().values_list(*DUE_MILESTONE), all=True):
        found[pk].append(Deadline(forecast or planned, "day" if forecast else precision, text, sort == "decision", number, body))
    for rows in found.values():
        rows.sort(key=lambda row: (row.ends, row.on, not row.is_decision, row.number or 0, row.text))
    return found
