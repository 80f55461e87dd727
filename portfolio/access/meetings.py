"""Who opens a body's meetings: those who read the whole region, and whoever sits in the body today."""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from portfolio.access.grants import allowed, current, roles_in
from portfolio.access.permissions import P
from portfolio.access.rules import READ, Rule, View, demand, ruled, signed_in_user
from portfolio.models import Meeting, Region, Seat, User


def seats_of(user: User, on: dt.date) -> Q:
    """The seats that the person holds on the day."""
    return current(on) & Q(user=user)


def bodies_open_to(user: User, region: Region) -> frozenset[int] | None:
    """The bodies of the region whose meetings the person may open, by their keys; None for every one. One query at most; none for strangers."""
    may = allowed(roles_in(user, region.pk))
    if P.MEETING_VIEW in may:
        return None
    if not may:
        return frozenset()
    held = Seat.objects.filter(seats_of(user, timezone.localdate()), body__region=region)
    return frozenset(held.order_by().values_list("body", flat=True))


def on_meeting(needs: P, methods: tuple[str, ...] = READ) -> Callable[[View], View]:
    """The view gets (request, meeting, what the person may, …); the URL names the region's slug and the meeting's key.

    A seat opens the meeting to those who hold a role in the region; without one they may not know of the region at all.
    """

    def guard(request: HttpRequest, kwargs: dict[str, Any]) -> tuple[Meeting | None, frozenset[P]]:
        region = Region.objects.filter(slug=kwargs.pop("region")).first()
        if region is None:
            raise Http404
        user = signed_in_user(request)
        found = Meeting.objects.filter(pk=kwargs.pop("number"), body__region=region).select_related("body__region").first()
        may = allowed(roles_in(user, region.pk))
        if found and may and P.MEETING_VIEW not in may and Seat.objects.filter(seats_of(user, timezone.localdate()), body=found.body_id).exists():
            may |= {P.MEETING_VIEW}
        demand(may, needs)
        return found, may

    return lambda view: ruled(Rule("meeting", needs, methods), of_a_meeting(view), guard)


def of_a_meeting(view: View) -> View:
    """404 for a meeting that is not there, once the method is one that the view answers."""

    @wraps(view)
    def found_first(request: HttpRequest, found: Meeting | None, *args: Any, **kwargs: Any) -> HttpResponse:
        if found is None:
            raise Http404
        answer: HttpResponse = view(request, found, *args, **kwargs)
        return answer

    return found_first
