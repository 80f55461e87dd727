"""Giving, changing and ending roles. A region never loses its last administrator."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from portfolio.models import Region, RoleGrant
from portfolio.queries.members import administered


class LastAdministrator(Exception):
    """Nobody would be left who may give roles in the region, today or when the last role ends."""


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
