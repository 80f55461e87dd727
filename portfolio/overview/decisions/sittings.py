"""The meetings to come of the region's bodies, with what each is asked; questions of projects that the reader does not see are left out."""

import datetime as dt
from dataclasses import dataclass

from milestones.models import DecisionPoint
from milestones.queries.decisions import open_points
from portfolio.access.meetings import bodies_open_to
from portfolio.models import Meeting, Region, User
from projects.queries import projects_of

MOST = 6


@dataclass(frozen=True)
class Sitting:
    """may_open: the reader opens the page of the meeting, with its pack."""

    meeting: Meeting
    points: list[DecisionPoint]
    may_open: bool


def sittings(user: User, region: Region, today: dt.date) -> list[Sitting]:
    """The nearest first, at most MOST; two queries, and one for those who may open some bodies' meetings only."""
    meetings = list(
        Meeting.objects.filter(body__region=region, date__gte=today, is_cancelled=False)
        .select_related("body")
        .order_by("date", "starts_at", "body__name")[:MOST]
    )
    asked = DecisionPoint.objects.filter(open_points(), meeting__in=meetings, project__in=projects_of(user, region))
    points = list(asked.select_related("project").order_by("project__name", "position")) if meetings else []
    opened = bodies_open_to(user, region)
    return [Sitting(each, [point for point in points if point.meeting_id == each.pk], opened is None or each.body_id in opened) for each in meetings]
