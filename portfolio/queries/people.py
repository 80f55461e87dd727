"""What pages about people read."""

import datetime as dt
from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.db.models import QuerySet
from django.utils import timezone

from portfolio.access.grants import current, regions_of
from portfolio.lib.browsers import browser_and_system
from portfolio.models import Region, RoleGrant, Seat, User


@dataclass(frozen=True)
class SessionRow:
    pk: int
    browser: str
    system: str
    address: str
    started_at: dt.datetime
    is_current: bool


def roles_of(user: User) -> QuerySet[RoleGrant]:
    """The roles that hold today, with region and municipality."""
    held = user.grants.filter(current(timezone.localdate()))
    return held.select_related("region", "organisation").order_by("region__name", "role", "organisation__name")


def seats_of(user: User) -> QuerySet[Seat]:
    """Their seats in bodies of the regions where they hold a role."""
    here = user.seats.filter(current(timezone.localdate()), body__region__in=regions_of(user))
    return here.select_related("body__region", "organisation").order_by("body__region__name", "body__name")


def regions_with_office(user: User) -> QuerySet[Region]:
    """The regions in which the user holds a role today, with the office that answers for each."""
    return Region.objects.filter(pk__in=[region.pk for region in regions_of(user)]).select_related("office").order_by("name")


def sessions_of(user: User, session_key: str | None) -> list[SessionRow]:
    """The sessions that still work, this one first and then the newest."""
    rows = [
        SessionRow(row.pk, *browser_and_system(row.user_agent), row.ip, timezone.localtime(row.created_at), row.session_key == session_key)
        for row in UserSession.objects.purge_and_list(user)
    ]
    return sorted(rows, key=lambda row: (not row.is_current, -row.started_at.timestamp()))
