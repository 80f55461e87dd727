"""Payers that came in a block: all or none."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from costsharing.models import Payer
from portfolio.actions.rows import sign
from portfolio.models import User


@transaction.atomic
def keep_payers(*, payers: Iterable[Payer], by: User, reason: str) -> None:
    """The caller holds the region's lock. Each with its line of history, all at one moment."""
    at = timezone.now()
    for payer in payers:
        sign(payer, by, reason, at)
        payer.save()
