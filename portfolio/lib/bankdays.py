"""Days on which banks of Sweden and Norway carry out payments. Pure."""

import datetime as dt

DAY = dt.timedelta(days=1)
FIXED = {
    "SE": {(1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31)},
    "NO": {(1, 1), (5, 1), (5, 17), (12, 25), (12, 26)},
}
"""Month and day. Sweden's banks also close on the eves of Christmas and New Year."""
FROM_EASTER = {"SE": {-2, 1, 39}, "NO": {-3, -2, 1, 39, 50}}
"""Days after Easter Sunday; those that always are Sundays are left out."""


def easter(year: int) -> dt.date:
    """Easter Sunday of the Gregorian calendar (the algorithm printed in Nature, 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return dt.date(year, f // 31, f % 31 + 1)


def is_working_day(day: dt.date, country: str) -> bool:
    if day.weekday() > 4 or (day.month, day.day) in FIXED[country] or (day - easter(day.year)).days in FROM_EASTER[country]:
        return False
    return not (country == "SE" and day.month == 6 and 19 <= day.day <= 25 and day.weekday() == 4)  # Midsummer's Eve


def next_working_day(day: dt.date, country: str) -> dt.date:
    """The day itself if it is one."""
    while not is_working_day(day, country):
        day += DAY
    return day
