"""How far a date is from what was planned, and plan and mandate from what was approved. Pure."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from portfolio.lib.periods import last_day

A_MONTH = 365.25 / 12
ABOUT_A_MONTH = 25
"""So many days are said as months where they are not known to the day."""


class Unit(StrEnum):
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Slip(int):
    """Days later than planned, negative for earlier. As it is said: count of unit, roughly where is_about."""

    count: int
    unit: Unit
    is_about: bool

    def __new__(cls, days: int, count: int | None = None, unit: Unit = Unit.DAY, *, is_about: bool = False) -> Self:
        made = super().__new__(cls, days)
        made.count, made.unit, made.is_about = days if count is None else count, unit, is_about
        return made


def slip(planned: dt.date | None, now: dt.date | None, planned_precision: str = "day", precision: str = "day") -> Slip | None:
    """None when either is unknown. A month or a year ends with its last day; two dates of which one lies within the other are as planned.

    No more is said than is known: months between months, years between years, and about how much where only one side is a day.
    """
    if planned is None or now is None:
        return None
    if first_day(planned, planned_precision) <= now <= last_day(planned, planned_precision):
        return Slip(0)
    if precision != "day" and first_day(now, precision) <= planned <= last_day(now, precision):
        return Slip(0)
    days = (last_day(now, precision) - last_day(planned, planned_precision)).days
    if planned_precision == precision == "day":
        return Slip(days)
    if planned_precision == precision:
        years = now.year - planned.year
        return Slip(days, years, Unit.YEAR) if precision == "year" else Slip(days, years * 12 + now.month - planned.month, Unit.MONTH)
    if abs(days) < ABOUT_A_MONTH:
        return Slip(days, is_about=True)
    return Slip(days, round(days / A_MONTH), Unit.MONTH, is_about=True)


def first_day(value: dt.date, precision: str) -> dt.date:
    if precision == "year":
        return value.replace(month=1, day=1)
    return value.replace(day=1) if precision == "month" else value


@dataclass(frozen=True)
class Drift:
    """How mandate and plan stand today beside what a body approved; nothing set where they stand as they did.

    version and dated_on, as exactly as precision says: the mandate's own now, when another.
    is_refrozen: the plan is counted from a baseline that the approval did not freeze.
    rows: how many rows of the plan lie elsewhere than in the baseline; furthest: the slip of the one that lies furthest.
    """

    version: str = ""
    dated_on: dt.date | None = None
    precision: str = "day"
    is_refrozen: bool = False
    rows: int = 0
    furthest: Slip | None = None
