"""Making the files that are asked for. The row says who works on it: it is claimed by a conditional update, with a lease and the number of the
attempt as fence, and no transaction is open while a file is made. Nothing here touches a row that is ready.
"""

import datetime as dt
import logging
from collections.abc import Collection
from contextlib import suppress

from django.db import IntegrityError, connection, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Mod
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from portfolio.documents import renderer, store
from portfolio.documents.kinds import Unreadable, from_json
from portfolio.lib import ending, logs
from portfolio.models import Document

LEASE = dt.timedelta(seconds=120)
TRIES = 3
"""For each time that the file is asked for; the number of the attempt itself only grows."""

State = Document.State
log = logging.getLogger(__name__)


def make_waiting() -> int:
    """Makes every file that waits, the oldest first, until the worker is to end; how many were made. A file that fails waits for the next round."""
    take_back()
    store.sweep()
    made, tried = 0, set[int]()
    while not ending.is_told() and (document := claim(tried)):
        tried.add(document.pk)
        with override(document.language), logs.belonging_to(document.request_id):
            made += make(document)
    return made


def take_back() -> None:
    """Files whose worker is gone wait again, or have failed when that was the last try."""
    lost = Document.objects.filter(state=State.RENDERING, lease_until__lt=timezone.now())
    reason = _("The work was interrupted several times. Ask for the file again.")
    lost.alias(rest=Mod("attempt", TRIES)).filter(rest=0).update(state=State.FAILED, lease_until=None, error=reason)
    lost.update(state=State.REQUESTED, lease_until=None)


def claim(tried: Collection[int]) -> Document | None:
    """The oldest waiting file whose region has none in the making, now ours; None when nothing can be begun.

    Two workers never get the same one, and a region never holds more than one: the database refuses a second, and whoever makes the first goes on with it.
    """
    busy: set[int] = set()
    while True:
        making = Document.objects.filter(state=State.RENDERING).values("region")
        free = Document.objects.filter(state=State.REQUESTED).exclude(pk__in=tried).exclude(region__in=making).exclude(region__in=busy)
        with transaction.atomic():
            waiting = free.order_by("requested_at", "pk")
            if connection.features.has_select_for_update_skip_locked:
                waiting = waiting.select_for_update(skip_locked=True)
            document = waiting.first()
            if document is None:
                return None
            ours = Document.objects.filter(pk=document.pk, state=State.REQUESTED, attempt=document.attempt)
            try:
                with transaction.atomic():
                    won = ours.update(state=State.RENDERING, attempt=F("attempt") + 1, lease_until=timezone.now() + LEASE)
            except IntegrityError:
                busy.add(document.region_id)
                continue
        if won:
            document.attempt += 1
            return document


def make(document: Document) -> bool:
    """The file, and the row that says so; or the row that says why not."""
    target = None
    try:
        target = store.temporary(document)
        made = renderer.shared().make(from_json(document.content), target)
        file = store.keep(target, made)
    except renderer.NotMade as fault:
        return give_up(document, fault.reason, fault.detail)
    except Unreadable as fault:
        return give_up(document, _("The document could not be printed. The log says why."), str(fault))
    except OSError as fault:
        return give_up(document, renderer.reason("disk"), str(fault))
    finally:
        with suppress(OSError):
            if target:
                target.unlink()
    log.info("document %s is made: %s pages", document.pk, made.pages)
    return bool(
        held(document).update(
            state=State.READY, lease_until=None, error="", file=file, sha256=made.sha256, size=made.size, pages=made.pages, ready_at=timezone.now()
        )
    )


def give_up(document: Document, reason: str, detail: str) -> bool:
    """Until the next round, or for good after the last try."""
    log.error("document %s, attempt %s: %s (%s)", document.pk, document.attempt, reason, detail)
    is_last = document.attempt % TRIES == 0
    held(document).update(state=State.FAILED if is_last else State.REQUESTED, lease_until=None, error=reason)
    return False


def held(document: Document) -> QuerySet[Document]:
    """The row while this attempt still holds it; empty when another has taken it over."""
    return Document.objects.filter(pk=document.pk, state=State.RENDERING, attempt=document.attempt)
