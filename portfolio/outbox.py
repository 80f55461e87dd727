"""What is asked of the job loop: files, and mails. The row is the order; the bell after commit only makes it quick, and losing the bell loses nothing."""

import datetime as dt
import logging
from collections.abc import Mapping
from functools import partial
from typing import Any

from celery import current_app
from django.db import connection, transaction

from portfolio.lib import logs
from portfolio.lib.texts import one_line
from portfolio.models import Delivery, Document, Invitation, Region, User

RENDER = "documents.render_waiting"
SEND = "deliveries.send_waiting"
PLAN = "reminders.tick"
"""The tasks' names: the outbox stands below the tasks and never imports them."""
TRYING = dt.timedelta(hours=72)

log = logging.getLogger(__name__)


def ask_for(
    *, region: Region, kind: str, title: str, language: str, content: Mapping[str, Any], content_sha256: str, by: User | None, at: dt.datetime
) -> Document:
    """The order for a file with this content, in the caller's transaction. The same content is one order; a failed one is tried again."""
    document, is_new = Document.objects.get_or_create(
        region=region,
        kind=kind,
        content_sha256=content_sha256,
        defaults={"title": title, "language": language, "content": dict(content), "requested_by": by, "requested_at": at, "request_id": logs.current.get()},
    )
    if not is_new:
        Document.objects.filter(pk=document.pk, state=Document.State.FAILED).update(state=Document.State.REQUESTED, error="")
        document.refresh_from_db(fields=["state", "error"])
    if document.state == Document.State.REQUESTED:
        transaction.on_commit(ring)
    return document


def post(
    *,
    key: str,
    region: Region,
    kind: str,
    to_address: str,
    to_name: str,
    subject: str,
    language: str,
    by: User | None,
    at: dt.datetime,
    recipient: User | None = None,
    not_before: dt.datetime | None = None,
    invitation: Invitation | None = None,
    trying: dt.timedelta = TRYING,
) -> Delivery:
    """The order for a mail, in the caller's transaction; its words are written when it is sent. The same key is one mail. trying: after it the mail is
    of no use.
    """
    delivery, is_new = Delivery.objects.get_or_create(
        key=key,
        defaults={
            "region": region,
            "kind": kind,
            "to_address": to_address,
            "to_name": to_name,
            "recipient": recipient,
            "subject": one_line(subject)[:300],
            "language": language,
            "asked_by": by,
            "asked_at": at,
            "next_at": not_before or at,
            "until": (not_before or at) + trying,
            "request_id": logs.current.get(),
            "invitation": invitation,
        },
    )
    if is_new:
        transaction.on_commit(partial(ring, SEND))
    return delivery


def post_again(*, delivery: Delivery, at: dt.datetime) -> bool:
    """One that failed or came back waits once more; False when it is in another state by now."""
    failed = Delivery.objects.filter(pk=delivery.pk, state__in=(Delivery.State.FAILED, Delivery.State.BOUNCED))
    to = address_of(delivery)
    if not failed.update(state=Delivery.State.WAITING, error="", tries=0, next_at=at, until=at + TRYING, sent_at=None, to_address=to):
        return False
    changed()
    transaction.on_commit(partial(ring, SEND))
    return True


def address_of(delivery: Delivery) -> str:
    """Of a reminder that of its recipient now; an invitation goes to whom it was written for."""
    reminder = delivery.reminders.select_related("user", "contact").first()
    if reminder is None:
        return delivery.to_address
    return reminder.user.email if reminder.user else reminder.contact.mail if reminder.contact else delivery.to_address


def call_off(*, delivery: Delivery, why: str) -> bool:
    """One that waits or failed is not sent; False when it is in another state by now."""
    held_back = Delivery.objects.filter(pk=delivery.pk, state__in=(Delivery.State.WAITING, Delivery.State.FAILED))
    is_off = bool(held_back.update(state=Delivery.State.CANCELLED, error=why[:300]))
    if is_off:
        changed()
    return is_off


def changed() -> None:
    """A day may have moved, or what it was for is done: reminders are planned anew when the transaction is through, once for all that it did."""
    if all(bell is not plan_anew for _, bell, *_ in connection.run_on_commit):
        transaction.on_commit(plan_anew)


def plan_anew() -> None:
    ring(PLAN)


def ring(bell: str = RENDER) -> None:
    """Wake the job loop; when the queue is down, the sweep finds the order."""
    try:
        with current_app.connection_for_write() as queue:
            queue.ensure_connection(max_retries=1, interval_start=0, timeout=2)  # nobody waits at a page for a queue that is down
            current_app.send_task(bell, connection=queue, retry=False, ignore_result=True)
    except Exception:
        log.warning("the queue did not take the bell; the next sweep finds what waits", exc_info=True)
