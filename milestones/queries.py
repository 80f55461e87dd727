"""What the pages read of plans, decision points, risks and benefits."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from milestones.models import Benefit, DecisionPoint, Milestone, Phase, Risk, SuccessFactor
from portfolio.lib.periods import last_day
from projects.models import Project


@dataclass(frozen=True)
class Deadline:
    """A date that somebody waits for: a decision point (with its number, if it has one) or a milestone."""

    on: dt.date
    precision: str
    text: str
    is_decision: bool
    number: int | None = None
    body: str = ""

    @property
    def ends(self) -> dt.date:
        return last_day(self.on, self.precision)


def deadlines(projects: Iterable[int]) -> dict[int, list[Deadline]]:
    """The dated decision points and the milestones not reached, in order of time; two queries for any number of projects."""
    projects = list(projects)
    found: dict[int, list[Deadline]] = defaultdict(list)
    decisions = DecisionPoint.objects.filter(project__in=projects, planned_on__isnull=False)
    for pk, on, precision, text, number, body in decisions.values_list("project", "planned_on", "precision", "question", "number", "body__name"):
        found[pk].append(Deadline(on, precision, text, True, number, body or ""))
    milestones = Milestone.objects.filter(project__in=projects, planned_on__isnull=False, reached_on__isnull=True)
    for pk, on, precision, text, forecast in milestones.values_list("project", "planned_on", "precision", "text", "forecast_on"):
        found[pk].append(Deadline(forecast or on, "day" if forecast else precision, text, False))
    for rows in found.values():
        rows.sort(key=lambda row: (row.ends, row.on))
    return found


def decision_points(project: Project) -> QuerySet[DecisionPoint]:
    return DecisionPoint.objects.filter(project=project).select_related("body")


def phases(project: Project) -> QuerySet[Phase]:
    return Phase.objects.filter(project=project)


def milestones(project: Project) -> QuerySet[Milestone]:
    return Milestone.objects.filter(project=project).select_related("phase")


def risks(project: Project, confidential: bool) -> QuerySet[Risk]:
    """With their measures. Confidential ones only when asked for by somebody who may see them."""
    rows = Risk.objects.filter(project=project).prefetch_related("measures")
    return rows if confidential else rows.filter(is_confidential=False)


def success_factors(project: Project) -> QuerySet[SuccessFactor]:
    return SuccessFactor.objects.filter(project=project)


def benefits(project: Project) -> QuerySet[Benefit]:
    return Benefit.objects.filter(project=project)
