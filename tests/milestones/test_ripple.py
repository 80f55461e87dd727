"""What moves along with a date: the rules one by one, then laws that hold for any plan."""

import datetime as dt
from dataclasses import replace

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from milestones.ripple import Edge, Kind, Move, NoSuchMove, Pace, Reach, Step, Why, ripple, workdays_between, workdays_on
from milestones.slip import slip
from milestones.wording.plans import slip_words
from portfolio.lib.workdays import is_workday

PREPARE = Step(Kind.PHASE, 1, "Forberedelse", dt.date(2026, 6, 1), dt.date(2026, 9, 15))
TENDER = Step(Kind.PHASE, 2, "Konkurranse", dt.date(2026, 9, 15), dt.date(2026, 12, 1))
ISSUED = Step(Kind.MILESTONE, 3, "Utlyst", None, dt.date(2026, 9, 15), phase=1)
SIGNED = Step(Kind.MILESTONE, 4, "Undertegnet", None, dt.date(2026, 12, 1), phase=2)
START = Step(Kind.DECISION, 5, "Skal vi begynne?", None, dt.date(2026, 5, 20))
CHOOSE = Step(Kind.DECISION, 6, "Hvem velger vi?", None, dt.date(2026, 11, 20))
LETTER = Step(Kind.TASK, 7, "Sende brev", dt.date(2026, 9, 1), dt.date(2026, 9, 30), phase=2)
PLAN = [PREPARE, TENDER, ISSUED, SIGNED, START, CHOOSE, LETTER]


def moved(plan, move, country="NO"):
    """By text: the new dates of what moves, and why what stays does."""
    found = ripple(plan, move, country)
    return {each.after.text: (each.after.first, each.after.last) for each in found.changes}, {stay.step.text: stay.why for stay in found.stays}


def later(step, days=7, edge=Edge.LAST, **how):
    return Move(step.kind, step.pk, edge, step.date(edge) + dt.timedelta(days=days), **how)


def test_every_date_on_or_after_it_moves_by_as_many_days():
    """The phase that ends on the day ends later, the one that begins then begins later, and a task under way keeps its beginning."""
    changes, stays = moved(PLAN, later(ISSUED))
    assert changes == {
        "Utlyst": (None, dt.date(2026, 9, 22)),
        "Forberedelse": (dt.date(2026, 6, 1), dt.date(2026, 9, 22)),
        "Konkurranse": (dt.date(2026, 9, 22), dt.date(2026, 12, 8)),
        "Undertegnet": (None, dt.date(2026, 12, 8)),
        "Hvem velger vi?": (None, dt.date(2026, 11, 27)),
        "Sende brev": (dt.date(2026, 9, 1), dt.date(2026, 10, 7)),
    }
    assert stays == {}


def test_earlier_works_as_later_does():
    changes, _ = moved([ISSUED, SIGNED, START], later(ISSUED, -14))
    assert changes == {"Utlyst": (None, dt.date(2026, 9, 1)), "Undertegnet": (None, dt.date(2026, 11, 17))}


def test_a_phase_moves_as_a_whole_by_its_beginning_and_grows_by_its_end():
    assert moved([PREPARE], later(PREPARE, 10, Edge.FIRST))[0] == {"Forberedelse": (dt.date(2026, 6, 11), dt.date(2026, 9, 25))}
    assert moved([PREPARE], later(PREPARE, 10))[0] == {"Forberedelse": (dt.date(2026, 6, 1), dt.date(2026, 9, 25))}


def test_working_days_leave_out_weekends_and_holidays():
    """Tuesday to Tuesday is five; five from Friday 18 December pass Christmas, when offices are closed on the eve too."""
    friday = Step(Kind.MILESTONE, 8, "Fredag", None, dt.date(2026, 12, 18))
    changes, _ = moved([ISSUED, friday], later(ISSUED, 7, pace=Pace.WORKING))
    assert changes["Fredag"] == (None, dt.date(2026, 12, 29))
    assert moved([ISSUED, friday], later(ISSUED, 7))[0]["Fredag"] == (None, dt.date(2026, 12, 25))


def test_what_begins_the_day_after_still_does_when_a_weekend_lies_between():
    """Friday 15 January to Monday 15 February 2027: the phase that began on Saturday begins on Tuesday, and a day's task on it stays one."""
    first = Step(Kind.PHASE, 1, "Plan", dt.date(2026, 5, 1), dt.date(2027, 1, 15))
    second = Step(Kind.PHASE, 2, "Tiltak", dt.date(2027, 1, 16), dt.date(2028, 9, 30))
    task = Step(Kind.TASK, 3, "Flytte", dt.date(2027, 1, 16), dt.date(2027, 1, 16))
    changes, _ = moved([first, second, task], Move(Kind.PHASE, 1, Edge.LAST, dt.date(2027, 2, 15), Pace.WORKING))
    assert (changes["Tiltak"][0], changes["Flytte"]) == (dt.date(2027, 2, 16), (dt.date(2027, 2, 16), dt.date(2027, 2, 16)))


def test_what_is_confirmed_or_done_stays_and_says_so():
    plan = [ISSUED, replace(SIGNED, is_confirmed=True), replace(CHOOSE, is_done=True), TENDER]
    found = ripple(plan, later(ISSUED, 90), "NO")
    assert {stay.step.text: (stay.why, stay.is_overrun) for stay in found.stays} == {"Undertegnet": (Why.CONFIRMED, True), "Hvem velger vi?": (Why.DONE, True)}
    assert [change.after.text for change in found.changes] == ["Utlyst", "Konkurranse"]
    assert not ripple(plan, later(ISSUED, 1, reach=Reach.ALONE), "NO").stays[0].is_overrun


