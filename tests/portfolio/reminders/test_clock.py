"""In service the database's clock counts: a machine whose own clock jumps neither sends early nor takes a mail over. The embedded default has one clock."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from portfolio.deliveries import claims
from portfolio.models import Delivery, Loop
from portfolio.queries import clock
from portfolio.reminders import loop
from tests.factories import mail

pytestmark = pytest.mark.django_db
IS_SERVICE = connection.vendor == "postgresql"
JUMP, LEASE = dt.timedelta(days=1), dt.timedelta(minutes=4)


@pytest.fixture(autouse=True)
def as_in_service(settings: Any) -> None:
    settings.DATABASE_CLOCK = IS_SERVICE


def test_a_clock_that_jumps_ahead_sends_nothing_early_and_takes_nothing_over() -> None:
    mail.invitation()
    mail.invitation()
    first, second = Delivery.objects.order_by("pk")
    Delivery.objects.filter(pk=first.pk).update(next_at=timezone.now() + dt.timedelta(hours=1))
    Delivery.objects.filter(pk=second.pk).update(state="sending", attempt=1, tries=1, lease_until=timezone.now() + LEASE)
    with time_machine.travel(timezone.now() + JUMP, tick=False):
        claims.take_back()
        claimed = claims.claim()
    assert [not claimed, Delivery.objects.get(pk=second.pk).state] == [IS_SERVICE, "sending" if IS_SERVICE else "waiting"]


def test_the_loops_lock_holds_also_against_a_clock_that_jumps() -> None:
    assert loop.tick()
    Loop.objects.update(locked_until=timezone.now() + loop.LOCK)
    with time_machine.travel(timezone.now() + JUMP, tick=False):
        assert loop.tick() is not IS_SERVICE


def test_both_words_for_now_are_one_moment() -> None:
    Loop.objects.create(name="x", locked_until=clock.read())
    assert Loop.objects.filter(locked_until__lte=clock.now()).exists()
    Loop.objects.update(locked_until=clock.read() + dt.timedelta(minutes=1))
    assert not Loop.objects.filter(locked_until__lte=clock.now()).exists()
