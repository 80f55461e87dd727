"""Addresses for calendars: made, made anew, stopped."""

import datetime as dt

from django.db import transaction

from milestones.models import CalendarFeed
from portfolio.access.tokens import hash_of, new_seed, token_of
from portfolio.models import User
from projects.models import Project

PURPOSE = "calendar"


@transaction.atomic
def issue(*, user: User, project: Project | None, at: dt.datetime) -> CalendarFeed:
    """A new address; the one that the person had for the same stops. The person's row is held, so that two at once do not both make one."""
    User.objects.select_for_update().get(pk=user.pk)
    CalendarFeed.objects.filter(user=user, project=project, revoked_at__isnull=True).update(revoked_at=at)
    seed = new_seed()
    return CalendarFeed.objects.create(user=user, project=project, seed=seed, token_sha256=hash_of(token_of(seed, PURPOSE)), made_at=at)


def stop(*, user: User, number: int, at: dt.datetime) -> bool:
    """False when the person has no such open address."""
    return bool(CalendarFeed.objects.filter(user=user, pk=number, revoked_at__isnull=True).update(revoked_at=at))
