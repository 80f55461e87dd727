"""What the pages about bodies read."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Subquery
from django.db.models import OuterRef as Outer

from portfolio.access.grants import current
from portfolio.models import Body, Meeting, Region, Seat


def bodies_of(region: Region, *, on: dt.date) -> "QuerySet[Body, Any]":
    """By name, each with ``members`` (seats of the day) and ``next_meeting`` (a date or None)."""
    held = current(on, "seats__valid_from", "seats__valid_to") & Q(seats__isnull=False)
    coming = Meeting.objects.filter(body=Outer("pk"), date__gte=on, is_cancelled=False).order_by("date")
    rows = Body.objects.filter(region=region).annotate(members=Count("seats", filter=held, distinct=True))
    return rows.annotate(next_meeting=Subquery(coming.values("date")[:1])).order_by("name")


@dataclass(frozen=True)
class BodyPage:
    body: Body
    seats: list[Seat]
    former_seats: list[Seat]
    upcoming: list[Meeting]
    past: list[Meeting]

    @property
    def next_meeting(self) -> Meeting | None:
        return next((meeting for meeting in self.upcoming if not meeting.is_cancelled), None)


def body_page(body: Body, *, on: dt.date) -> BodyPage:
    """Seats with the chair first; meetings to come from the nearest on, past ones from the latest on."""
    seats = list(body.seats.select_related("organisation", "user").order_by("-is_chair", "function", "organisation__name", "pk"))
    meetings = list(body.meetings.order_by("date"))
    return BodyPage(
        body,
        [seat for seat in seats if seat.valid_to is None or seat.valid_to >= on],
        [seat for seat in seats if seat.valid_to is not None and seat.valid_to < on],
        [meeting for meeting in meetings if meeting.date >= on],
        [meeting for meeting in reversed(meetings) if meeting.date < on],
    )
