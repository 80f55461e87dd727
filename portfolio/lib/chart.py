"""A series of dated values as a small line: drawn on the server, readable in grey, with the table beside it as its text."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 360, 190
LEFT, RIGHT, TOP, BOTTOM = 62, 12, 14, 26
MOST_DOTS = 40


@dataclass(frozen=True)
class Tick:
    """at: along its axis, in units of the drawing; written out, since a page would write 2.5 with a comma."""

    at: str
    value: int


@dataclass(frozen=True)
class Chart:
    points: str
    dots: tuple[tuple[str, str], ...]
    values: tuple[Tick, ...]
    years: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    label_at: int = LEFT - 8
    base: int = HEIGHT - BOTTOM
    goal_at: str = ""


def steps(least: int, most: int) -> range:
    """Round values that reach from the least to the most, at most five steps: 1, 2 or 5 times a power of ten."""
    span = max(most - least, 1)
    size = next(size for power in range(20) for size in (10**power, 2 * 10**power, 5 * 10**power) if span / size <= 4)
    first = least // size * size
    return range(first, -(-max(most, first + 1) // size) * size + 1, size)


def chart(series: Sequence[tuple[dt.date, int]], goal: int | None = None, beside: Sequence[tuple[dt.date, int]] = ()) -> Chart | None:
    """From two days on, the earliest first; one value is no line. The axis need not begin at zero, so it is labelled. goal: a line across at its height.

    beside: what charts that are held against each other show besides, so that their axes are the same.
    """
    if len({day for day, _ in series}) < 2:
        return None
    days = sorted(day for day, _ in (*series, *beside))
    held = [value for _, value in (*series, *beside)] + ([] if goal is None else [goal])
    lines = steps(min(held), max(held))
    span = (days[-1] - days[0]).days

    def across(day: dt.date) -> str:
        return f"{LEFT + (WIDTH - LEFT - RIGHT) * (day - days[0]).days / span:.1f}"

    def up(value: int) -> str:
        return f"{HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * (value - lines[0]) / (lines[-1] - lines[0]):.1f}"

    dots = tuple((across(day), up(value)) for day, value in series)
    first, last = days[0].year, days[-1].year
    years = tuple(Tick(across(day), day.year) for day in (days[0], days[-1]) if first != last or day == days[0])
    points = " ".join(f"{x},{y}" for x, y in dots)
    values = tuple(Tick(up(value), value) for value in lines)
    return Chart(points, dots if len(dots) <= MOST_DOTS else (), values, years, goal_at="" if goal is None else up(goal))
