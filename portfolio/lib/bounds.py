"""Which days and years a plan can mean: one place for what every form, file and picture holds to. Pure."""

import datetime as dt

FIRST_YEAR, LAST_YEAR = 1900, 2200
MONEY_YEARS = (1990, 2100)
"""First and last of what is budgeted, shared and charged, and of the days on which a body meets and decides and to which a plan moves."""
FIRST, LAST = dt.date(FIRST_YEAR, 1, 1), dt.date(LAST_YEAR, 12, 31)


def holds(day: dt.date) -> bool:
    return FIRST <= day <= LAST


def is_of_this_age(year: int) -> bool:
    return MONEY_YEARS[0] <= year <= MONEY_YEARS[1]


def nearest(day: dt.date) -> dt.date:
    """The day itself, or the bound that it lies beyond; the day after it exists too."""
    return min(max(day, FIRST), LAST)
