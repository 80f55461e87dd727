"""Giving, changing and ending roles. A region never loses its last administrator."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied
from django.db import transaction

from portfolio.access.grants import allowed, roles_in
from portfolio.access.permissions import P
from portfolio.models import Region, RoleGrant, User
from portfolio.queries.members import administered


class LastAdministrator(Exception):
    """Nobody would be left who may give roles in the region, today or when the last role ends."""


def lock_region(region: Region, user: User, needs: P) -> Region:
    """The region's row, held until the transaction ends. A role that ended while the request was under way no longer counts."""
    held = Region.objects.select_for_update(of=("self",)).get(pk=region.pk)
    user.grants_today = None
    if needs not in allowed(roles_in(user, held.pk)):
        raise PermissionDenied
    return held


@contextmanager
def keeping_an_administrator(region: Region, on: dt.date) -> Iterator[None]:
    """What is done inside is undone and LastAdministrator raised when it would leave the region without. The caller holds the region's row."""
    with transaction.atomic():
        before = administered(region, on)
        yield
        if administered(region, on) < before:
            raise LastAdministrator


def end(*, grant: RoleGrant, on: dt.date) -> RoleGrant | None:
    """Yesterday becomes the last day, so that it ends at once; None when it had not begun and there is nothing to keep. Not stored yet."""
    yesterday = on - dt.timedelta(days=1)
    if grant.valid_from > yesterday:
        return None
    grant.valid_to = yesterday
    return grant