def test_what_is_planned_by_month_moves_by_whole_months():
    rough = Step(Kind.MILESTONE, 8, "Desember", None, dt.date(2026, 12, 1), precision="month")
    assert moved([ISSUED, rough], later(ISSUED, 12))[1] == {"Desember": Why.ROUGH}
    assert moved([ISSUED, rough], later(ISSUED, 40))[0]["Desember"] == (None, dt.date(2027, 1, 1))
    chosen = ripple([rough], later(rough, 12), "NO").main.after
    assert (chosen.last, chosen.precision) == (dt.date(2026, 12, 13), "day")


def test_one_chooses_how_far_it_reaches():
    assert set(moved(PLAN, later(PREPARE, reach=Reach.PHASE))[0]) == {"Forberedelse", "Utlyst"}
    assert set(moved(PLAN, later(ISSUED, reach=Reach.PHASE))[0]) == {"Forberedelse", "Utlyst"}
    changes, stays = moved(PLAN, later(PREPARE, reach=Reach.ALONE))
    assert (set(changes), set(stays.values()), len(stays)) == ({"Forberedelse"}, {Why.LEFT}, 5)


def test_nothing_ends_before_it_begins():
    with pytest.raises(NoSuchMove, match="backwards"):
        ripple(PLAN, later(PREPARE, -200), "NO")
    assert moved([ISSUED, LETTER], later(ISSUED, -60))[1] == {"Sende brev": Why.BACKWARDS}


@pytest.mark.parametrize(("move", "why"), [(later(ISSUED, 0), "same"), (later(replace(ISSUED, pk=99)), "gone"), (later(PREPARE, pace=Pace.CALENDAR), None)])
def test_a_move_that_is_none_is_refused(move, why):
    if why is None:
        assert ripple(PLAN, move, "SE").main.before == PREPARE
        return
    with pytest.raises(NoSuchMove, match=why):
        ripple(PLAN, move, "NO")


def test_a_date_that_is_not_there_cannot_move():
    with pytest.raises(NoSuchMove, match="gone"):
        ripple([replace(PREPARE, first=None)], Move(Kind.PHASE, 1, Edge.FIRST, dt.date(2026, 6, 2)), "NO")


days = st.dates(dt.date(2024, 1, 1), dt.date(2028, 12, 31))
steps = st.builds(
    lambda kind, pk, ends, confirmed, done: Step(
        kind, pk, f"{kind} {pk}", min(ends) if kind in ("phase", "task") else None, max(ends), "day", None, confirmed, done
    ),
    st.sampled_from(Kind),
    st.integers(1, 40),
    st.tuples(days, days),
    st.booleans(),
    st.booleans(),
)


@given(
    st.lists(steps, min_size=1, max_size=8, unique_by=lambda step: step.key), days, st.sampled_from(Pace), st.sampled_from(Reach), st.sampled_from(["SE", "NO"])
)
@settings(max_examples=80, deadline=None)
def test_of_any_plan(plan, to, pace, reach, country):
    """Locked rows never move, every row is told of once at most, and all that moves goes the same way."""
    move = Move(plan[0].kind, plan[0].pk, Edge.LAST, to, pace, reach)
    try:
        found = ripple(plan, move, country)
    except NoSuchMove:
        assert to == plan[0].last or (plan[0].first and to < plan[0].first)
        return
    told = [change.before.key for change in found.changes] + [stay.step.key for stay in found.stays]
    assert len(told) == len(set(told))
    for change in found.along:
        assert not (change.before.is_confirmed or change.before.is_done)
        assert (change.after.last > change.before.last) == (to > plan[0].last)
        assert change.after.first is None or change.after.first <= change.after.last
        assert change.before.last >= plan[0].last


@given(days, st.integers(-30, 30), st.sampled_from(["SE", "NO"]))
@settings(max_examples=100, deadline=None)
def test_working_days_are_counted_as_they_are_gone(day, count, country):
    there = workdays_on(day, count, country)
    assert count == 0 or is_workday(there, country)
    if is_workday(day, country):
        assert workdays_between(day, there, country) == count


@pytest.mark.parametrize(
    ("was", "now", "precision", "days"),
    [
        ("2026-09-15", "2026-09-27", "day", 12),
        ("2026-09-15", "2026-09-12", "day", -3),
        ("2026-09-01", "2026-09-27", "month", 0),
        ("2026-09-01", "2026-10-02", "month", 2),
    ],
)
def test_slip_is_counted_from_the_end_of_what_was_planned(was, now, precision, days):
    assert slip(dt.date.fromisoformat(was), dt.date.fromisoformat(now), precision) == days
    assert slip(None, dt.date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("was", "was_known", "now", "known", "words"),
    [
        ("2016-12-01", "month", "2017-02-01", "month", "2 months later than planned"),
        ("2016-12-01", "month", "2016-11-01", "month", "one month earlier than planned"),
        ("2016-01-01", "year", "2018-01-01", "year", "2 years later than planned"),
        ("2016-12-01", "month", "2017-02-14", "day", "about one month later than planned"),
        ("2016-12-01", "month", "2017-01-05", "day", "about 5 days later than planned"),
        ("2016-12-10", "day", "2017-02-01", "month", "about 3 months later than planned"),
        ("2016-12-10", "day", "2016-12-01", "month", "as planned"),
        ("2016-10-01", "month", "2017-01-01", "year", "about 14 months later than planned"),
        ("2016-12-10", "day", "2016-12-09", "day", "1 day earlier than planned"),
    ],
)
def test_no_more_is_said_of_a_slip_than_is_known(was, was_known, now, known, words):
    with translation.override("en-gb"):
        assert slip_words(slip(dt.date.fromisoformat(was), dt.date.fromisoformat(now), was_known, known)) == words
