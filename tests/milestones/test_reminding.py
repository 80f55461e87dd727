"""Each reminder once, in its slot, for whom it is; over three years of two countries' days and clock changes."""

import datetime as dt
from collections import Counter
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from milestones.reminding import (
    CLOSES,
    OPENS,
    Calendar,
    Deadline,
    Policy,
    instant,
    is_obsolete,
    last_day,
    local_day,
    may_leave,
    newest,
    next_slot,
    notices,
    slot,
    steps,
)
from portfolio.lib import workdays

SE, NO = Calendar("SE", "Europe/Stockholm"), Calendar("NO", "Europe/Oslo")
USUAL = Policy()
DAY = dt.timedelta(days=1)
FIRST, YEARS = dt.date(2026, 1, 1), 3 * 365 + 1
RUNGS = (("owner",), ("deputy",), ("mailbox",), ("office",))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def planned(due: str, policy: Policy = USUAL, calendar: Calendar = SE) -> list[tuple[int, str]]:
    return [(number, str(on)) for number, on in steps(day(due), policy, calendar)]


def test_before_on_the_day_and_after() -> None:
    assert planned("2026-10-15") == [
        (-30, "2026-09-15"),
        (-14, "2026-10-01"),
        (-7, "2026-10-08"),
        (-1, "2026-10-14"),
        (0, "2026-10-15"),
        (1, "2026-10-22"),
        (2, "2026-10-29"),
        (3, "2026-11-05"),
        (4, "2026-11-12"),
    ]


def test_a_closed_day_moves_away_from_the_deadline() -> None:
    """Christmas in Sweden: due on Monday 28 December; the seven-day reminder stays, those of the eve and of Sunday meet on Wednesday."""
    assert planned("2026-12-28", Policy((7, 4, 1, 0), 4, 1)) == [(-7, "2026-12-21"), (-1, "2026-12-23"), (0, "2026-12-28"), (1, "2027-01-04")]
    assert planned("2026-12-26", Policy((1, 0), 5, 1)) == [(0, "2026-12-23"), (1, "2027-01-04")]


def test_the_17th_of_may_is_a_working_day_in_sweden_only() -> None:
    policy = Policy((0,), 0, 0)
    assert (planned("2027-05-17", policy, SE), planned("2027-05-17", policy, NO)) == ([(0, "2027-05-17")], [(0, "2027-05-14")])


def test_july_is_quiet_where_the_region_chooses() -> None:
    rests = Calendar("NO", "Europe/Oslo", rests_in_july=True)
    assert planned("2026-08-10", Policy((30, 14, 7, 0), 7, 1), rests) == [(-14, "2026-06-30"), (-7, "2026-08-03"), (0, "2026-08-10"), (1, "2026-08-17")]
    assert planned("2026-07-01", Policy((7, 0), 7, 3), rests) == [
        (-7, "2026-06-24"),
        (0, "2026-06-30"),
        (1, "2026-08-03"),
        (2, "2026-08-10"),
        (3, "2026-08-17"),
    ]


def test_nothing_is_asked_for() -> None:
    assert planned("2026-10-15", Policy((), 0, 9)) == planned("2026-10-15", Policy((), 7, 0)) == []


def test_a_lost_hour_moves_forward_and_a_doubled_one_is_the_first() -> None:
    assert instant(day("2026-03-29"), dt.time(2, 30), "Europe/Oslo") == dt.datetime(2026, 3, 29, 1, 30, tzinfo=dt.UTC)
    assert instant(day("2026-10-25"), dt.time(2, 30), "Europe/Oslo") == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    assert instant(day("2026-10-25"), dt.time(2, 30, fold=1), "Europe/Oslo") == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)


def test_what_ends_at_midnight_was_open_through_the_day_before() -> None:
    """ "At the latest 30 September" ends as 1 October begins."""
    assert last_day(instant(day("2026-10-01"), dt.time(0), SE.zone), SE) == day("2026-09-30")
    assert last_day(instant(day("2026-09-30"), dt.time(16), SE.zone), SE) == day("2026-09-30")


def test_who_is_told() -> None:
    deadline = Deadline("milestone", "7", day("2026-10-15"), RUNGS)
    always = dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
    assert [(each.step, each.to) for each in notices(deadline, Policy((7, 0), 7, 5), SE, *always)] == [
        (-7, "owner"),
        (0, "owner"),
        (1, "owner"),
        (2, "deputy"),
        (3, "mailbox"),
        (4, "office"),
        (5, "office"),
    ]
    assert list(notices(Deadline("milestone", "7", day("2026-10-15"), ()), Policy(), SE, *always)) == []


