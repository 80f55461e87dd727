"""Holding all mail, and a person's word that it may leave."""

import logging

from django.core.mail import get_connection
from django.utils import timezone

from portfolio import mail
from portfolio.models import MailHold

log = logging.getLogger(__name__)


def hold_mail() -> None:
    if not mail.is_held():
        MailHold.objects.create(since=timezone.now())


def release_mail(*, discard: bool = False) -> int:
    """How many held mails left, or were thrown away. One that the mail server refuses stays, and the error tells which; what left is not sent again."""
    MailHold.objects.filter(released_at__isnull=True).update(released_at=timezone.now())
    done = 0
    for kept in mail.waiting():
        if not discard:
            get_connection().send_messages([kept])
        kept.path.unlink()
        done += 1
    log.warning("mail is released: %s held mails %s", done, "thrown away" if discard else "sent")
    return done
