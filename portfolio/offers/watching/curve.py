"""What one party pays as more join: along the line of those who join now and then the others, between the lowest and the highest there can be."""

from collections.abc import Sequence
from dataclasses import dataclass

from costsharing.engine.among import Among, Group
from costsharing.engine.amounts import nearest
from costsharing.queries.curves import numbers
from portfolio.offers.board import Board, Line
from portfolio.offers.watching.rows import Row
from portfolio.offers.watching.states import Group as Standing

SLOWLY = 12
"""Points where every group is a case of its own."""


@dataclass(frozen=True)
class Point:
    """n join, this party with them. low, high: minor units, with the others that make it so. on_line: with those who join now and the next ones of the board;
    None where fewer join than now.
    """

    n: int
    low: int
    high: int
    on_line: int | None


@dataclass(frozen=True)
class Curve:
    code: str
    name: str
    inhabitants: int | None
    points: tuple[Point, ...]
    now: int
    is_in: bool

    @property
    def at_now(self) -> Point | None:
        return next((each for each in self.points if each.n == self.now), None)

    @property
    def last(self) -> Point:
        return self.points[-1]


def curve_of(board: Board, rows: Sequence[Row], asked: str) -> Curve | None:
    """asked: a code; of another or none, whoever stands in the middle by inhabitants. None where the fee cannot be counted for fewer."""
    if board.among is None or board.coalition is None:
        return None
    known = {one.code for one in board.among.case.participants}
    those = [row for row in rows if row.line.code in known]
    if len(those) < 2:
        return None
    by_size = sorted(those, key=lambda row: (-(row.inhabitants or row.line.fee_everybody or 0), row.name))
    this = next((row for row in those if row.line.code == asked), by_size[len(by_size) // 2])
    order = [row.line.code for row in those if row.line.code != this.line.code]
    sizes = [row.line.code for row in by_size if row.line.code != this.line.code]
    joining = sum(row.group is Standing.JOINS for row in those)
    is_in = this.group is Standing.JOINS
    now = joining + (not is_in)
    points = [at(board.among, this.line, n, order, sizes, now) for n in some_of(len(those), now, board)]
    if any(each is None for each in points):
        return None
    return Curve(this.line.code, this.name, this.inhabitants, tuple(each for each in points if each), now, is_in)


def some_of(most: int, now: int, board: Board) -> list[int]:
    """From a third of all: with fewer the fee dwarfs all others. With where it stands now, and where it may start."""
    least = max(1, most // 3)
    every = [n for n in numbers(most) if n >= least]
    if board.among and not board.among.is_quick:
        every = every[:: -(-len(every) // SLOWLY)]
    named = {n for n in (now, board.threshold.participants or now) if least <= n <= most}
    return sorted({*every, *named, most})


def at(among: Among, line: Line, n: int, order: Sequence[str], sizes: Sequence[str], now: int) -> Point | None:
    """Where it stands now, and with all, as the table says it."""
    code, most = line.code, len(order) + 1
    if n == most:
        return None if line.fee_everybody is None else Point(n, line.fee_everybody, line.fee_everybody, line.fee_everybody)
    ends = [rounded(among, code, frozenset(group)) for group in (sizes[: n - 1], sizes[len(sizes) - n + 1 :])]
    along = None if n < now else line.fee_now if n == now else rounded(among, code, frozenset(order[: n - 1]))
    found = [each for each in ends if each is not None]
    if len(found) < 2 or (along is None and n >= now):
        return None
    return Point(n, min(found), max(found), along)


def rounded(among: Among, code: str, others: Group) -> int | None:
    """To the nearest unit of the rule."""
    share, unit = among.share(code, others | {code}), among.case.unit
    return None if share is None else unit * nearest(share / unit)