def test_another_date_is_another_reminder() -> None:
    def names(due: str) -> set[str]:
        deadline = Deadline("milestone", "7", day(due), (("u1", "u2"),))
        return {each.name for each in notices(deadline, Policy(), SE, dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2027, 1, 1, tzinfo=dt.UTC))}

    assert len(names("2026-10-15")) == 18
    assert names("2026-10-15") & names("2026-10-16") == set()
    assert "milestone:7:u2:2026-10-15:-7" in names("2026-10-15")


def test_after_downtime_the_last_one_is_enough_and_none_tells_of_days_that_are_gone() -> None:
    def left(due: str, now: str) -> list[int]:
        at = dt.datetime.fromisoformat(now).replace(tzinfo=ZoneInfo(SE.zone))
        found = notices(Deadline("milestone", "7", day(due), (("u1",),)), Policy(), SE, at - 14 * DAY, at + 36 * dt.timedelta(hours=1))
        return [each.step for each in newest(found, at, SE)]

    assert left("2026-10-15", "2026-10-13T12:00") == [-7, -1]
    assert left("2026-10-15", "2026-10-15T12:00") == [0]
    assert left("2026-10-15", "2026-10-16T07:00") == []
    assert left("2026-10-15", "2026-10-23T12:00") == [1]
    assert (is_obsolete(day("2026-10-15"), 0, day("2026-10-15")), is_obsolete(day("2026-10-15"), 1, day("2026-10-30"))) == (False, False)


@pytest.mark.parametrize("calendar", [SE, NO, Calendar("SE", "Europe/Stockholm", dt.time(16, 59), rests_in_july=True)])
def test_three_years_of_days_each_reminder_once_and_none_outside_the_window(calendar: Calendar) -> None:
    """A deadline on every day; looked at on every day's edge, in every clock-change night, just before, in and just after every slot."""
    policy, zone = Policy((30, 14, 7, 1, 0), 7, 4), ZoneInfo(calendar.zone)
    days = [FIRST + number * DAY for number in range(YEARS)]
    looks = sorted({look for each in days for look in edges(each, calendar)})
    told: Counter[str] = Counter()
    by_slot: dict[dt.datetime, list[str]] = {}
    wanted = 0
    for due in days:
        deadline = Deadline("milestone", str(due), due, (("u1",),))
        found = list(notices(deadline, policy, calendar, looks[0] - 400 * DAY, looks[-1] + 400 * DAY))
        assert len({each.name for each in found}) == len(found) == len({each.at for each in found})
        for each in found:
            local = each.at.astimezone(zone)
            assert (local.time(), OPENS <= local.time() < CLOSES, workdays.is_workday(local.date(), calendar.country)) == (calendar.send_at, True, True)
            assert not (calendar.rests_in_july and local.month == 7)
            assert (local.date() <= due) is (each.step <= 0)
            if looks[0] < each.at <= looks[-1]:
                wanted += 1
                by_slot.setdefault(each.at, []).append(each.name)
    for before, now in pairwise(looks):
        for at in (at for at in slots_between(before, now, calendar) if at in by_slot):
            told.update(by_slot[at])
    assert (len(told), set(told.values())) == (wanted, {1})


def edges(day: dt.date, calendar: Calendar) -> list[dt.datetime]:
    """Midnight, the hours in which clocks change, and a second to either side of the slot."""
    second = dt.timedelta(seconds=1)
    found = [instant(day, dt.time(0), calendar.zone)]
    at = slot(day, calendar)
    found += [at - second, at, at + second]
    if instant(day + DAY, dt.time(0), calendar.zone) - found[0] != DAY:
        found += [found[0] + minutes * dt.timedelta(minutes=1) for minutes in range(0, 300, 10)]
    return found


def slots_between(before: dt.datetime, now: dt.datetime, calendar: Calendar) -> list[dt.datetime]:
    """After the one and not after the other."""
    at = next_slot(before + dt.timedelta(microseconds=1), calendar)
    return [at] if at <= now else []


@pytest.mark.parametrize("calendar", [SE, NO])
def test_the_window_is_shut_in_quiet_hours_and_on_closed_days(calendar: Calendar) -> None:
    for each in (FIRST + number * DAY for number in range(YEARS)):
        is_open = workdays.is_workday(each, calendar.country)
        for time, by_day in ((dt.time(6, 59, 59), False), (dt.time(7), True), (dt.time(16, 59, 59), True), (dt.time(17), False)):
            moment = instant(each, time, calendar.zone)
            assert may_leave(moment, calendar) is (by_day and is_open)
            ahead = next_slot(moment, calendar)
            assert ahead >= moment and may_leave(ahead, calendar)
            assert (local_day(ahead, calendar) == each) is (is_open and time <= calendar.send_at)
