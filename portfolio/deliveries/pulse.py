"""The sign of life that a worker leaves in the database; portfolio.queries.pulse reads it."""

import datetime as dt

from django.db.models import Q

from portfolio.models import Loop
from portfolio.queries import clock
from portfolio.queries.pulse import NAME

OFTEN = dt.timedelta(seconds=5)
"""It is not written more often than that."""


def beat() -> None:
    old = Q(ticked_at__isnull=True) | Q(ticked_at__lte=clock.now() - OFTEN)
    if not Loop.objects.filter(old, name=NAME).update(ticked_at=clock.now()):
        Loop.objects.get_or_create(name=NAME, defaults={"ticked_at": clock.read(), "locked_until": clock.read()})
