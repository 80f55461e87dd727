"""Many days typed at once, one on each line or with a comma between. Pure."""

import datetime as dt
import re
from dataclasses import dataclass

from portfolio.lib import bounds
from portfolio.lib.formats import MONTHS, WEEKDAYS

FORMS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%Y%m%d")
IN_WORDS = re.compile(r"(?:(?P<weekday>[^\W\d]+) )?(?:den )?(?P<day>\d{1,2})\.? (?P<month>[^\W\d]+) (?P<year>\d{4})")
MONTH = {name.lower(): number for names in MONTHS.values() for number, name in enumerate(names, 1)}
WEEKDAY = {name.lower(): number for names in WEEKDAYS.values() for number, name in enumerate(names)}


@dataclass(frozen=True)
class DayList:
    """days: each once, in order. wrong: what is no day, as it was typed. twice: days that stand there more than once."""

    days: tuple[dt.date, ...]
    wrong: tuple[str, ...]
    twice: tuple[dt.date, ...]


def read(text: str) -> DayList:
    found: list[dt.date] = []
    wrong: list[str] = []
    for part in re.split(r"[\n,;]", text):
        if typed := part.strip().rstrip("."):
            day = day_of(typed)
            if day is None:
                wrong.append(typed)
            else:
                found.append(day)
    return DayList(tuple(sorted(set(found))), tuple(wrong), tuple(sorted({day for day in found if found.count(day) > 1})))


def day_of(text: str) -> dt.date | None:
    """A day as people write it, within the years that a calendar of meetings has; None for anything else."""
    for form in FORMS:
        if form == "%Y%m%d" and len(text) != 8:
            continue
        try:
            day = dt.datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
        return within(day)
    return in_words(" ".join(text.lower().split()))


def in_words(text: str) -> dt.date | None:
    """fredag 4. desember 2026, den 4 december 2026, 4 December 2026. None also when that day is another day of the week."""
    if not (found := IN_WORDS.fullmatch(text)) or found["month"] not in MONTH:
        return None
    try:
        day = dt.date(int(found["year"]), MONTH[found["month"]], int(found["day"]))
    except ValueError:
        return None
    named = found["weekday"] if found["weekday"] != "den" else None
    return within(day) if named is None or WEEKDAY.get(named) == day.weekday() else None


def within(day: dt.date) -> dt.date | None:
    return day if bounds.is_of_this_age(day.year) else None
