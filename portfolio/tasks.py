"""What the schedule wakes. A task carries no arguments and is safe to run twice."""

import logging
from typing import Any

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from portfolio.actions.housekeeping import sweep

log = logging.getLogger(__name__)


@shared_task(name="portfolio.sweep")
def sweep_away(*_: Any, **__: Any) -> None:
    gone = sweep(now=timezone.now(), submissions_kept=settings.SUBMISSIONS_KEPT)
    log.info("swept away: %s", ", ".join(f"{count} {name}" for name, count in gone.items()))
