"""The time by which leases and due mails are counted: in service the database's, so that a machine whose clock jumps neither sends early nor takes over.

The embedded default is one machine with one clock.
"""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone


def now() -> Any:
    """For a query: the database's own word for it where its clock counts."""
    return Now() if settings.DATABASE_CLOCK else timezone.now()


def read() -> dt.datetime:
    if not settings.DATABASE_CLOCK:
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: dt.datetime = cursor.fetchone()[0]
    return found.astimezone(dt.UTC)
