"""One round of the loop: plan what is to come, order the mails that are due. Each tick holds a lock for a while, so two beats do what one does;
its end is the heartbeat. Everything it does may be done twice.
"""

import datetime as dt
import logging
import time
from dataclasses import dataclass
from typing import Any

from django.db.models import Min

from portfolio.models import Delivery, Loop, Region
from portfolio.queries import clock
from portfolio.reminders.planning import plan
from portfolio.reminders.posting import post_due
from portfolio.reminders.telling import ago

NAME = "reminders"
LOCK = dt.timedelta(seconds=120)
STILL = dt.timedelta(minutes=3)
"""Without a round for so long the loop stands still: it has one every half minute."""
log = logging.getLogger(__name__)


def tick() -> bool:
    """False when another one is at it, or planning failed."""
    now = clock.read()
    Loop.objects.get_or_create(name=NAME, defaults={"locked_until": now - LOCK})
    if not Loop.objects.filter(name=NAME, locked_until__lte=clock.now()).update(locked_until=now + LOCK):
        return False
    began = time.monotonic()
    try:
        written = planned(now)
        ordered = post_due(now)
    finally:
        Loop.objects.filter(name=NAME, locked_until=now + LOCK).update(locked_until=clock.now())
    if written is None:
        return False  # the heartbeat stays away, so the pages tell of it
    Loop.objects.filter(name=NAME).update(ticked_at=now, took_ms=int((time.monotonic() - began) * 1000))
    if written or ordered:
        log.info("reminders: %s planned or changed, %s mails ordered", written, ordered)
    return True


def planned(now: dt.datetime) -> int | None:
    """None when planning fails: what is planned already leaves all the same."""
    try:
        return plan(now, last=Loop.objects.values_list("ticked_at", flat=True).get(name=NAME))
    except Exception:
        log.exception("reminders cannot be planned")
        return None


@dataclass(frozen=True)
class Health:
    """Of the loop as a region sees it: its own mails are counted."""

    ticked_at: dt.datetime | None
    ago: str
    is_still: bool
    waiting: int
    oldest: dt.datetime | None


def heartbeat() -> dict[str, Any]:
    """What templates/register/_still.html needs; one query. A loop that has never run is not known to stand still: the first round follows the start."""
    ticked_at = Loop.objects.filter(name=NAME).values_list("ticked_at", flat=True).first()
    return {"loop_ticked_at": ticked_at, "loop_still": ticked_at is not None and ticked_at < clock.read() - STILL}


def health(region: Region, now: dt.datetime) -> Health:
    loop = Loop.objects.filter(name=NAME).first()
    waiting = Delivery.objects.filter(region=region, state=Delivery.State.WAITING)
    ticked_at = loop.ticked_at if loop else None
    return Health(
        ticked_at,
        ago(max(0, int((now - ticked_at).total_seconds() // 60))) if ticked_at else "",
        ticked_at is not None and ticked_at < now - STILL,
        waiting.count(),
        waiting.aggregate(oldest=Min("next_at"))["oldest"],
    )
