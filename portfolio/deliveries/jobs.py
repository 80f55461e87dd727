"""Sending the mails that wait. As with files, the row says who works on it (claims), and no transaction is open while a mail server is spoken to.

What nobody can promise: a worker that is killed after the server's answer and before the row is written sends once more. The mail then carries
the same Message-ID, and the row says that it may have arrived twice.
"""

import datetime as dt
import logging
import random
import time

from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _
from django.utils.translation import override

from portfolio import mail
from portfolio.deliveries import claims, pulse, queues, refusing, transport, writing
from portfolio.deliveries.attaching import attachments_of
from portfolio.deliveries.claims import settle
from portfolio.lib import ending, logs
from portfolio.models import Delivery
from portfolio.queries import clock

WAITS = (1, 5, 15, 60, 240)
"""Minutes until the next try; the last one for all that follow, until ``until``."""
QUIET = dt.timedelta(hours=12)  # of trying is left at least when quiet hours have passed
SPREAD = 0.3  # of each wait, so that mails that failed together do not come back together
ROUND = 45.0
"""Seconds after which a round ends with the batch it is at: the worker has other work too, and whoever stops it waits for so long at most."""

State = Delivery.State
log = logging.getLogger(__name__)
scatter = random.SystemRandom()


class Round:
    """What one run of the loop knows: its line to the mail server, the regions whose refusals are counted, and mails that it gave back."""

    def __init__(self, line: transport.Line) -> None:
        self.line = line
        self.counting: set[int] = set()
        self.left: set[int] = set()
        self.sent = 0


def send_waiting(*, is_worker: bool = True) -> int:
    """Sends the mails that are due, the one that has waited longest first; how many were sent. While mail is held they stay as they are."""
    return send_for(ROUND, is_worker=is_worker)[0]


def send_for(seconds: float, *, is_worker: bool = True) -> tuple[int, bool]:
    """How many were sent, and whether time ran out before the mails did, or the worker is to end."""
    latest = time.monotonic() + seconds
    claims.take_back()
    with transport.line() as line:
        now = Round(line)
        while True:
            if is_worker:
                pulse.beat()
            if line.is_away or mail.is_held() or not (batch := claims.claim(now.left)):
                return now.sent, False
            now.counting = queues.counting()
            send_batch(batch, now)
            if time.monotonic() > latest or ending.is_told():
                return now.sent, True


def send_batch(batch: list[Delivery], now: Round) -> None:
    """Each in turn. When the mail server or the database is gone, or the worker is to end, those that were not begun wait as before."""
    material = material_of(batch)
    for number, delivery in enumerate(batch):
        try:
            with override(delivery.language), logs.belonging_to(delivery.request_id):
                now.sent += send(delivery, now, material)
        except claims.GONE:
            claims.release(batch[number:])
            raise
        if now.line.is_away or ending.is_told():
            claims.release(batch[number + 1 :])
            return


def material_of(batch: list[Delivery]) -> writing.Material | None:
    """None when one of them cannot be read: each is then tried by itself."""
    try:
        return claims.patiently(lambda: writing.material_for(batch))
    except claims.GONE:
        claims.release(batch)
        raise
    except Exception:
        log.exception("a batch of mails cannot be read together")
        return None


def send(delivery: Delivery, now: Round, material: writing.Material | None = None) -> bool:
    """The mail, and the row that says so; or the row that says why not."""
    try:
        message = writing.message_of(delivery, material)
        for name, content, kind in attachments_of(delivery):
            message.attach(name, content, kind)
        latest = claims.latest_for(delivery)
        if not claims.begin(delivery):
            now.left.add(delivery.pk)
            claims.release([delivery])
            return False
        file = now.line.hand_over(message, file_of(delivery), latest)
    except transport.TooLate:
        log.warning("mail %s: this worker was asleep for longer than its lease", delivery.pk)
        return False
    except refusing.NotNeeded as why:
        return ended(delivery, State.CANCELLED, str(why))
    except refusing.NotYet as until:
        return put_back(delivery, until.at)
    except (refusing.NotWritten, transport.Refused) as why:
        log.error("mail %s is refused: %s", delivery.pk, why)
        if isinstance(why, transport.Refused) and why.is_policy:
            count(delivery, str(why), now)
        return ended(delivery, State.FAILED, str(why))
    except transport.Later as why:
        if why.is_policy:
            count(delivery, str(why), now)
        return again(delivery, str(why), why.is_unsure, why.is_crowded)
    except claims.GONE:
        raise
    except Exception:
        log.exception("mail %s cannot be written", delivery.pk)
        return ended(delivery, State.FAILED, _("The mail could not be written. The log says why."))
    return sent(delivery, file, now)


def file_of(delivery: Delivery) -> str:
    """Its name, where mails are files."""
    return f"{delivery.asked_at:%Y%m%dT%H%M%S%f}-{delivery.message_id.hex[:16]}"


def sent(delivery: Delivery, file: str, now: Round) -> bool:
    if not claims.sent(delivery, delivery.subject, file):
        log.warning("mail %s left after its lease had run out: it may arrive twice", delivery.pk)
        Delivery.objects.filter(pk=delivery.pk).update(maybe_twice=True)
        return False
    log.info("mail %s is sent", delivery.pk)
    if delivery.region_id in now.counting:
        queues.taken(delivery.region_id)
        now.counting.discard(delivery.region_id)
    return True


def count(delivery: Delivery, said: str, now: Round) -> None:
    now.counting.add(delivery.region_id)
    queues.refused(delivery.region_id, said)


def ended(delivery: Delivery, state: str, why: str) -> bool:
    settle(delivery, state, error=why[:300])
    return False


def put_back(delivery: Delivery, at: dt.datetime) -> bool:
    """It waits for the hours in which its region sends; that was no try."""
    settle(delivery, State.WAITING, next_at=at, tries=F("tries") - 1, until=Greatest("until", Value(at + QUIET, DateTimeField())))
    return False


def again(delivery: Delivery, why: str, is_unsure: bool, is_crowded: bool = False) -> bool:
    """Later, or not at all when its time is up."""
    log.warning("mail %s, attempt %s: %s", delivery.pk, delivery.attempt, why)
    next_at = claims.patiently(clock.read) + wait(delivery.tries, 1.0 if is_crowded else SPREAD)
    state = State.WAITING if next_at < delivery.until else State.FAILED
    settle(delivery, state, next_at=next_at, error=why[:300], maybe_twice=delivery.maybe_twice or is_unsure)
    return False


def wait(tries: int, spread: float = SPREAD) -> dt.timedelta:
    """How long after this many tries."""
    return dt.timedelta(minutes=WAITS[min(tries, len(WAITS)) - 1] * scatter.uniform(1 - spread, 1 + spread))
