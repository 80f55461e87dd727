import datetime as dt

import pytest

from portfolio.lib.daylist import DayList, day_of, read

FIRST, SECOND = dt.date(2026, 1, 15), dt.date(2026, 2, 12)


def test_days_are_read_in_every_form_and_kept_in_order():
    assert read("12.02.2026, 2026-01-15\n") == DayList((FIRST, SECOND), (), ())
    assert read("20260115;12/02/2026\n\n , ") == DayList((FIRST, SECOND), (), ())
    assert read("") == DayList((), (), ())


def test_what_is_wrong_and_what_stands_twice_is_named():
    assert read("2026-01-15\n31.02.2026, i mai\n15.1.2026") == DayList((FIRST,), ("31.02.2026", "i mai"), (FIRST,))


@pytest.mark.parametrize("text", ["", "2026115", "15.01.26", "0026-01-15", "2101-01-01", "15.01", "2026-13-01", "x" * 500])
def test_no_day(text):
    assert day_of(text) is None
