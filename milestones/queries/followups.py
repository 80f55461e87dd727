"""How often a region looks again."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Model, OuterRef, Subquery
from django.db.models.functions import TruncDate

from milestones.followup import Scores, months_on
from milestones.models import FollowUp, Risk
from milestones.riskmatrix import Level, level
from portfolio.models import Region
from portfolio.statements import Statement, given
from projects.models import Project

OF_REGION = Statement(lambda: FollowUp.objects.filter(region=given("region")).order_by())


def follow_up(region: Region) -> FollowUp:
    """The region's own, or the defaults; one query."""
    return next(iter(OF_REGION.rows(region=region.pk)), None) or FollowUp(region=region)


def months_by_level(found: FollowUp) -> dict[Level, int]:
    return {Level.LOW: found.low_months, Level.MEDIUM: found.medium_months, Level.HIGH: found.high_months}


def review_by(scores: Scores, noted: dt.date | None, months: Mapping[Level, int]) -> dt.date | None:
    """When a risk is to be looked at again. noted: the day on which it was written down, from which it counts while nobody has looked."""
    now, last = scores.now, scores.reviewed_on or noted
    return months_on(last, months[level(now.probability, now.impact)]) if now and last else None


def noted(model: type[Model]) -> Subquery:
    """The day on which a row was first written down, by its history."""
    history: Any = model
    entries = history.history.filter(id=OuterRef("pk")).order_by("history_date")
    return Subquery(entries.annotate(day=TruncDate("history_date")).values("day")[:1])


def risks_noted(project: Project) -> dict[int, dt.date | None]:
    """From when those count that nobody has looked at again; one query."""
    return dict(Risk.objects.filter(project=project).order_by().annotate(noted=noted(Risk)).values_list("pk", "noted"))
