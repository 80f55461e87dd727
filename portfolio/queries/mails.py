"""Mails of a region that are to be seen to."""

import datetime as dt

from django.utils import timezone

from portfolio.models import Delivery, Region

Kind, State = Delivery.Kind, Delivery.State
RECENT = dt.timedelta(days=30)


def lost_to(region: Region) -> list[str]:
    """To whom reminders of the last month did not arrive, once for each mail; one query."""
    lost = Delivery.objects.filter(region=region, kind__in=(Kind.REMINDER, Kind.DIGEST), state__in=(State.FAILED, State.BOUNCED))
    return list(lost.filter(asked_at__gte=timezone.now() - RECENT).order_by("-asked_at", "pk").values_list("to_name", flat=True))
