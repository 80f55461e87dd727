"""The planner's rule asked at every minute of three years in both countries: each reminder becomes due once, in the window.

python -m tests.minutes [DAYS]; `make faults` runs all three years. Each minute is asked what has become due since the minute before.
"""

import datetime as dt
import sys
from collections import Counter, defaultdict
from multiprocessing import Pool
from zoneinfo import ZoneInfo

from milestones.reminding import CLOSES, OPENS, Calendar, Deadline, Policy, notices, steps
from portfolio.lib import workdays

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
FIRST, YEARS = dt.datetime(2026, 1, 1, tzinfo=dt.UTC), 3 * 365 + 1
POLICY = Policy()
CALENDARS = (Calendar("SE", "Europe/Stockholm"), Calendar("NO", "Europe/Oslo"))


def near(calendar: Calendar, days: int) -> dict[dt.date, list[Deadline]]:
    """One deadline on every day; by day those with a step on it or beside it: asking the others each minute would only take longer."""
    found: dict[dt.date, list[Deadline]] = defaultdict(list)
    for number in range(-60, days + 90):
        due = FIRST.date() + number * DAY
        deadline = Deadline("milestone", str(due), due, (("u1",),))
        for day in {step.on + beside * DAY for step in steps(due, POLICY, calendar) for beside in (-1, 0, 1)}:
            found[day].append(deadline)
    return found


def run(calendar: Calendar, days: int) -> str:
    by_day, zone, told, outside = near(calendar, days), ZoneInfo(calendar.zone), Counter[str](), 0
    now, end = FIRST, FIRST + days * DAY
    while now < end:
        for deadline in by_day[now.date()]:
            for notice in notices(deadline, POLICY, calendar, now - MINUTE + dt.timedelta(microseconds=1), now):
                told[notice.name] += 1
                local = now.astimezone(zone)
                outside += not (OPENS <= local.time() < CLOSES and workdays.is_workday(local.date(), calendar.country))
        now += MINUTE
    wanted = {step for number in range(-60, days + 90) for step in expected(FIRST.date() + number * DAY, calendar, end)}
    wrong = len(wanted ^ set(told)) + sum(count != 1 for count in told.values())
    return f"minutes {calendar.zone}: {len(wanted)} reminders, {wrong} not once, {outside} outside the window"


def expected(due: dt.date, calendar: Calendar, end: dt.datetime) -> list[str]:
    """The names by the steps' own days, with the zone's offset worked out anew."""
    zone, found = ZoneInfo(calendar.zone), []
    for step in steps(due, POLICY, calendar):
        at = dt.datetime(step.on.year, step.on.month, step.on.day, calendar.send_at.hour, calendar.send_at.minute, tzinfo=zone)
        if FIRST <= at < end:
            found.append(f"milestone:{due}:u1:{due}:{step.number}")
    return found


def main() -> int:
    days = int(sys.argv[1]) if len(sys.argv) > 1 else YEARS
    with Pool(len(CALENDARS)) as pool:
        lines = pool.starmap(run, [(calendar, days) for calendar in CALENDARS])
    print("\n".join(lines))
    return int(any(", 0 not once, 0 outside the window" not in line for line in lines))


if __name__ == "__main__":
    sys.exit(main())
