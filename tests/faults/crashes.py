"""Servers that come back: what the web process says meanwhile, and how soon mails leave again."""

import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.error import HTTPError

from portfolio.models import Delivery, Reminder
from tests.faults.machine import Machine
from tests.faults.reminders import done, due, figures, within
from tests.faults.scenes import LONG, Seen, told

PAGES = ("/healthz", "/me/")
WELL = {200, 302}
"""The page of a person leads to where one signs in."""
AWAY = 5.0
"""Seconds for which pages may say that the database is away."""
BACK = 60.0
"""Seconds after which mails leave again when Redis is back."""


def postgresql_crashes(machine: Machine, count: int) -> Seen:
    """While mails leave and pages are read. A row is whole or not there: each reminder that was handed over has its mail, each mail its reminder."""
    machine.web(FAULTS_FALLBACK="60")
    due(machine, count)
    began = time.monotonic()
    with readers(machine) as answers:
        within(LONG, lambda: machine.taken().total() >= count * 0.4, 0.02)
        crashed = time.monotonic()
        machine.crash_postgresql(away=1)
        within(LONG, done(count))
        time.sleep(1)
    seconds = time.monotonic() - began - 1
    machine.kill("web")
    half = Reminder.objects.filter(state=Reminder.State.POSTED, delivery=None).count() + Delivery.objects.filter(reminders=None).count()
    away = [at - crashed for at, code in answers if code == 503]
    others = sum(code not in (*WELL, 503) for _, code in answers)
    holds = half == others == 0 and 0 < max(away, default=0) <= AWAY and {code for _, code in answers[-10:]} == WELL
    more = f"; web answered 503 until {max(away, default=0):.1f} s after and then fine, {others} other answers of {len(answers)}; {half} half-written rows"
    return told("PostgreSQL crashes", machine, count, seconds, holds, more=more)


@contextmanager
def readers(machine: Machine) -> Iterator[list[tuple[float, int]]]:
    """When, and with which code, each page answered; 0 for no answer."""
    answers: list[tuple[float, int]] = []
    ended = threading.Event()

    def read() -> None:
        while not ended.wait(0.05):
            answers.extend((time.monotonic(), code(machine, page)) for page in PAGES)

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield answers
    finally:
        ended.set()
        thread.join()


class Staying(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


WEB = urllib.request.build_opener(Staying)


def code(machine: Machine, page: str) -> int:
    """As somebody who has a session: it is looked up in the database."""
    asked = urllib.request.Request(f"http://127.0.0.1:{machine.web_port}{page}", headers={"Cookie": f"sessionid={'x' * 32}", "X-Forwarded-Proto": "https"})
    try:
        with WEB.open(asked, timeout=10) as answer:
            return int(answer.status)
    except HTTPError as answer:
        return answer.code
    except OSError:
        return 0


def redis_comes_back(machine: Machine, count: int) -> Seen:
    """Empty, after two seconds; meanwhile the reminders became due. Nobody starts the worker anew."""
    machine.kill("redis")
    due(machine, count)
    time.sleep(2)
    machine.redis()
    seconds = within(LONG, done(count))
    return told("Redis killed with all messages, back empty", machine, count, seconds, seconds <= BACK and figures(machine, count).repeats == 0)


ALL: dict[str, Callable[[Machine, int], Seen]] = {"postgresql": postgresql_crashes, "redis-back": redis_comes_back}
