"""Which number a text begins with, and what a line of measurements runs through."""

import datetime as dt

import pytest

from milestones.measuring import course, number_in


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("40 %", 4000),
        ("ca 12,5 timer", 1250),
        ("1 200 t/år", 120_000),
        ("-3", -300),
        ("0", 0),
        ("", None),
        ("nullpunkt 2015", None),
        ("1.2.3", None),
        ("mange", None),
    ],
)
def test_the_number_that_a_text_begins_with(text, wanted):
    assert number_in(text) == wanted


def test_the_line_begins_at_the_baseline_when_nothing_older_was_measured():
    start, later = dt.date(2026, 1, 1), dt.date(2026, 6, 1)
    found = course([(later, 2000)], (start, "10"), (dt.date(2027, 1, 1), "ca 50"))
    assert (found.drawn, found.newest, found.goal) == ([(start, 1000), (later, 2000)], (later, 2000), (dt.date(2027, 1, 1), 5000))
    assert course([(start, 900), (later, 2000)], (start, "10"), (None, "50")).drawn == [(start, 900), (later, 2000)]
    assert course([], (None, "10"), (None, "")).drawn == []
