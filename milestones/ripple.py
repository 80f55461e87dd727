"""What moves along when a date of a plan moves. Pure.

Every date on or after the one that is moved moves by as many days, or working days. What was under way on that day keeps its beginning; its end moves.
What is confirmed stays, and so does what is done.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from portfolio.lib.workdays import DAY, is_workday, on_or_after, on_or_before


class Kind(StrEnum):
    PHASE = "phase"
    MILESTONE = "milestone"
    DECISION = "decision"
    TASK = "task"


class Edge(StrEnum):
    FIRST = "first"
    LAST = "last"


class Pace(StrEnum):
    CALENDAR = "calendar"
    WORKING = "working"


class Reach(StrEnum):
    AFTER = "after"
    PHASE = "phase"
    ALONE = "alone"


class Why(StrEnum):
    """Why a row on or after the moved date stays where it is."""

    CONFIRMED = "confirmed"
    DONE = "done"
    ROUGH = "rough"  # planned by month or year, and that stays the same
    BACKWARDS = "backwards"  # it would end before it begins
    LEFT = "left"  # not asked to move along


@dataclass(frozen=True)
class Step:
    """A row of the plan. What has one date only has it as last; phase: the key of the phase that it belongs to."""

    kind: Kind
    pk: int
    text: str
    first: dt.date | None
    last: dt.date | None
    precision: str = "day"
    phase: int | None = None
    is_confirmed: bool = False
    is_done: bool = False

    @property
    def key(self) -> tuple[Kind, int]:
        return self.kind, self.pk

    def date(self, edge: Edge) -> dt.date | None:
        return self.first if edge is Edge.FIRST else self.last


@dataclass(frozen=True)
class Change:
    """Where a row stands, and where it would stand."""

    before: Step
    after: Step


@dataclass(frozen=True)
class Stay:
    """is_overrun: something that came before it, or on the same day, would come after it."""

    step: Step
    why: Why
    is_overrun: bool = False


@dataclass(frozen=True)
class Move:
    kind: Kind
    pk: int
    edge: Edge
    to: dt.date
    pace: Pace = Pace.CALENDAR
    reach: Reach = Reach.AFTER


@dataclass(frozen=True)
class Ripple:
    main: Change
    along: tuple[Change, ...]
    stays: tuple[Stay, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        return (self.main, *self.along)


class NoSuchMove(ValueError):
    """why is one of: gone (no such row, or no such date of it), same (the day it has), backwards (it would end before it begins)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def workdays_between(first: dt.date, last: dt.date, country: str) -> int:
    """How many working days one goes from the first to the last; negative when the last lies before."""
    if last < first:
        return -workdays_between(last, first, country)
    return sum(is_workday(first + DAY * number, country) for number in range(1, (last - first).days + 1))


def workdays_on(day: dt.date, count: int, country: str) -> dt.date:
    """The day that lies so many working days later, or earlier; 0 is the day itself."""
    step = DAY if count > 0 else -DAY
    for _ in range(abs(count)):
        day += step
        while not is_workday(day, country):
            day += step
    return day


def floored(day: dt.date, precision: str) -> dt.date:
    return day.replace(month=1, day=1) if precision == "year" else day.replace(day=1) if precision == "month" else day


@dataclass(frozen=True)
class Shift:
    """From one day to another, as a distance that other days can go too."""

    old: dt.date
    new: dt.date
    pace: Pace
    country: str

    def of(self, day: dt.date, edge: Edge) -> dt.date:
        """In working days what begins on a day off begins on the next one at work, and what ends on one has ended on the last."""
        if self.pace is Pace.CALENDAR:
            return day + (self.new - self.old)
        count = workdays_between(self.old, self.new, self.country)
        if count == 0:
            return day
        return workdays_on((on_or_after if edge is Edge.FIRST else on_or_before)(day, self.country), count, self.country)

    def shifted(self, step: Step) -> Step:
        """Its dates on or after the old day, each moved; one that stands for a month or a year by whole ones."""
        first, last = step.first, step.last
        if last and last >= self.old:
            last = floored(self.of(last, Edge.LAST), step.precision)
        if first and first >= self.old:
            first = floored(self.of(first, Edge.FIRST), step.precision)
            last = last and max(first, last)
        return replace(step, first=first, last=last)


def ripple(steps: Sequence[Step], move: Move, country: str) -> Ripple:
    """What the move would change, in the order of the steps. country: whose working days count. Raises NoSuchMove."""
    step = next((each for each in steps if each.key == (move.kind, move.pk)), None)
    old = step.date(move.edge) if step else None
    if step is None or old is None:
        raise NoSuchMove("gone")
    if move.to == old:
        raise NoSuchMove("same")
    shift = Shift(old, move.to, move.pace, country)
    after = moved(step, move, shift)
    if after.first and after.last and after.last < after.first:
        raise NoSuchMove("backwards")
    along, stays = [], []
    for each in steps:
        if each.key == step.key or not any(day and day >= old for day in (each.first, each.last)):
            continue
        found = shift.shifted(each)
        if why := why_it_stays(each, found, step, move.reach):
            stays.append(Stay(each, why))
        elif found != each:
            along.append(Change(each, found))
    main = Change(step, after)
    return Ripple(main, tuple(along), tuple(replace(stay, is_overrun=is_overrun(stay.step, (main, *along))) for stay in stays))


def moved(step: Step, move: Move, shift: Shift) -> Step:
    """The row that somebody moves: as a whole when it begins on another day. A day that is chosen is a day, no month."""
    if move.edge is Edge.LAST:
        return replace(step, last=move.to, precision="day")
    return replace(step, first=move.to, last=step.last and max(move.to, shift.of(step.last, Edge.LAST)))


def why_it_stays(step: Step, found: Step, main: Step, reach: Reach) -> Why | None:
    if step.is_done:
        return Why.DONE
    phase = main.pk if main.kind is Kind.PHASE else main.phase
    in_phase = phase is not None and (step.phase == phase or step.key == (Kind.PHASE, phase))
    if reach is Reach.ALONE or (reach is Reach.PHASE and not in_phase):
        return Why.LEFT
    if step.is_confirmed:
        return Why.CONFIRMED
    if found.first and found.last and found.last < found.first:
        return Why.BACKWARDS
    return Why.ROUGH if found == step and step.precision != "day" else None


def is_overrun(step: Step, changes: Sequence[Change]) -> bool:
    end = step.last or step.first
    return any(
        was is not None and now is not None and end is not None and was <= end < now
        for was, now in ((change.before.last or change.before.first, change.after.last or change.after.first) for change in changes)
    )
