"""What a day that stands for a month or a year covers. Pure."""

import calendar
import datetime as dt


def last_day(value: dt.date, precision: str = "day") -> dt.date:
    """The day on which "January 2016" or "2016" ends."""
    if precision == "year":
        return value.replace(month=12, day=31)
    if precision == "month":
        return value.replace(day=calendar.monthrange(value.year, value.month)[1])
    return value


def month_later(value: dt.date) -> dt.date:
    """The same day of the next month, or its last one."""
    year, month = divmod(value.year * 12 + value.month, 12)
    return dt.date(year, month + 1, min(value.day, calendar.monthrange(year, month + 1)[1]))
