"""What one party pays as more join: along the line of those who join now and then the others, between the lowest and the highest there can be."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from costsharing.engine.among import Among, Group
from costsharing.engine.amounts import nearest
from costsharing.queries.curves import numbers
from costsharing.tables.charts import BOTTOM, HEIGHT, LEFT, NARROW, RIGHT, TOP, axis
from portfolio.offers.board import Board, Line
from portfolio.offers.watching.rows import Row
from portfolio.offers.watching.states import Group as Standing
from portfolio.templatetags.portfolio_format import amount, money, number

WIDE = 630
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


# ---- the picture, and a table that says the same -----------------------------------
def told(curve: Curve, currency: str) -> str:
    """What the picture shows, for whoever does not see it."""
    last = curve.last
    words = {"name": curve.name, "all": last.n, "most": money(last.low, currency)}
    if curve.at_now is None or curve.at_now.on_line is None or curve.now == last.n:
        return _("With all %(all)s %(name)s pays %(most)s. The table below says the same.") % words
    words |= {"n": curve.now, "now": money(curve.at_now.on_line, currency)}
    return _("%(name)s pays %(now)s with %(n)s municipalities, %(most)s with all %(all)s. The table below says the same.") % words


def drawn(curve: Curve, threshold: int | None, currency: str) -> SafeString:
    """For a screen, and for a phone."""
    return drawing(curve, threshold, currency, WIDE) + drawing(curve, threshold, currency, NARROW)


def drawing(curve: Curve, threshold: int | None, currency: str, width: int) -> SafeString:
    points, first, last = curve.points, curve.points[0].n, curve.last.n
    ticks = axis(max(max(each.high, each.on_line or 0) for each in points) // 100).ticks
    top = ticks[-1] * 100

    def x(n: int) -> float:
        return LEFT + (width - LEFT - RIGHT) * (n - first) / max(last - first, 1)

    def y(minor: int) -> float:
        return TOP + 12 + (HEIGHT - TOP - 12 - BOTTOM) * (1 - min(max(minor, 0), top) / top)

    def text(across: float, down: float, words: str, anchor: str = "start", strong: bool = False) -> str:
        return f'<text x="{across:.1f}" y="{down:.1f}" text-anchor="{anchor}"{" class=k" if strong else ""}>{escape(words)}</text>'

    def dot(n: int, minor: int) -> str:
        return f'<circle cx="{x(n):.1f}" cy="{y(minor):.1f}" r="5" class="f-fjord"/>'

    along = [(each.n, each.on_line) for each in points if each.on_line is not None]
    band = [f"{x(each.n):.1f},{y(each.high):.1f}" for each in points] + [f"{x(each.n):.1f},{y(each.low):.1f}" for each in reversed(points)]
    parts = [
        f'<path class="c-line" d="M{LEFT} {y(tick * 100):.1f}H{width - RIGHT}"/>{text(LEFT - 8, y(tick * 100) + 4, amount(tick * 100), "end")}'
        for tick in ticks
    ]
    parts.append(f'<polygon class="band" points="{" ".join(band)}"/>')
    if threshold and first <= threshold <= last:
        late = x(threshold) > width / 2
        words = ngettext("threshold: %(n)s municipality", "threshold: %(n)s municipalities", threshold) % {"n": threshold}
        parts.append(f'<path class="c-today" d="M{x(threshold):.1f} {TOP - 6}V{HEIGHT - BOTTOM}"/>')
        parts.append(text(x(threshold) + (-8 if late else 8), TOP + 4, words, "end" if late else "start"))
    parts.append(f'<polyline class="c-fjord" stroke-width="2.5" points="{" ".join(f"{x(n):.1f},{y(minor):.1f}" for n, minor in along)}"/>')
    every = max(1, round((last - first) * 60 / width))
    parts += [text(x(each.n), HEIGHT - BOTTOM + 20, number(each.n), "middle") for each in points if (last - each.n) % every == 0]
    at_now = curve.at_now
    if at_now and at_now.on_line is not None and at_now.n != last:
        words = _("now %(n)s: %(fee)s") % {"n": at_now.n, "fee": money(at_now.on_line, currency)}
        late = x(at_now.n) > width * 0.6
        parts += [dot(at_now.n, at_now.on_line), text(x(at_now.n) + (-10 if late else 10), y(at_now.on_line) - 12, words, "end" if late else "start", True)]
    fee = _("all %(n)s: %(fee)s") % {"n": last, "fee": money(curve.last.low, currency)}
    parts += [dot(last, curve.last.low), text(width - RIGHT + 6, y(curve.last.low) + 24, fee, "end", True)]
    parts.append(text((LEFT + width - RIGHT) / 2, HEIGHT - 4, _("Number that join"), "middle"))
    shown_on = "desk" if width == WIDE else "phone"
    return mark_safe(  # noqa: S308 every text is escaped
        f'<svg class="chart curve {shown_on}" viewBox="0 0 {width} {HEIGHT}" role="img" aria-label="{escape(told(curve, currency))}">{"".join(parts)}</svg>'
    )
