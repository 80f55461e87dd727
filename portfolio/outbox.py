"""What is asked of the job loop. The row is the order; the bell after commit only makes it quick, and losing the bell loses nothing."""

import datetime as dt
import logging
from collections.abc import Mapping
from typing import Any

from celery import current_app
from django.db import transaction

from portfolio.lib import logs
from portfolio.models import Document, Region, User

RENDER = "documents.render_waiting"
"""The task's name: the outbox stands below the tasks and never imports them."""

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


def ring() -> None:
    """Wake the job loop; when the queue is down, the sweep finds the order."""
    try:
        with current_app.connection_for_write() as queue:
            queue.ensure_connection(max_retries=1, interval_start=0, timeout=2)  # nobody waits at a page for a queue that is down
            current_app.send_task(RENDER, connection=queue, retry=False, ignore_result=True)
    except Exception:
        log.warning("the queue did not take the bell; the next sweep makes the file", exc_info=True)
