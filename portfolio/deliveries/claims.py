"""Who works on which mail. The row says it: claimed in batches with a lease and the number of the attempt as fence, begun one by one.

Between the claim and the beginning nothing can have left: a mail whose worker is gone by then waits again as if nothing had been. After it nobody knows.
"""

import datetime as dt
import logging
import time
from collections.abc import Callable, Collection
from typing import Any, TypeVar

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from portfolio.models import Delivery, MailHold, MailQueue
from portfolio.queries import clock

BATCH = 25
PATIENCE = 60.0
"""Seconds for which a database that has gone is waited for, when something has left that it must know of."""
GONE = (OperationalError, InterfaceError)
"""The database does not answer. Nothing is known to be wrong with the mail."""

State = Delivery.State
T = TypeVar("T")
log = logging.getLogger(__name__)


def locked(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Those that nobody else holds at this moment. SQLite lets one write at a time anyhow."""
    return rows.select_for_update(skip_locked=True, of=("self",)) if connection.features.has_select_for_update_skip_locked else rows


def take_back() -> None:
    """Mails whose worker is gone wait again: those that were not begun as they were, of the others nobody knows whether they left."""
    with transaction.atomic():
        found = list(locked(Delivery.objects.filter(state=State.SENDING, lease_until__lt=clock.now())).values_list("pk", flat=True))
        if not found:
            return
        lost = Delivery.objects.filter(pk__in=found)
        lost.filter(begun_at__isnull=True).update(state=State.WAITING, lease_until=None, tries=F("tries") - 1)
        lost = lost.filter(state=State.SENDING)
        reason = _("The sending was interrupted again and again. Send it once more by hand.")
        lost.filter(until__lt=clock.now()).update(state=State.FAILED, lease_until=None, begun_at=None, error=reason, maybe_twice=True)
        lost.filter(state=State.SENDING).update(state=State.WAITING, lease_until=None, begun_at=None, next_at=clock.now(), maybe_twice=True)
    log.warning("%s mails are taken back: their worker is gone", len(found))


def claim(leave_out: Collection[int] = ()) -> list[Delivery]:
    """The mails that are due longest, now ours; none when nothing is due. Two workers never get the same one."""
    due = Delivery.objects.filter(state=State.WAITING, next_at__lte=clock.now()).exclude(pk__in=leave_out).order_by("next_at", "pk")
    if stopped := list(MailQueue.objects.filter(stopped_at__isnull=False).values_list("region", flat=True)):
        due = due.exclude(region__in=stopped)
    with transaction.atomic():
        found = list(locked(due).values_list("pk", flat=True)[:BATCH])
        if not found:
            return []
        ours = Delivery.objects.filter(pk__in=found, state=State.WAITING)
        ours.update(state=State.SENDING, attempt=F("attempt") + 1, tries=F("tries") + 1, lease_until=clock.now() + settings.DELIVERY_LEASE, begun_at=None)
        about = Delivery.objects.select_related("region", "recipient", "invitation__region", "invitation__organisation", "invitation__invited_by")
        return list(about.filter(pk__in=found).order_by("next_at", "pk"))


def begin(delivery: Delivery) -> bool:
    """The last word before the mail server is turned to: False when the lease has run out, the mails are held or the region's queue has stopped."""
    ours = held(delivery).filter(begun_at__isnull=True, lease_until__gt=clock.now())
    stopped = MailQueue.objects.filter(region=OuterRef("region"), stopped_at__isnull=False)
    ours = ours.filter(~Exists(MailHold.objects.filter(released_at__isnull=True)), ~Exists(stopped))
    return bool(ours.update(begun_at=clock.now(), lease_until=clock.now() + settings.DELIVERY_LEASE))


def release(deliveries: Collection[Delivery]) -> None:
    """Those that were not begun wait as before; that was no try."""
    for delivery in deliveries:
        waits = held(delivery).filter(begun_at__isnull=True)
        patiently(lambda waits=waits: waits.update(state=State.WAITING, lease_until=None, tries=F("tries") - 1))  # type: ignore[misc]


def settle(delivery: Delivery, state: str, **what: Any) -> bool:
    """What became of it, if this attempt still holds it. A database that goes away meanwhile is waited for."""
    if patiently(lambda: held(delivery).update(state=state, lease_until=None, begun_at=None, **what)):
        return True
    return Delivery.objects.filter(pk=delivery.pk, attempt=delivery.attempt, state=state).exists()  # written, and only the answer was lost


def held(delivery: Delivery) -> QuerySet[Delivery]:
    """The row while this attempt still holds it; empty when another has taken it over."""
    return Delivery.objects.filter(pk=delivery.pk, state=State.SENDING, attempt=delivery.attempt)


def patiently(deed: Callable[[], T]) -> T:
    """Again until the database answers."""
    latest = time.monotonic() + PATIENCE
    while True:
        try:
            return deed()
        except GONE:
            if connection.in_atomic_block or time.monotonic() > latest:
                raise
            log.warning("the database does not answer; asked again", exc_info=True)
            connection.close()
            time.sleep(0.5)


def latest_for(delivery: Delivery) -> float:
    """When, on this process's own clock, a mail that begins now must have left: a little before its lease runs out."""
    return time.monotonic() + (settings.DELIVERY_LEASE * 0.8 / dt.timedelta(seconds=1))
