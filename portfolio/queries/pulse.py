"""Whether the workers live: by the sign of life that they leave in the database, which web processes and health checks look at."""

import datetime as dt

from django.conf import settings
from django.db.models import Min, Q

from portfolio.models import Delivery, Loop, Reminder
from portfolio.queries import clock

NAME = "deliveries"


def is_still() -> bool:
    """No worker has given a sign of life for so long that web processes may send what waits. Before the first one it counts from the oldest that is due."""
    latest = clock.read() - settings.FALLBACK_AFTER
    last: dt.datetime | None = Loop.objects.filter(name=NAME).values_list("ticked_at", flat=True).first()
    if last is None:
        mail = Delivery.objects.filter(state=Delivery.State.WAITING).aggregate(oldest=Min("next_at"))["oldest"]
        reminder = Reminder.objects.filter(state=Reminder.State.PLANNED).aggregate(oldest=Min("due_at"))["oldest"]
        last = min(filter(None, (mail, reminder)), default=None)
    return last is not None and last < latest


def work_waits() -> bool:
    """Something is due: a mail, a mail whose worker is gone, or a reminder that is not a mail yet."""
    now = clock.now()
    due = Q(state=Delivery.State.WAITING, next_at__lte=now) | Q(state=Delivery.State.SENDING, lease_until__lte=now)
    return Delivery.objects.filter(due).exists() or Reminder.objects.filter(state=Reminder.State.PLANNED, due_at__lte=now).exists()
