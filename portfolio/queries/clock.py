"""The time by which leases and due mails are counted: in service the database's, so that a machine whose clock jumps neither sends early nor takes over.

The embedded default is one machine with one clock.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone


def now() -> Any:
    """For a query: the database's own word for it where its clock counts."""
    return Now() if settings.DATABASE_CLOCK else timezone.now()


_told: ContextVar[dt.datetime | None] = ContextVar("told", default=None)


@contextmanager
def told(moment: dt.datetime) -> Iterator[None]:
    """What is read in this thread is that moment: for the demo, whose example began some days ago. Leases and due mails go by the real time."""
    before = _told.set(moment.astimezone(dt.UTC))
    try:
        yield
    finally:
        _told.reset(before)


def read() -> dt.datetime:
    if moment := _told.get():
        return moment
    if not settings.DATABASE_CLOCK:
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: dt.datetime = cursor.fetchone()[0]
    return found.astimezone(dt.UTC)
