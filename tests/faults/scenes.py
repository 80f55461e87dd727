"""One fault at a time. Each scene says what it saw and whether that is what must hold."""

import datetime as dt
import json
import os
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

from django.utils import timezone

from portfolio.actions.mail import let_go_on
from portfolio.celery import app
from portfolio.deliveries import queues
from portfolio.models import Delivery, MailQueue, Region, Reminder
from portfolio.reminders.posting import post_due
from tests.faults.machine import Machine
from tests.faults.reminders import State, done, due, figures, hurry, states, within

LONG = float(os.environ.get("FAULTS_PATIENCE", "120"))
FAKETIME = "/usr/lib/*/faketime/libfaketimeMT.so.1"


@dataclass(frozen=True)
class Seen:
    fault: str
    said: str
    holds: bool


def told(fault: str, machine: Machine, count: int, seconds: float, holds: bool = True, repeats: int = 0, more: str = "") -> Seen:
    """All arrived, none twice or at most so many times, each of these said."""
    found = figures(machine, count)
    said = f"sent {found.sent} of {count}, lost {found.lost}, repeats {found.repeats} (bound {repeats}), {seconds:.1f} s{more}"
    kept = holds and found.sent == count and found.lost == found.unsaid == found.locked == 0 and found.repeats <= repeats and seconds < LONG
    return Seen(fault, said, kept)


def server_away(machine: Machine, count: int) -> Seen:
    machine.kill("sink")
    due(machine, count)
    tried = within(LONG, lambda: Delivery.objects.filter(tries__gt=0, state=State.WAITING).exists())
    untouched = Delivery.objects.filter(tries=0).count()
    machine.sink()
    within(LONG, lambda: machine.taken().total() > 0)
    hurry()
    return told("mail server refuses connections", machine, count, tried + within(LONG, done(count)), more=f"; {untouched} did not even try meanwhile")


def for_now(mode: str, least: float, most: float) -> Callable[[Machine, int], Seen]:
    """least and most: minutes that a first wait may last."""

    def scene(machine: Machine, count: int) -> Seen:
        machine.mode(mode)
        began = timezone.now()
        due(machine, count)
        tried = within(LONG, lambda: Delivery.objects.filter(tries__gte=1, state=State.WAITING).count() == count)
        first = Delivery.objects.filter(tries=1).values_list("next_at", flat=True)
        waits = sorted((each - began).total_seconds() / 60 for each in first)
        is_scattered = waits[0] >= least and waits[-1] <= most + tried / 60 + 0.2 and waits[-1] - waits[0] > (most - least) / 2
        machine.mode("ok")
        hurry()
        more = f"; next tries scattered from {waits[0]:.1f} to {waits[-1]:.1f} min"
        return told(f"mail server answers {mode}", machine, count, tried + within(LONG, done(count)), holds=is_scattered, more=more)

    return scene


def refused_for_good(machine: Machine, count: int) -> Seen:
    machine.mode("550")
    due(machine, count)
    seconds = within(LONG, done(count, State.FAILED))
    machine.mode("ok")
    words = set(Delivery.objects.values_list("error", flat=True))
    found = figures(machine, count)
    said = f"failed {found.failed} of {count}, each with the server's words, lost {found.lost}, sent {found.sent}, {seconds:.1f} s"
    return Seen("mail server answers 550", said, found.failed == count and found.lost == found.sent == 0 and words == {"550 5.1.1 no such mailbox"})


def sender_unwelcome(machine: Machine, count: int) -> Seen:
    machine.mode("policy")
    region = due(machine, count)
    seconds = within(LONG, lambda: MailQueue.objects.filter(region=region, stopped_at__isnull=False).exists())
    within(5, lambda: not states().get(State.SENDING))
    time.sleep(1)
    failed, waits = (states().get(state, 0) for state in (State.FAILED, State.WAITING))
    machine.mode("ok")
    let_go_on(region=Region.objects.get(pk=region.pk), by=None, at=timezone.now())
    seconds += within(LONG, lambda: states() == {State.SENT: waits, State.FAILED: failed})
    lost = figures(machine, count).lost
    holds = queues.IN_A_ROW <= failed <= queues.IN_A_ROW + 1 and failed + waits == count and lost == 0
    said = f"the region's queue stopped after {failed} refusals, {waits} mails waited and left when it was let go on, lost {lost}, {seconds:.1f} s"
    return Seen("mail server refuses the sender (5.7.1)", said, holds)


def half_open(machine: Machine, count: int) -> Seen:
    """It takes the mail and never answers. The row never says "sent" of it by itself."""
    few = min(count, 6)
    machine.mode("silent")
    due(machine, few)
    seconds = within(LONG, lambda: Delivery.objects.filter(state=State.WAITING, maybe_twice=True).count() == few)
    is_said = not states().get(State.SENT)
    machine.mode("ok")
    hurry()
    seconds += within(LONG, done(few))
    return told("mail server takes the mail and never answers", machine, few, seconds, holds=is_said, repeats=few, more="; each said to have come twice")


