"""The dates of many projects, as few columns as a time line shows."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import Any, NamedTuple

from django.db.models import Case, DateField, Exists, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import Cast

from milestones.gates import CLOSING
from milestones.models import Decision, DecisionPoint, Milestone, Phase
from projects.models import Project

NO_DATE, NO_NUMBER = Cast(Value(None), DateField()), Cast(Value(None), IntegerField())
WHOLE = ("id", Value("project"), Value(0), NO_NUMBER, Value(""), "starts_on", "ends_on", "dates_precision", NO_DATE, NO_DATE)
PHASE = ("project", Value("phase"), "position", "number", "name", "starts_on", "ends_on", Value("day"), NO_DATE, NO_DATE)
MILESTONE = ("project", Value("milestone"), "position", NO_NUMBER, "text", NO_DATE, "planned_on", "precision", "forecast_on", "reached_on")
DECIDED = Exists(Decision.objects.filter(point=OuterRef("pk"), replaced_by__isnull=True, outcome__in=CLOSING))
DECIDED_ON = Case(When(DECIDED, then="planned_on"), output_field=DateField())
DECISION = ("project", Value("decision"), "position", "number", "question", NO_DATE, "planned_on", "precision", NO_DATE, DECIDED_ON)


class Dated(NamedTuple):
    """sort: project, phase, milestone or decision. A milestone or a decision point has last only: where it is now, and how exactly that is said.

    is_done: reached, or decided.
    """

    sort: str
    number: int | None
    text: str
    first: dt.date | None
    last: dt.date | None
    precision: str
    is_done: bool


def timelines(projects: Collection[int]) -> dict[int, list[Dated]]:
    """What of each project has a date, each sort in its own order; one query for any number of projects."""
    dated = Q(starts_on__isnull=False) | Q(ends_on__isnull=False)
    parts: list[Any] = [
        Project.objects.filter(dated, pk__in=projects).order_by().values_list(*WHOLE),
        Phase.objects.filter(dated, project__in=projects).order_by().values_list(*PHASE),
        Milestone.objects.filter(project__in=projects).exclude(planned_on=None, forecast_on=None, reached_on=None).order_by().values_list(*MILESTONE),
        DecisionPoint.objects.filter(project__in=projects, planned_on__isnull=False).order_by().values_list(*DECISION),
    ]
    found: dict[int, list[Dated]] = defaultdict(list)
    for pk, sort, _, number, text, first, last, precision, forecast, reached in sorted(parts[0].union(*parts[1:], all=True), key=lambda row: row[2]):
        day = reached or forecast if sort == "milestone" else None  # a decided point stays where it was planned, as in the project's own plan
        found[pk].append(Dated(sort, number, text, first, day or last, "day" if day else precision, reached is not None))
    return found
