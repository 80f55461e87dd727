"""Days on which municipal offices of Sweden and Norway are open: no weekends, no public holidays, no eves that offices close. Pure.

Banks keep other days: see bankdays.
"""

import datetime as dt
from functools import cache

from holidays import country_holidays

DAY = dt.timedelta(days=1)
EVES = {(12, 24), (12, 31)}
"""Christmas Eve and New Year's Eve, in both countries; Easter Eve and Whitsun Eve always are Saturdays."""
MIDSUMMER_EVE = range(19, 26)
"""Sweden's is the Friday among these days of June."""


@cache
def closed(year: int, country: str) -> frozenset[dt.date]:
    """The country's public holidays and closed eves; weekends are not named. country: "SE" or "NO", else KeyError."""
    if country not in ("SE", "NO"):
        raise KeyError(country)
    found = set(country_holidays(country, years=year))
    found |= {dt.date(year, month, day) for month, day in EVES}
    if country == "SE":
        found |= {day for day in (dt.date(year, 6, number) for number in MIDSUMMER_EVE) if day.weekday() == 4}
    return frozenset(found)


def is_workday(day: dt.date, country: str) -> bool:
    return day.weekday() < 5 and day not in closed(day.year, country)


def on_or_after(day: dt.date, country: str) -> dt.date:
    """The day itself if it is one, else the next."""
    while not is_workday(day, country):
        day += DAY
    return day


def on_or_before(day: dt.date, country: str) -> dt.date:
    """The day itself if it is one, else the one before."""
    while not is_workday(day, country):
        day -= DAY
    return day


def back(day: dt.date, n: int, country: str) -> dt.date:
    """The n-th working day before; the day itself is not counted, whether it is one or not. 0 is the last one that has come by then."""
    if n == 0:
        return on_or_before(day, country)
    for _ in range(n):
        day = on_or_before(day - DAY, country)
    return day