def many_bells(machine: Machine, count: int) -> Seen:
    """Two schedules and 500 messages too many."""
    machine.beat("beat-2")
    due(machine, count)
    with app.connection_for_write() as queue:
        for number in range(500):
            app.send_task("reminders.tick" if number % 2 else "deliveries.send_waiting", connection=queue, ignore_result=True)
    seconds = within(LONG, done(count))
    within(LONG, lambda: waiting_messages() == 0)
    rows = Delivery.objects.count()
    machine.kill("beat-2")
    return told("two schedules, 500 messages too many", machine, count, seconds, holds=rows == count, more=f"; {rows} rows")


def waiting_messages() -> int:
    with app.connection_for_write() as queue:
        return int(queue.default_channel.client.llen("celery"))


def frozen(machine: Machine, count: int) -> Seen:
    """Three times a worker sleeps for longer than its lease while another works."""
    machine.kill("worker")
    for name in ("worker-a", "worker-b"):
        machine.worker(name, processes=1, FAULTS_LEASE="3")
    due(machine, count)
    began = time.monotonic()
    for part in (1, 2, 3):
        within(LONG, lambda part=part: states().get(State.SENT, 0) >= count * part // 5, 0.02)  # type: ignore[misc]
        machine.freeze("worker-a", 4.5)
    within(LONG, done(count))
    seen = told("worker frozen 3 times for longer than its lease", machine, count, time.monotonic() - began, repeats=3)
    for name in ("worker-a", "worker-b"):
        machine.kill(name)
    machine.worker()
    return seen


def clock_jumps(machine: Machine, count: int) -> Seen:
    """The worker's clock goes back two hours and on by a day. As many mails as are due are due in an hour: none of these may leave."""
    found = sorted(Path("/").glob(FAKETIME.lstrip("/")))
    if not found:
        return Seen("worker's clock jumps -2 h, +1 day", "libfaketime is missing: make test installs it (package faketime)", False)
    clock = machine.folder / "clock"
    clock.write_text("+0")
    machine.kill("worker")
    region = due(machine, count)
    post_due(timezone.now())
    early = list(Delivery.objects.order_by("pk").values_list("pk", flat=True)[: count // 2])
    Delivery.objects.filter(pk__in=early).update(next_at=timezone.now() + dt.timedelta(hours=1))
    machine.worker("faked", LD_PRELOAD=str(found[0]), FAKETIME_TIMESTAMP_FILE=str(clock), FAKETIME_NO_CACHE="1")
    began = time.monotonic()
    for share, jump in ((0.2, "-2h"), (0.6, "+1d")):
        within(LONG, lambda share=share: states().get(State.SENT, 0) >= (count - len(early)) * share, 0.02)  # type: ignore[misc]
        clock.write_text(jump)
    within(LONG, lambda: states() == {State.SENT: count - len(early), State.WAITING: len(early)})
    seconds = time.monotonic() - began
    time.sleep(2)
    left = Delivery.objects.filter(pk__in=early, state=State.WAITING, attempt=0).count()
    machine.kill("faked")
    Reminder.objects.filter(delivery__in=early).delete()
    Delivery.objects.filter(region=region, pk__in=early, state=State.WAITING).delete()
    machine.worker()
    return told("worker's clock jumps -2 h, +1 day", machine, count - len(early), seconds, holds=left == len(early), more=f"; {len(early) - left} left early")


def redis_gone(machine: Machine, count: int) -> Seen:
    """For good. The web process sends what waits, and says that it is not well."""
    machine.web(FAULTS_FALLBACK="6")
    due(machine, count)
    machine.kill("redis")
    began = time.monotonic()
    within(LONG, done(count))
    seconds, ready = time.monotonic() - began, asked_ready(machine)
    machine.kill("web")
    machine.redis()
    holds = ready["queue"] == "failing"
    return told("Redis never returns", machine, count, seconds, holds=holds, more=f"; sent by the web process, readyz says queue {ready['queue']}")


def asked_ready(machine: Machine) -> dict[str, Any]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{machine.web_port}/readyz", timeout=30) as answer:
            return dict(json.load(answer))
    except HTTPError as answer:
        return dict(json.load(answer))


ALL: dict[str, Callable[[Machine, int], Seen]] = {
    "away": server_away,
    "451": for_now("451", 0.7, 1.3),
    "432": for_now("432", 0.0, 2.0),
    "550": refused_for_good,
    "policy": sender_unwelcome,
    "half-open": half_open,
    "bells": many_bells,
    "frozen": frozen,
    "clock": clock_jumps,
    "redis": redis_gone,
}
