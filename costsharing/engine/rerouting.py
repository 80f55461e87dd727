"""The careful half of controlled rounding: units are placed one by one, and others step aside for them where they can.

A part is a row of bits, one per participant. A unit may move from part to part within one participant; such a move is possible where
`used[p] & fits[q] & ~used[q]` is not 0, so a chain of moves is a shortest path over the parts alone. Each search is O(P² n / 64); at
most P n of them place the units and as many settle the parts.
"""

from heapq import heapify, heappop, heappush

Row = list[int]
Moves = dict[int, tuple[int, int]]  # part → the part before it on the path and the bit of the participant that moves here from there


def reroute(fractions: list[Row], units: list[int], denominator: int) -> list[list[int]]:
    """Per part the participants whose cell goes up: nearest shares, lowest codes first, then part by part the largest lead."""
    fits = [sum(1 << c for c, fraction in enumerate(row) if fraction) for row in fractions]
    used = _place(fits, fractions, units, denominator)
    for part, row in enumerate(fractions):
        open_parts = fractions[part:]
        lead = [len(open_parts) * row[c] - sum(column) for c, column in enumerate(zip(*open_parts, strict=True))]
        _settle(part, sorted(range(len(row)), key=lead.__getitem__, reverse=True), fits, used)
    return [[c for c in range(len(fractions[0])) if row >> c & 1] for row in used]


def _place(fits: list[int], fractions: list[Row], units: list[int], denominator: int) -> list[int]:
    """The greedy ladder: the participant whose next unit brings the shares nearest gets it, unless no chain of moves makes room."""
    used, spare = [0] * len(fits), list(units)
    ladder = [(-2 * sum(column), c) for c, column in enumerate(zip(*fractions, strict=True))]  # without what is alike for all
    heapify(ladder)
    while ends := {part for part, left in enumerate(spare) if left}:
        cost, column = heappop(ladder)
        bit = 1 << column
        moves: Moves = {part: (-1, bit) for part, row in enumerate(fits) if row & bit and not used[part] & bit}
        end = _search(moves, list(moves), ends, fits, used)
        if end is not None:
            spare[end] -= 1
            _shift(moves, end, used)
            heappush(ladder, (cost + 2 * denominator, column))
    return used


def _settle(part: int, order: list[int], fits: list[int], used: list[int]) -> None:
    """Gives `part` its best set of participants in `order`, without changing any sum nor the parts before it."""
    later = range(part + 1, len(used))
    loose = used[part]  # who may still give way to somebody earlier in the order
    for column in order:
        bit = 1 << column
        if used[part] & bit:
            loose &= ~bit
        ends = {other for other in later if used[other] & bit}
        if not (loose and ends) or used[part] & bit or not fits[part] & bit:
            continue
        moves: Moves = dict.fromkeys(range(part + 1), (-1, 0))  # the parts before are settled
        starts = [other for other in later if loose & fits[other] & ~used[other]]
        for other in starts:
            movable = loose & fits[other] & ~used[other]
            moves[other] = (part, movable & -movable)
        end = _search(moves, starts, ends, fits, used)
        if end is not None:
            _shift(moves, end, used)
            used[end] ^= bit
            loose &= used[part]
            used[part] |= bit


def _search(moves: Moves, starts: list[int], ends: set[int], fits: list[int], used: list[int]) -> int | None:
    """Breadth first over the parts from `starts` to one of `ends`; `moves` is filled with the way."""
    for part in starts:  # grows while it is read
        if part in ends:
            return part
        for other in range(len(used)):
            if other not in moves and (movable := used[part] & fits[other] & ~used[other]):
                moves[other] = (part, movable & -movable)
                starts.append(other)
    return None


def _shift(moves: Moves, end: int, used: list[int]) -> None:
    """Makes the moves that lead to `end`."""
    while end != -1:
        before, bit = moves[end]
        used[end] |= bit
        if before != -1:
            used[before] ^= bit
        end = before
