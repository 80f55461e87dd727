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
from django.db.models import Exists, F, QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from portfolio.models import Delivery, MailHold, MailQueue
from portfolio.queries import clock
from portfolio.statements import Change, given, given_moment, given_span, given_text

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
    return BEGIN[settings.DATABASE_CLOCK].run(pk=delivery.pk, attempt=delivery.attempt, region=delivery.region_id, **times()) == 1


def rows_to_begin() -> tuple[QuerySet[Delivery], dict[str, Any]]:
    held_back = Exists(MailHold.objects.filter(released_at__isnull=True))
    stopped = Exists(MailQueue.objects.filter(region=given("region"), stopped_at__isnull=False))
    ours = Delivery.objects.filter(pk=given("pk"), attempt=given("attempt"), state=State.SENDING, begun_at__isnull=True, lease_until__gt=moment())
    return ours.filter(~held_back, ~stopped), {"begun_at": moment(), "lease_until": until()}


def sent(delivery: Delivery, subject: str, file: str) -> bool:
    """It has left, says the row. A database that goes away meanwhile is waited for; what was written already, and only the answer got lost, is sent too."""
    values = {"pk": delivery.pk, "attempt": delivery.attempt, "subject": subject, "file": file}
    if patiently(lambda: SENT[settings.DATABASE_CLOCK].run(**values, **times())):
        return True
    return Delivery.objects.filter(pk=delivery.pk, attempt=delivery.attempt, state=State.SENT).exists()


def rows_sent() -> tuple[QuerySet[Delivery], dict[str, Any]]:
    ours = Delivery.objects.filter(pk=given("pk"), attempt=given("attempt"), state=State.SENDING)
    written = {"subject": given_text("subject"), "file": given_text("file"), "error": ""}
    return ours, {"state": State.SENT, "lease_until": None, "begun_at": None, "sent_at": moment()} | written


def moment() -> Any:
    return Now() if settings.DATABASE_CLOCK else given_moment("now")


def until() -> Any:
    return Now() + given_span("lease") if settings.DATABASE_CLOCK else given_moment("until")


def times() -> dict[str, Any]:
    now = timezone.now()
    return {"now": now, "until": now + settings.DELIVERY_LEASE, "lease": settings.DELIVERY_LEASE}


BEGIN = {is_databases: Change(rows_to_begin) for is_databases in (False, True)}
SENT = {is_databases: Change(rows_sent) for is_databases in (False, True)}
"""Asked of each mail, so their SQL is written once, for either clock."""


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
