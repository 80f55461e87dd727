"""The embedded default: SQLite and the queue of files, two job loops and two that write as the web does, one of the loops killed."""

import sys
import time

from tests.faults.machine import Machine
from tests.faults.reminders import Figures, done, due, figures, within

WRITE = """
import django, time
django.setup()
from django.db import transaction

from tests.factories import portfolio
region = portfolio.region(f"writes-{time.time_ns()}")
while True:
    with transaction.atomic():
        region.letterhead = str(time.time_ns())
        region.save()
    time.sleep(0.02)
"""


def embedded(machine: Machine, count: int) -> tuple[Figures, float, bool]:
    """What became of them, after how many seconds, and whether both writers could write all the while."""
    due(machine, count)
    writers = [f"writer-{number}" for number in (1, 2)]
    for name in writers:
        machine.run(name, [sys.executable, "-c", WRITE], lambda: True)
    began = time.monotonic()
    for name in ("worker-a", "worker-b"):
        machine.worker(name)
    within(600, lambda: machine.taken().total() >= count * 0.45)
    machine.kill("worker-a")
    within(600, done(count), 0.5)
    seconds = time.monotonic() - began
    is_well = all(machine.running[name].poll() is None for name in writers)
    return figures(machine, count), seconds, is_well
