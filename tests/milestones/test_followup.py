"""When something is looked at again, and which way it has gone."""

import datetime as dt

import pytest

from milestones.followup import Scores, Trend, is_stale, months_on, period_before, scores, trend


@pytest.mark.parametrize(
    ("day", "months", "wanted"),
    [
        ((2026, 1, 31), 1, (2026, 2, 28)),
        ((2028, 1, 31), 1, (2028, 2, 29)),
        ((2026, 12, 15), 1, (2027, 1, 15)),
        ((2026, 5, 31), 6, (2026, 11, 30)),
        ((2026, 3, 1), -3, (2025, 12, 1)),
    ],
)
def test_so_many_months_later_is_the_same_day_or_the_last(day, months, wanted):
    assert months_on(dt.date(*day), months) == dt.date(*wanted)


def test_the_last_two_scores_say_which_way():
    assert [trend(each) for each in ([], [9], [9, 9], [9, 20], [20, 9], [4, 20, 9])] == [
        Trend.NEW, Trend.NEW, Trend.STEADY, Trend.RISING, Trend.FALLING, Trend.FALLING,
    ]  # fmt: skip


def test_a_risk_stands_where_its_last_review_says():
    found = scores((5, 4), (2, 2), [(dt.date(2026, 3, 1), 2, 3), (dt.date(2026, 2, 1), 4, 4)])
    assert [each.number for each in found.course] == [20, 16, 6]
    assert (found.now.number, found.after.number, found.reviewed_on, found.trend) == (6, 4, dt.date(2026, 3, 1), Trend.FALLING)
    assert scores((None, None), (None, None), []) == Scores(None, None)
    assert scores((3, 3), (None, None), []).now.number == 9


def test_a_report_is_stale_some_days_after_its_period():
    day = dt.date(2026, 1, 31)
    assert [is_stale(day, 1, dt.date(2026, 3, each)) for each in (4, 5)] == [False, True]
    assert not is_stale(day, 3, dt.date(2026, 5, 4))


def test_the_period_is_the_whole_months_that_ended_last():
    assert period_before(dt.date(2026, 10, 5), 1) == (dt.date(2026, 9, 1), dt.date(2026, 9, 30))
    assert period_before(dt.date(2026, 1, 31), 3) == (dt.date(2025, 10, 1), dt.date(2025, 12, 31))
