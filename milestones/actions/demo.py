"""The demo's made-up project: its next decision point gets a meeting of its body, on the day that the plan says."""

import datetime as dt

from django.db import transaction

from milestones.models import DecisionPoint
from portfolio.models import Meeting
from projects.models import Project


@transaction.atomic
def set_up_meeting(project: Project, *, today: dt.date, note: str) -> None:
    """note: that the meeting is made up, in the words of the region's other meetings."""
    ahead = DecisionPoint.objects.filter(project=project, planned_on__gte=today, body__isnull=False, meeting=None, decisions=None)
    point = ahead.order_by("planned_on").first()
    if point and point.planned_on:
        point.meeting, _new = Meeting.objects.get_or_create(body=point.body, date=point.planned_on, defaults={"note": note})
        point.save()
