"""Numbers that are measured over time, and the number that a text begins with. In hundredths, as people write at most two decimals. Pure."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from portfolio.lib.money import NotAnAmount, minor_of

LEADING = re.compile(r"\s*(?:ca\.?|cirka|omtrent|omkring|omlag|om lag|about|~|<|>)?\s*([−-]?\d[\d\s\u00a0.,]*)", re.IGNORECASE)


def number_in(text: str) -> int | None:
    """40 of "40 % of those asked", 12.5 of "ca 12,5 hours"; None where the text does not begin with a number that can be read in one way only."""
    found = LEADING.match(text)
    if found is None:
        return None
    try:
        return minor_of(found[1].strip(" .,\u00a0"))
    except NotAnAmount:
        return None


@dataclass(frozen=True)
class Course:
    """What one has measured over time, the earliest first; start and goal where they are numbers, with their days."""

    measured: tuple[tuple[dt.date, int], ...]
    start: tuple[dt.date, int] | None = None
    goal: tuple[dt.date, int] | None = None

    @property
    def drawn(self) -> list[tuple[dt.date, int]]:
        """What a line runs through: the start, unless something was measured that day or before it, then what was measured."""
        first = [self.start] if self.start and not any(day <= self.start[0] for day, _value in self.measured) else []
        return [*first, *self.measured]

    @property
    def newest(self) -> tuple[dt.date, int] | None:
        return self.measured[-1] if self.measured else None


def course(measured: Sequence[tuple[dt.date, int]], start: tuple[dt.date | None, str], goal: tuple[dt.date | None, str]) -> Course:
    def known(day: dt.date | None, text: str) -> tuple[dt.date, int] | None:
        value = number_in(text)
        return (day, value) if day and value is not None else None

    return Course(tuple(sorted(measured)), known(*start), known(*goal))
