"""Which row of a file is which row that is stored already, so that what stays the same is not rewritten. Pure."""

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from typing import Any

Columns = Mapping[str, Any]


def pair(stored: Sequence[Columns], wanted: Sequence[Columns], same_by: Sequence[str]) -> list[int | None]:
    """For each wanted row the place of its stored partner: one equal in all columns if there is one, else one equal in same_by; each is used once."""
    partners: list[int | None] = [None] * len(wanted)
    free = set(range(len(stored)))
    for columns in (sorted(wanted[0]) if wanted else (), same_by):
        waiting: dict[tuple[Any, ...], deque[int]] = defaultdict(deque)
        for place in sorted(free):
            waiting[mark(stored[place], columns)].append(place)
        for place, row in enumerate(wanted):
            if partners[place] is None and (candidates := waiting.get(mark(row, columns))):
                partners[place] = candidates.popleft()
        free.difference_update(place for place in partners if place is not None)
    return partners


def mark(row: Columns, columns: Sequence[str]) -> tuple[Any, ...]:
    return tuple(row[column] for column in columns)


def positions(kept: Sequence[int | None]) -> list[int]:
    """Rising numbers that change as few of the kept ones as the order allows, from the first row on."""
    found: list[int] = []
    last = 0
    for position in kept:
        last = position if position is not None and position > last else last + 1
        found.append(last)
    return found
