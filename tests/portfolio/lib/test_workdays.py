"""Which days offices are open, by calendars that stand in print."""

import datetime as dt

import pytest

from portfolio.lib import bankdays
from portfolio.lib.workdays import back, is_workday, on_or_after, on_or_before

CLOSED = {
    ("SE", 2026): ["01-01", "01-06", "04-03", "04-06", "05-01", "05-14", "06-19", "12-24", "12-25", "12-31"],
    ("NO", 2026): ["01-01", "04-02", "04-03", "04-06", "05-01", "05-14", "05-25", "12-24", "12-25", "12-31"],
    ("SE", 2027): ["01-01", "01-06", "03-26", "03-29", "05-06", "06-25", "12-24", "12-31"],
    ("NO", 2027): ["01-01", "03-25", "03-26", "03-29", "05-06", "05-17", "12-24", "12-31"],
}
"""Weekdays only. In 2027 both Whit Monday and the Constitution Day of Norway are 17 May."""


def days_of(year):
    return [dt.date(year, 1, 1) + dt.timedelta(days=number) for number in range(365)]


@pytest.mark.parametrize(("country", "year"), CLOSED)
def test_the_closed_weekdays(country, year):
    days = days_of(year)
    assert [f"{day:%m-%d}" for day in days if day.weekday() < 5 and not is_workday(day, country)] == CLOSED[country, year]
    assert [day for day in days if day.weekday() > 4 and is_workday(day, country)] == []


@pytest.mark.parametrize(
    ("country", "day", "after", "before"),
    [
        ("SE", "2026-04-03", "2026-04-07", "2026-04-02"),  # Good Friday
        ("NO", "2026-04-02", "2026-04-07", "2026-04-01"),  # Maundy Thursday
        ("SE", "2026-06-19", "2026-06-22", "2026-06-18"),  # Midsummer Eve
        ("NO", "2026-06-19", "2026-06-19", "2026-06-19"),
        ("NO", "2028-05-17", "2028-05-18", "2028-05-16"),  # Constitution Day, a Wednesday
        ("SE", "2028-05-17", "2028-05-17", "2028-05-17"),
        ("SE", "2026-12-24", "2026-12-28", "2026-12-23"),
        ("NO", "2026-12-24", "2026-12-28", "2026-12-23"),
        ("SE", "2026-12-31", "2027-01-04", "2026-12-30"),
        ("NO", "2027-01-01", "2027-01-04", "2026-12-30"),
    ],
)
def test_on_or_after_and_before(country, day, after, before):
    day, after, before = map(dt.date.fromisoformat, (day, after, before))
    assert (on_or_after(day, country), on_or_before(day, country)) == (after, before)


@pytest.mark.parametrize(
    ("day", "n", "country", "found"),
    [
        ("2026-04-09", 5, "SE", "2026-03-31"),  # over Easter: 8, 7, 2, 1 April, 31 March
        ("2026-04-09", 5, "NO", "2026-03-30"),  # Norway closes on Maundy Thursday too
        ("2027-04-01", 3, "SE", "2027-03-25"),
        ("2027-04-01", 3, "NO", "2027-03-24"),
        ("2026-06-24", 3, "SE", "2026-06-18"),
        ("2026-06-24", 3, "NO", "2026-06-19"),
        ("2027-01-05", 2, "SE", "2026-12-30"),  # over the year's edge
        ("2027-01-05", 2, "NO", "2026-12-30"),
        ("2026-04-05", 1, "SE", "2026-04-02"),  # counted from a Sunday
        ("2026-04-05", 0, "SE", "2026-04-02"),
        ("2026-04-09", 0, "SE", "2026-04-09"),
    ],
)
def test_counting_back(day, n, country, found):
    assert back(dt.date.fromisoformat(day), n, country) == dt.date.fromisoformat(found)


@pytest.mark.parametrize("country", ["SE", "NO"])
def test_offices_are_never_open_when_banks_are_shut(country):
    """Two calendars from two sources: the banks' is ours, the offices' a library's."""
    days = [day for year in range(2024, 2044) for day in days_of(year)]
    assert [day for day in days if is_workday(day, country) and not bankdays.is_working_day(day, country)] == []
    only_bank = {(day.month, day.day) for day in days if bankdays.is_working_day(day, country) and not is_workday(day, country)}
    assert only_bank == ({(12, 24), (12, 31)} if country == "NO" else set())


def test_another_country_is_a_fault():
    with pytest.raises(KeyError):
        is_workday(dt.date(2026, 4, 1), "DK")
