"""Sending the mails that wait. As with files, the row says who works on it: claimed by a conditional update, with a lease and the number of the
attempt as fence, and no transaction is open while a mail server is spoken to.

What nobody can promise: a worker that is killed after the server's answer and before the row is written sends once more. The mail then carries
the same Message-ID, and the row says that it may have arrived twice.
"""

import datetime as dt
import logging
import random
from collections.abc import Collection

from django.db import connection, transaction
from django.db.models import DateTimeField, F, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _
from django.utils.translation import override

from portfolio import mail
from portfolio.deliveries import transport, writing
from portfolio.lib import logs
from portfolio.models import Delivery
from portfolio.queries import clock

LEASE = dt.timedelta(seconds=240)  # longer than a mail server can draw out its answers, each within EMAIL_TIMEOUT
WAITS = (1, 5, 15, 60, 240)
"""Minutes until the next try; the last one for all that follow, until ``until``."""
QUIET = dt.timedelta(hours=12)  # of trying is left at least when quiet hours have passed
SPREAD = 0.3  # of each wait, so that mails that failed together do not come back together

State = Delivery.State
log = logging.getLogger(__name__)
scatter = random.SystemRandom()


def send_waiting() -> int:
    """Sends every mail that is due, the one that has waited longest first; how many were sent. While mail is held they stay as they are."""
    take_back()
    sent, tried = 0, set[int]()
    while not mail.is_held() and (delivery := claim(tried)):
        tried.add(delivery.pk)
        with override(delivery.language), logs.belonging_to(delivery.request_id):
            sent += send(delivery)
    return sent


def take_back() -> None:
    """Mails whose worker is gone wait again: nobody knows how far it came."""
    now = clock.now()
    lost = Delivery.objects.filter(state=State.SENDING, lease_until__lt=now)
    reason = _("The sending was interrupted again and again. Send it once more by hand.")
    lost.filter(until__lt=now).update(state=State.FAILED, lease_until=None, error=reason, maybe_twice=True)
    lost.update(state=State.WAITING, lease_until=None, next_at=now, maybe_twice=True)


def claim(tried: Collection[int]) -> Delivery | None:
    """The mail that is due longest, now ours; None when nothing is due. Two workers never get the same one."""
    while True:
        with transaction.atomic():
            now = clock.now()
            due = Delivery.objects.filter(state=State.WAITING, next_at__lte=now).exclude(pk__in=tried).order_by("next_at", "pk")
            if connection.features.has_select_for_update_skip_locked:
                due = due.select_for_update(skip_locked=True)
            delivery = due.first()
            if delivery is None:
                return None
            ours = Delivery.objects.filter(pk=delivery.pk, state=State.WAITING, attempt=delivery.attempt)
            if ours.update(state=State.SENDING, attempt=F("attempt") + 1, tries=F("tries") + 1, lease_until=now + LEASE):
                delivery.refresh_from_db()
                return delivery


def send(delivery: Delivery) -> bool:
    """The mail, and the row that says so; or the row that says why not."""
    try:
        message = writing.message_of(delivery)
        if not held(delivery).filter(lease_until__gt=clock.now()).exists():  # asleep for longer than the lease
            return False
        file = transport.hand_over(message, f"{delivery.asked_at:%Y%m%dT%H%M%S%f}-{delivery.message_id.hex[:16]}")
    except writing.NotNeeded as why:
        return ended(delivery, State.CANCELLED, str(why))
    except writing.NotYet as until:
        return put_back(delivery, until.at)
    except (writing.NotWritten, transport.Refused) as why:
        log.error("mail %s is refused: %s", delivery.pk, why)
        return ended(delivery, State.FAILED, str(why))
    except transport.Later as why:
        return again(delivery, str(why), why.is_unsure)
    except Exception:
        log.exception("mail %s cannot be written", delivery.pk)
        return ended(delivery, State.FAILED, _("The mail could not be written. The log says why."))
    if not held(delivery).update(state=State.SENT, lease_until=None, error="", sent_at=clock.now(), file=file):
        log.warning("mail %s left after its lease had run out: it may arrive twice", delivery.pk)
        Delivery.objects.filter(pk=delivery.pk).update(maybe_twice=True)
        return False
    log.info("mail %s is sent", delivery.pk)
    return True


def ended(delivery: Delivery, state: str, why: str) -> bool:
    held(delivery).update(state=state, lease_until=None, error=why[:300])
    return False


def put_back(delivery: Delivery, at: dt.datetime) -> bool:
    """It waits for the hours in which its region sends; that was no try."""
    held(delivery).update(state=State.WAITING, lease_until=None, next_at=at, tries=F("tries") - 1, until=Greatest("until", Value(at + QUIET, DateTimeField())))
    return False


def again(delivery: Delivery, why: str, is_unsure: bool) -> bool:
    """Later, or not at all when its time is up."""
    log.warning("mail %s, attempt %s: %s", delivery.pk, delivery.attempt, why)
    next_at = clock.read() + wait(delivery.tries)
    state = State.WAITING if next_at < delivery.until else State.FAILED
    held(delivery).update(state=state, lease_until=None, next_at=next_at, error=why[:300], maybe_twice=delivery.maybe_twice or is_unsure)
    return False


def wait(tries: int) -> dt.timedelta:
    """How long after this many tries."""
    return dt.timedelta(minutes=WAITS[min(tries, len(WAITS)) - 1] * scatter.uniform(1 - SPREAD, 1 + SPREAD))


def held(delivery: Delivery) -> QuerySet[Delivery]:
    """The row while this attempt still holds it; empty when another has taken it over."""
    return Delivery.objects.filter(pk=delivery.pk, state=State.SENDING, attempt=delivery.attempt)
