"""A region's queue stops by itself when the mail server refuses the sender or the words five times in a row, and waits for a person."""

import logging

from django.db.models import F

from portfolio.models import MailQueue
from portfolio.queries import clock

IN_A_ROW = 5
log = logging.getLogger(__name__)


def refused(region: int, said: str) -> bool:
    """Counted; True when that was one too many."""
    queue, _ = MailQueue.objects.get_or_create(region_id=region)
    own = MailQueue.objects.filter(pk=queue.pk)
    own.update(refusals=F("refusals") + 1, said=said[:300])
    if not own.filter(refusals__gte=IN_A_ROW, stopped_at__isnull=True).update(stopped_at=clock.now()):
        return False
    log.error("the mails of region %s have stopped: the mail server refuses them (%s)", region, said)
    return True


def taken(region: int) -> None:
    """One was taken, so it was not a row of refusals. What has stopped stays so until a person lets it go on."""
    MailQueue.objects.filter(region=region, stopped_at__isnull=True).update(refusals=0)


def counting() -> set[int]:
    """Regions of which refusals are counted."""
    return set(MailQueue.objects.filter(refusals__gt=0).values_list("region", flat=True))
