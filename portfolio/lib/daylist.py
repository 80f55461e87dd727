"""Many days typed at once, one on each line or with a comma between. Pure."""

import datetime as dt
import re
from dataclasses import dataclass

FORMS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%Y%m%d")


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
        return day if 1990 <= day.year <= 2100 else None
    return None
