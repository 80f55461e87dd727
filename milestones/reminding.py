"""Which reminder of a deadline is due when, and for whom. Pure: the same answer however often it is asked, so that whoever plans may be interrupted.

A reminder leaves in the sending slot of a working day, never in the quiet hours. Before the deadline a day on which no mail leaves gives way to an
earlier one, after it to a later one. Of two that meet on one day the one nearer to the deadline stays.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from portfolio.lib import workdays

DAY = dt.timedelta(days=1)
OPENS, CLOSES = dt.time(7), dt.time(17)
"""The quiet hours are those outside."""
JULY = 7
CATCH_UP = dt.timedelta(days=14)
"""What nobody could send for longer is not sent any more; the next step is."""


@dataclass(frozen=True)
class Policy:
    """before: days before the deadline, 0 is its own day. Afterwards each ``every`` days, ``times`` times; 0 is never."""

    before: tuple[int, ...] = (30, 14, 7, 1, 0)
    every: int = 7
    times: int = 4

    @property
    def reach(self) -> tuple[dt.timedelta, dt.timedelta]:
        """How long before a deadline its first reminder may leave and how long after it its last, moved days and a July included."""
        moved = 45 * DAY
        return max(self.before, default=0) * DAY + moved, self.every * self.times * DAY + moved


@dataclass(frozen=True)
class Calendar:
    """country: "SE" or "NO". zone: of the IANA. send_at: the local time of the slot."""

    country: str
    zone: str
    send_at: dt.time = dt.time(8, 30)
    rests_in_july: bool = False


class Step(NamedTuple):
    """number: -30 is thirty days before, 0 the day itself, 1 the first time after it, 2 the second."""

    number: int
    on: dt.date


@dataclass(frozen=True)
class Deadline:
    """rungs: who owes it, then who is told the first time it is late, the second, …; each a list of names that mean something to the caller."""

    kind: str
    key: str
    due: dt.date
    rungs: tuple[tuple[str, ...], ...]


class Notice(NamedTuple):
    """One reminder to one person. at: an instant in UTC."""

    kind: str
    key: str
    due: dt.date
    step: int
    to: str
    at: dt.datetime

    @property
    def name(self) -> str:
        """The same whenever it is planned; another when the date moves."""
        return f"{self.kind}:{self.key}:{self.to}:{self.due}:{self.step}"


# ---- days --------------------------------------------------------------------
def is_sending_day(day: dt.date, calendar: Calendar) -> bool:
    return workdays.is_workday(day, calendar.country) and not (calendar.rests_in_july and day.month == JULY)


def not_after(day: dt.date, calendar: Calendar) -> dt.date:
    """The day itself if mail leaves on it, else the nearest before it on which it does."""
    while not is_sending_day(day, calendar):
        day -= DAY
    return day


def not_before(day: dt.date, calendar: Calendar) -> dt.date:
    while not is_sending_day(day, calendar):
        day += DAY
    return day


@lru_cache(maxsize=20_000)
def steps(due: dt.date, policy: Policy, calendar: Calendar) -> tuple[Step, ...]:
    """In order of time, no two on one day."""
    found = {not_after(due - days * DAY, calendar): -days for days in sorted(policy.before, reverse=True)}
    day = due
    for number in range(1, policy.times + 1 if policy.every else 1):
        day = not_before(day + policy.every * DAY, calendar)
        found[day] = number
    return tuple(Step(number, on) for on, number in sorted(found.items()))


# ---- instants ----------------------------------------------------------------
def instant(day: dt.date, time: dt.time, zone: str) -> dt.datetime:
    """The local time as an instant in UTC. A time that a clock change leaves out moves forward, of one that comes twice it is the first."""
    return dt.datetime.combine(day, time.replace(fold=0), ZoneInfo(zone)).astimezone(dt.UTC)


@lru_cache(maxsize=20_000)
def slot(day: dt.date, calendar: Calendar) -> dt.datetime:
    return instant(day, calendar.send_at, calendar.zone)


def local_day(moment: dt.datetime, calendar: Calendar) -> dt.date:
    return moment.astimezone(ZoneInfo(calendar.zone)).date()


def last_day(ends: dt.datetime, calendar: Calendar) -> dt.date:
    """The last day of what ends at an instant: what ends at midnight was open through the day before."""
    return local_day(ends - dt.timedelta(microseconds=1), calendar)


def may_leave(moment: dt.datetime, calendar: Calendar) -> bool:
    """On a sending day, outside the quiet hours."""
    local = moment.astimezone(ZoneInfo(calendar.zone))
    return OPENS <= local.time() < CLOSES and is_sending_day(local.date(), calendar)


def next_opening(moment: dt.datetime, calendar: Calendar) -> dt.datetime:
    """The moment itself if mail may leave, else the next sending slot."""
    return moment if may_leave(moment, calendar) else next_slot(moment, calendar)


def next_slot(moment: dt.datetime, calendar: Calendar) -> dt.datetime:
    """The first sending slot at the moment or after it."""
    day = not_before(local_day(moment, calendar), calendar)
    while (found := slot(day, calendar)) < moment:
        day = not_before(day + DAY, calendar)
    return found


def weekly(day: dt.date, calendar: Calendar) -> dt.date:
    """The first sending day of the day's week, for whoever wants one mail a week; the day itself when the week has none before it."""
    return min(not_before(day - day.weekday() * DAY, calendar), day)


# ---- notices -------------------------------------------------------------------
def notices(deadline: Deadline, policy: Policy, calendar: Calendar, since: dt.datetime, until: dt.datetime) -> Iterator[Notice]:
    """Those that are due from ``since`` to ``until``, both included. Nobody is told where nobody owes."""
    if not deadline.rungs:
        return
    first, last = since.date() - DAY, until.date() + DAY
    for step in steps(deadline.due, policy, calendar):
        if first <= step.on <= last and since <= (at := slot(step.on, calendar)) <= until:
            rung = deadline.rungs[min(max(step.number - 1, 0), len(deadline.rungs) - 1)]
            for to in rung:
                yield Notice(deadline.kind, deadline.key, deadline.due, step.number, to, at)


def is_obsolete(due: dt.date, step: int, today: dt.date) -> bool:
    """It would tell of days that are left, and none is."""
    return step <= 0 and due < today


def newest(found: Iterable[Notice], now: dt.datetime, calendar: Calendar) -> list[Notice]:
    """What lies ahead, and of what should have left already the last for each person and deadline: after downtime nobody gets the same thing twice."""
    ahead: list[Notice] = []
    missed: dict[tuple[str, str, str], Notice] = {}
    today = local_day(now, calendar)
    for each in found:
        if each.at > now:
            ahead.append(each)
        elif not is_obsolete(each.due, each.step, today):
            key = each.kind, each.key, each.to
            missed[key] = max(missed.get(key, each), each, key=lambda one: one.at)
    return [*missed.values(), *ahead]
