"""The line of a series."""

import datetime as dt

import pytest

from portfolio.lib.chart import chart, steps


@pytest.mark.parametrize(
    ("least", "most", "wanted"),
    [(0, 0, [0, 1]), (5, 5, [5, 6]), (23_244, 29_169, [22_000, 24_000, 26_000, 28_000, 30_000]), (0, 7, [0, 2, 4, 6, 8]), (98, 103, [98, 100, 102, 104])],
)
def test_round_values_reach_from_the_least_to_the_most(least, most, wanted):
    assert list(steps(least, most)) == wanted


def test_one_day_is_no_line():
    assert chart([]) is None
    assert chart([(dt.date(2025, 1, 1), 1), (dt.date(2025, 1, 1), 2)]) is None


def test_the_line_begins_and_ends_at_the_edges():
    drawn = chart([(dt.date(2024, 1, 1), 0), (dt.date(2025, 1, 1), 8)])
    assert drawn is not None
    assert drawn.points == "62.0,164.0 348.0,14.0"
    assert [(tick.at, tick.value) for tick in drawn.years] == [("62.0", 2024), ("348.0", 2025)]
