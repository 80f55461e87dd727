"""Which days banks carry out payments, by calendars that stand in print."""

import datetime as dt

import pytest

from portfolio.lib.bankdays import easter, is_working_day, next_working_day


@pytest.mark.parametrize("day", [dt.date(2000, 4, 23), dt.date(2016, 3, 27), dt.date(2024, 3, 31), dt.date(2025, 4, 20), dt.date(2038, 4, 25)])
def test_easter(day):
    assert easter(day.year) == day


SWEDISH_2026 = ["01-01", "01-06", "04-03", "04-06", "05-01", "05-14", "06-19", "12-24", "12-25", "12-31"]
NORWEGIAN_2026 = ["01-01", "04-02", "04-03", "04-06", "05-01", "05-14", "05-25", "12-25"]


@pytest.mark.parametrize(("country", "closed"), [("SE", SWEDISH_2026), ("NO", NORWEGIAN_2026)])
def test_the_closed_weekdays_of_2026(country, closed):
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=number) for number in range(365)]
    assert [f"{day:%m-%d}" for day in days if day.weekday() < 5 and not is_working_day(day, country)] == closed
    assert [day for day in days if day.weekday() > 4 and is_working_day(day, country)] == []


def test_the_next_one():
    assert next_working_day(dt.date(2026, 4, 3), "SE") == dt.date(2026, 4, 7)
    assert next_working_day(dt.date(2026, 4, 7), "NO") == dt.date(2026, 4, 7)
