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
