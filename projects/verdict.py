"""Whether a closed offer starts, with every reason. Computed here, confirmed by a person. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Measure(StrEnum):
    PARTICIPANTS = "participants"
    FIGURE = "figure"
    MONEY = "money"


class Doubt(StrEnum):
    """What whoever confirms ought to know, though no threshold says it."""

    SILENT = "silent"
    CONDITION_FAILS = "condition_fails"
    OLDER_VERSION = "older_version"
    UNDECIDED = "undecided"
    CONTRADICTS = "contradicts"
    LATE = "late"
    LARGER_MAY_EXIST = "larger_may_exist"


@dataclass(frozen=True)
class Threshold:
    """What the offer said must be reached for a start; None: nothing of that kind. figure: its name, with figure_value. minor: money covered, minor units."""

    participants: int | None = None
    figure: str = ""
    figure_value: int | None = None
    minor: int | None = None


@dataclass(frozen=True)
class Count:
    """What it came to. participants, figure_value and minor are the coalition's: those who join and whose conditions hold. The others count parties."""

    participants: int = 0
    figure_value: int = 0
    minor: int = 0
    silent: int = 0
    condition_fails: int = 0
    older_version: int = 0
    undecided: int = 0
    contradicts: int = 0
    late: int = 0
    larger_may_exist: int = 0


@dataclass(frozen=True)
class Reason:
    """One measure of the threshold: what was needed and what there is."""

    measure: Measure
    needs: int
    has: int

    @property
    def holds(self) -> bool:
        return self.has >= self.needs

    @property
    def short_by(self) -> int:
        return max(self.needs - self.has, 0)


@dataclass(frozen=True)
class Verdict:
    starts: bool
    reasons: tuple[Reason, ...]
    doubts: tuple[tuple[Doubt, int], ...]


def verdict(threshold: Threshold, count: Count) -> Verdict:
    """Starts when somebody joins and every measure holds. What there is of doubt changes no verdict: it is told."""
    reasons = tuple(held_against(threshold, count))
    doubts = tuple((each, n) for each in Doubt if (n := getattr(count, each.value)))
    return Verdict(all(each.holds for each in reasons), reasons, doubts)


def held_against(threshold: Threshold, count: Count) -> Iterator[Reason]:
    """Somebody must join even where no number was asked for."""
    yield Reason(Measure.PARTICIPANTS, max(threshold.participants or 1, 1), count.participants)
    if threshold.figure_value is not None:
        yield Reason(Measure.FIGURE, threshold.figure_value, count.figure_value)
    if threshold.minor is not None:
        yield Reason(Measure.MONEY, threshold.minor, count.minor)
