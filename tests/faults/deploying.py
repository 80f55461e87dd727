"""A new version comes while mails leave: workers are asked to end, migrations run, new ones start."""

import datetime as dt
import os
import subprocess
import sys
import time
from collections.abc import Callable

from django.utils import timezone

from portfolio.models import Delivery
from portfolio.reminders.posting import post_due
from tests.faults.machine import ROOT, Machine
from tests.faults.reminders import State, done, due, hurry, states, within
from tests.faults.scenes import LONG, Seen, told

NEW = {"FAULTS_LATER": "1"}
SOON = 10.0
"""Seconds after which `docker stop` kills what has not ended by itself."""


def deploy(machine: Machine, count: int) -> Seen:
    """First one worker after the other, while the older code still sends beside the newer table; then all at once. For each half of the mails are due."""
    machine.kill("worker")
    for name in ("worker-a", "worker-b"):
        machine.worker(name, processes=1)
    due(machine, count)
    post_due(timezone.now())
    second = list(Delivery.objects.order_by("pk").values_list("pk", flat=True)[: count // 2])
    Delivery.objects.filter(pk__in=second).update(next_at=timezone.now() + dt.timedelta(hours=1))
    began = time.monotonic()
    within(LONG, lambda: states().get(State.SENT, 0) >= count * 0.2, 0.02)
    stops = [machine.stop("worker-a")]
    migrate(machine, "0001")
    machine.worker("worker-a", processes=1, **NEW)
    stops.append(machine.stop("worker-b"))
    machine.worker("worker-b", processes=1, **NEW)
    hurry(pk__in=second)
    within(LONG, lambda: Delivery.objects.filter(pk__in=second, state=State.SENT).exists(), 0.02)
    stops += [machine.stop(name) for name in ("beat", "worker-a", "worker-b")]
    rest = count - states().get(State.SENT, 0)
    migrate(machine, "0002")
    machine.worker(**NEW)
    machine.beat(**NEW)
    within(LONG, done(count))
    unsure = Delivery.objects.filter(maybe_twice=True).count()
    more = f"; stopped within {max(stops):.1f} s, {rest} mails waited for the second"
    seen = told(
        "two new versions with migrations while mails leave", machine, count, time.monotonic() - began, max(stops) < SOON and rest > 0 and not unsure, more=more
    )
    back_to_this_version(machine)
    return seen


def back_to_this_version(machine: Machine) -> None:
    for name in ("worker", "beat"):
        machine.kill(name)
    migrate(machine, "zero")
    machine.worker()
    machine.beat()


def migrate(machine: Machine, to: str) -> None:
    environment = os.environ | machine.environment | NEW
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity=0", "later", to], cwd=ROOT, env=environment, check=True)


ALL: dict[str, Callable[[Machine, int], Seen]] = {"deploy": deploy}
