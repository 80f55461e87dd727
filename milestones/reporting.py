"""What a status report says of a project, subject by subject, and what the program can say by itself. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Subject(StrEnum):
    TIME = "time"
    COST = "cost"
    QUALITY = "quality"
    RISK = "risk"
    SCOPE = "scope"
    BENEFIT = "benefit"


GOOD, WATCH, BAD = "good", "watch", "bad"
WORSE = ("", GOOD, WATCH, BAD)
LATE_FOR_LONG = 30  # days
"""Beyond this a milestone or a decision that is late makes the time red."""
FAR_OVER = 10  # per cent
"""Beyond this a forecast above the budget makes the cost red."""


@dataclass(frozen=True)
class Signs:
    """late: days by which the latest milestone slips, or by which a decision is missing; None without dates.

    gap: budget and funding differ, None without a budget. budget, forecast: of the whole cost in minor units, None where nobody has said.
    high, medium: risks that stand there now; None without any scored risk.
    """

    late: int | None = None
    gap: bool | None = None
    budget: int | None = None
    forecast: int | None = None
    high: int | None = None
    medium: int | None = None


def suggested(signs: Signs) -> dict[Subject, str]:
    """A light where the program has something to go by, and nothing where only people know."""
    found: dict[Subject, str] = {}
    if signs.late is not None:
        found[Subject.TIME] = BAD if signs.late > LATE_FOR_LONG else WATCH if signs.late > 0 else GOOD
    if is_over(signs.budget, signs.forecast):
        found[Subject.COST] = BAD if is_over(signs.budget, signs.forecast, FAR_OVER) else WATCH
    elif signs.gap is not None:
        found[Subject.COST] = WATCH if signs.gap else GOOD
    if signs.high is not None:
        found[Subject.RISK] = BAD if signs.high else WATCH if signs.medium else GOOD
    return found


def is_over(budget: int | None, forecast: int | None, percent: int = 0) -> bool:
    """By more than so many per cent of the budget."""
    return budget is not None and forecast is not None and forecast * 100 > budget * (100 + percent)


def begun(last: Mapping[Subject, str], suggestions: Mapping[Subject, str]) -> dict[Subject, str]:
    """What a new report begins with: as last time, or as the program sees it where that is worse or where nothing was said."""
    return {each: max(last.get(each, ""), suggestions.get(each, ""), key=WORSE.index) for each in Subject}


class Change(StrEnum):
    FIRST = "first"
    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


def change(before: str, now: str) -> Change:
    """Against the report before; the first has nothing to be held against."""
    if not before or not now:
        return Change.FIRST
    step = WORSE.index(now) - WORSE.index(before)
    return Change.WORSE if step > 0 else Change.BETTER if step < 0 else Change.SAME


def lacking(status: str, lights: Mapping[Subject, str], comments: Mapping[Subject, str], costs_more: bool = False) -> list[str]:
    """The fields that keep a report from being sent: each light is chosen, and one that is not green says why.

    costs_more: the forecast is above the budget; that is said something of, whatever the light.
    """
    fields = [] if status else ["status"]
    for each in Subject:
        if not lights.get(each):
            fields.append(each.value)
        elif (lights[each] != GOOD or (costs_more and each is Subject.COST)) and not comments.get(each, "").strip():
            fields.append(f"{each}_comment")
    return fields
