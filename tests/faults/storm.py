"""All at once: ten thousand reminders, and meanwhile the worker is killed three times, Redis is lost, PostgreSQL crashes, the mail server has no time,
two schedules ring and 500 messages too many wait.
"""

import os
import time
from collections.abc import Callable

from portfolio.celery import app
from tests.faults.machine import Machine
from tests.faults.reminders import Figures, done, due, figures, hurry, within

PROCESSES = 2
KILLS = (10, 45, 85)
BOUND = len(KILLS) * PROCESSES
LONGEST = float(os.environ.get("FAULTS_PATIENCE", "900"))


def storm(machine: Machine, count: int, say: Callable[[str], None], *, is_short: bool = False) -> tuple[Figures, float]:
    """What became of them, and after how many seconds. is_short: nobody waits the minute until what was refused for now is tried again."""
    machine.web(FAULTS_FALLBACK="30")  # as in service: it sends when no worker gives a sign of life
    due(machine, count)
    machine.beat("beat-2")
    with app.connection_for_write() as queue:
        for number in range(500):
            app.send_task("reminders.tick" if number % 2 else "deliveries.send_waiting", connection=queue, ignore_result=True)
    began = time.monotonic()
    faults: list[tuple[int, str, Callable[[], None]]] = [
        *((percent, "worker killed", lambda: again(machine)) for percent in KILLS),
        (30, "Redis lost with all messages", lambda: redis_lost(machine)),
        (55, "PostgreSQL crashed", machine.crash_postgresql),
        (65, "mail server answered 451 for 2 s", lambda: no_time(machine)),
    ]
    for percent, name, fault in sorted(faults, key=lambda each: each[0]):
        if within(LONGEST, lambda percent=percent: machine.taken().total() >= count * percent / 100) == float("inf"):  # type: ignore[misc]
            break
        happened = time.monotonic()
        fault()
        before = machine.taken().total()
        within(LONGEST, lambda before=before: machine.taken().total() > before or before >= count, 0.05)  # type: ignore[misc]
        say(f"  at {percent} %: {name}; it was over, and mails came again, {time.monotonic() - happened:.1f} s after")
        if is_short:
            hurry()
    within(LONGEST - (time.monotonic() - began), done(count), 0.5)
    seconds = time.monotonic() - began
    for name in ("beat-2", "web"):
        machine.kill(name)
    return figures(machine, count), seconds


def again(machine: Machine) -> None:
    machine.kill("worker")
    machine.worker(processes=PROCESSES)


def redis_lost(machine: Machine) -> None:
    machine.kill("redis")
    time.sleep(2)
    machine.redis()


def no_time(machine: Machine) -> None:
    machine.mode("451")
    time.sleep(2)
    machine.mode("ok")
