"""When something is to be looked at again, and which way its score has gone. Pure."""

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from portfolio.lib.periods import last_day


class Trend(StrEnum):
    """Of a number where less is better, as a risk's score."""

    NEW = "new"
    RISING = "rising"
    STEADY = "steady"
    FALLING = "falling"


def trend(scores: Sequence[int]) -> Trend:
    """By the last two; the earliest stands first. One alone has no way to go yet."""
    if len(scores) < 2:
        return Trend.NEW
    before, now = scores[-2:]
    return Trend.RISING if now > before else Trend.FALLING if now < before else Trend.STEADY


def months_on(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last of a shorter month: 31 January and one month is 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def is_stale(day: dt.date, months: int, today: dt.date, grace: int = 4) -> bool:
    """Older than the period, with some days in which to write: a report of the first is late from the fifth of the next month on."""
    return today > months_on(day, months) + dt.timedelta(days=grace)


@dataclass(frozen=True)
class Score:
    """Probability and impact, 1 to 5, on a day; the day is None for what was said at first."""

    probability: int
    impact: int
    on: dt.date | None = None

    @property
    def number(self) -> int:
        return self.probability * self.impact


@dataclass(frozen=True)
class Scores:
    """before, after: as planned; reviews: where it stood when somebody looked, the earliest first."""

    before: Score | None
    after: Score | None
    reviews: tuple[Score, ...] = ()

    @property
    def now(self) -> Score | None:
        return self.reviews[-1] if self.reviews else self.before

    @property
    def course(self) -> list[Score]:
        return [*([self.before] if self.before else []), *self.reviews]

    @property
    def trend(self) -> Trend:
        return trend([each.number for each in self.course])

    @property
    def reviewed_on(self) -> dt.date | None:
        return self.reviews[-1].on if self.reviews else None


def scores(before: tuple[int | None, int | None], after: tuple[int | None, int | None], reviews: Sequence[tuple[dt.date, int, int]]) -> Scores:
    """Of plain columns; a pair is known or open."""

    def pair(given: tuple[int | None, int | None]) -> Score | None:
        probability, impact = given
        return Score(probability, impact) if probability and impact else None

    return Scores(pair(before), pair(after), tuple(Score(probability, impact, on) for on, probability, impact in sorted(reviews)))


def period_before(day: dt.date, months: int) -> tuple[dt.date, dt.date]:
    """The whole months that ended last: on 5 October with one month, 1 to 30 September."""
    last = day.replace(day=1) - dt.timedelta(days=1)
    return months_on(last.replace(day=1), 1 - months), last_day(last)
