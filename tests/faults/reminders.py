"""Reminders that are due, and what became of them: the rows' word against that of the mail server."""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.utils import timezone

from milestones.models import Milestone
from portfolio.deliveries.claims import patiently
from portfolio.models import Delivery, Loop, MailQueue, Region, Reminder
from portfolio.reminders import planning
from tests.factories import portfolio
from tests.factories.reminders import due_for_many
from tests.faults.machine import Machine

State = Delivery.State


@dataclass(frozen=True)
class Figures:
    """lost: neither taken by the mail server nor said to have failed. unsaid: came twice, and the row does not say so."""

    reminders: int
    sent: int
    failed: int
    lost: int
    repeats: int
    unsaid: int
    locked: int


def due(machine: Machine, count: int, each: int = 1) -> Region:
    """So many people with a mail of so many reminders that are to leave now, and no other work: written by the planner, not yet mails."""
    Milestone.objects.all().delete()
    for model in (Reminder, Delivery, MailQueue, Loop):
        model.objects.all().delete()  # type: ignore[attr-defined]
    machine.forget_taken()
    now = timezone.now()
    zone = f"Etc/GMT{now.hour - 12:+d}"  # where it is about noon now: the day's slot has come, and it is the same day for long enough
    region = portfolio.region(f"fault-{time.time_ns()}", country="SE", language="sv", currency="SEK", time_zone=zone)
    due_for_many(count, f"{timezone.localdate(now, ZoneInfo(zone)) + dt.timedelta(days=7)}", region, each)
    planning.plan(now, [region], last=now - dt.timedelta(days=1))
    assert Reminder.objects.filter(due_at__lte=now).count() == count * each, "the planner wrote other reminders than these"
    return region


def states() -> dict[str, int]:
    """Of the mails."""
    return dict(patiently(lambda: list(Delivery.objects.order_by().values_list("state").annotate(Count("pk")))))


def done(count: int, state: str = State.SENT) -> Callable[[], bool]:
    return lambda: states() == {state: count}


def hurry(**which: Any) -> None:
    """What waits for its next try need not wait for it."""
    patiently(lambda: Delivery.objects.filter(state=State.WAITING, **which).update(next_at=timezone.now()))


def figures(machine: Machine, count: int) -> Figures:
    rows = patiently(lambda: list(Delivery.objects.values_list("message_id", "state", "maybe_twice")))
    taken = machine.taken()
    name = {f"<{message_id.hex}@example.test>": (state, maybe_twice) for message_id, state, maybe_twice in rows}
    assert set(taken) <= set(name), "the mail server has mails that nobody ordered"
    sent, failed = (sum(state == wanted for state, _ in name.values()) for wanted in (State.SENT, State.FAILED))
    twice = [own for own, times in taken.items() if times > 1]
    return Figures(
        reminders=count,
        sent=sent,
        failed=failed,
        lost=count - len(taken) - sum(state == State.FAILED and own not in taken for own, (state, _) in name.items()),
        repeats=sum(taken.values()) - len(taken),
        unsaid=sum(not name[own][1] for own in twice),
        locked=machine.logs().count("database is locked"),
    )


def within(seconds: float, holds: Callable[[], bool], every: float = 0.2) -> float:
    """Seconds until it held; infinite when it did not."""
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > seconds:
            return float("inf")
        time.sleep(every)
    return time.monotonic() - began
