"""A status report is begun as a draft, saved as often as one likes, and sent once."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from milestones.models import StatusReport
from milestones.reporting import Subject, is_over, lacking
from portfolio.actions import rows
from portfolio.models import User
from projects.models import Project

REPORTED = ":reported"
"""Why a project's status changed when a report is sent."""


class NotSent(Exception):
    """Nothing is stored; fields: what the report still lacks."""

    def __init__(self, fields: list[str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


@dataclass(frozen=True)
class Beginning:
    """What a new draft says before anybody has written in it."""

    first: dt.date
    last: dt.date
    lights: Mapping[Subject, str]
    comments: Mapping[Subject, str]
    status: str = ""
    summary: str = ""
    forecast_minor: int | None = None
    next_decision: str = ""


@transaction.atomic
def begin(*, project: Project, by: User, begins: Beginning) -> StatusReport:
    """The project's draft: the one that there is, or a new one that begins so. The caller holds the project's lock."""
    draft = StatusReport.objects.filter(project=project, sent_at__isnull=True).first()
    if draft is not None:
        return draft
    number = 1 + (StatusReport.objects.filter(project=project).aggregate(last=Max("number"))["last"] or 0)
    said = {each.value: begins.lights.get(each, "") for each in Subject} | {f"{each}_comment": begins.comments.get(each, "") for each in Subject}
    rest = {"status": begins.status, "summary": begins.summary, "forecast_minor": begins.forecast_minor, "next_decision": begins.next_decision}
    return StatusReport.objects.create(project=project, number=number, period_from=begins.first, period_to=begins.last, begun_by=by, **said, **rest)


@transaction.atomic
def send(*, report: StatusReport, facts: dict[str, Any], by: User, on: dt.date) -> StatusReport:
    """Freezes the report with what the program knows, and gives the project its status. Raises NotSent. The caller holds the project's lock."""
    lights = {each: report.light(each) for each in Subject}
    comments = {each: report.comment(each) for each in Subject}
    if fields := lacking(report.status, lights, comments, is_over(facts.get("budget_minor"), report.forecast_minor)):
        raise NotSent(fields)
    report.facts, report.sent_at, report.sent_by = facts, timezone.now(), by
    report.save()
    project = Project.objects.get(pk=report.project_id)
    project.status, project.status_on = report.status, on
    rows.save(row=project, by=by, reason=REPORTED)
    return report


def discard(*, report: StatusReport) -> None:
    """A draft only: what was sent stays."""
    StatusReport.objects.filter(pk=report.pk, sent_at__isnull=True).delete()
