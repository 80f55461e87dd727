"""How far a date is from what was planned. Pure."""

import datetime as dt

from portfolio.lib.periods import last_day


def slip(planned: dt.date | None, now: dt.date | None, planned_precision: str = "day", precision: str = "day") -> int | None:
    """Days later than planned, negative for earlier; None when either is unknown. A month or a year ends with its last day.

    A day within the month, or year, that was planned is as planned.
    """
    if planned is None or now is None:
        return None
    if planned <= now <= last_day(planned, planned_precision):
        return 0
    return (last_day(now, precision) - last_day(planned, planned_precision)).days
