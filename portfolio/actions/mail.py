"""Holding all mail, and a person's word that it may leave."""

import datetime as dt
import logging
from functools import partial

from django.core.mail import get_connection
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portfolio import mail, outbox
from portfolio.models import Delivery, MailHold, MailQueue, Region, User

log = logging.getLogger(__name__)


def hold_mail() -> None:
    if not mail.is_held():
        MailHold.objects.create(since=timezone.now())


def release_mail(*, discard: bool = False) -> int:
    """How many held mails left, or were thrown away. One that the mail server refuses stays, and the error tells which; what left is not sent again.

    Mails of the outbox that waited meanwhile are no files: the worker sends them now, and what is thrown away is marked so.
    """
    done = 0
    if discard:
        waiting = Delivery.objects.filter(state__in=(Delivery.State.WAITING, Delivery.State.SENDING))
        done = waiting.update(state=Delivery.State.CANCELLED, lease_until=None, begun_at=None, error=_("Thrown away while mail was held."))
    MailHold.objects.filter(released_at__isnull=True).update(released_at=timezone.now())
    for kept in mail.waiting():
        if not discard:
            get_connection().send_messages([kept])
        kept.path.unlink()
        done += 1
    outbox.ring(outbox.SEND)
    log.warning("mail is released: %s held mails %s", done, "thrown away" if discard else "sent")
    return done


@transaction.atomic
def let_go_on(*, region: Region, by: User | None, at: dt.datetime) -> bool:
    """A person has seen to the cause for which the region's mails stopped; False when they do not stand still."""
    stopped = MailQueue.objects.filter(region=region, stopped_at__isnull=False)
    if not stopped.update(stopped_at=None, refusals=0):
        return False
    log.warning("the mails of region %s go on from %s, by user %s", region.pk, at.isoformat(), by and by.pk)
    transaction.on_commit(partial(outbox.ring, outbox.SEND))
    return True
