"""The fee curve as a picture drawn on the server; the table beside it says the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from costsharing.tables.charts import BOTTOM, HEIGHT, LEFT, NARROW, RIGHT, axis
from portfolio.offers.watching.curve import Curve
from portfolio.templatetags.portfolio_format import amount, money, number, unit

WIDE = 630
THOUSAND = 100_000
"""In minor units."""
TOP = 44  # room for what the threshold is called, and below it for the unit


def told(curve: Curve, currency: str) -> str:
    """What the picture shows, for whoever does not see it."""
    last = curve.last
    words = {"name": curve.name, "all": last.n, "most": money(last.low, currency)}
    if curve.at_now is None or curve.at_now.on_line is None or curve.now == last.n:
        return _("With all %(all)s %(name)s pays %(most)s. The table below says the same.") % words
    words |= {"n": curve.now, "now": money(curve.at_now.on_line, currency)}
    return _("%(name)s pays %(now)s with %(n)s municipalities, %(most)s with all %(all)s. The table below says the same.") % words


def drawn(curve: Curve, threshold: int | None, currency: str) -> SafeString:
    """For a screen, and for a phone. threshold: how many must join for a start."""
    values = [max(each.high, each.on_line or 0) for each in curve.points]
    ticks = [100 * tick for tick in axis(max(values) // 100).ticks]
    parts = [svg(Paper(curve, ticks, currency, width), threshold) for width in (WIDE, NARROW)]
    return mark_safe("".join(parts))  # noqa: S308 every text is escaped


@dataclass(frozen=True)
class Paper:
    """Where things stand on it. ticks: of the value axis, minor units, the last at the top."""

    curve: Curve
    ticks: list[int]
    currency: str
    width: int

    def x(self, n: int) -> float:
        first, last = self.curve.points[0].n, self.curve.last.n
        return LEFT + (self.width - LEFT - RIGHT) * (n - first) / max(last - first, 1)

    def y(self, minor: int) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - min(max(minor, 0), self.ticks[-1]) / self.ticks[-1])

    def dot(self, n: int, minor: int) -> str:
        return f'<circle cx="{self.x(n):.1f}" cy="{self.y(minor):.1f}" r="5" class="f-fjord"/>'


def text(across: float, down: float, words: str, anchor: str = "start", is_strong: bool = False) -> str:
    return f'<text x="{across:.1f}" y="{down:.1f}" text-anchor="{anchor}"{" class=k" if is_strong else ""}>{escape(words)}</text>'


def svg(paper: Paper, threshold: int | None) -> str:
    shown_on = "desk" if paper.width == WIDE else "phone"
    parts = [*scale(paper), *field(paper), *mark(paper, threshold), *line(paper)]
    label = escape(told(paper.curve, paper.currency))
    return f'<svg class="chart curve {shown_on}" viewBox="0 0 {paper.width} {HEIGHT}" role="img" aria-label="{label}">{"".join(parts)}</svg>'


def scale(paper: Paper) -> Iterator[str]:
    is_large = all(tick % THOUSAND == 0 for tick in paper.ticks)
    for tick in paper.ticks:
        yield f'<path class="c-line" d="M{LEFT} {paper.y(tick):.1f}H{paper.width - RIGHT}"/>'
        yield text(LEFT - 8, paper.y(tick) + 4, number(tick // THOUSAND) if is_large else amount(tick), "end")
    named = unit(paper.currency)
    yield text(LEFT - 8, TOP - 12, _("thousand %(unit)s") % {"unit": named} if is_large else named, "end")
    for n in marked(paper.curve.points[0].n, paper.curve.last.n, paper.width):
        yield text(paper.x(n), HEIGHT - BOTTOM + 20, number(n), "middle")
    yield text((LEFT + paper.width - RIGHT) / 2, HEIGHT - 4, _("Number that join"), "middle")


def marked(first: int, last: int, width: int) -> list[int]:
    """Whole steps of 1, 2 or 5 times a power of ten, and the last: 15, 20, 25, 30, 33."""
    room = (last - first) * 60 / width
    step = next(factor * 10**power for power in range(9) for factor in (1, 2, 5) if factor * 10**power >= room)
    steps = [n for n in range(first, last) if n % step == 0 and (last - n) * 2 > step]
    return [*steps, last]


def field(paper: Paper) -> Iterator[str]:
    points = paper.curve.points
    edge = [f"{paper.x(each.n):.1f},{paper.y(each.high):.1f}" for each in points]
    edge += [f"{paper.x(each.n):.1f},{paper.y(each.low):.1f}" for each in reversed(points)]
    yield f'<polygon class="band" points="{" ".join(edge)}"/>'


def mark(paper: Paper, threshold: int | None) -> Iterator[str]:
    """Where it may start."""
    if threshold is None or not paper.curve.points[0].n <= threshold <= paper.curve.last.n:
        return
    place = paper.x(threshold)
    words = ngettext("threshold: %(n)s municipality", "threshold: %(n)s municipalities", threshold) % {"n": threshold}
    yield f'<path class="c-today" d="M{place:.1f} {TOP - 38}V{HEIGHT - BOTTOM}"/>'
    yield text(place - 8, TOP - 30, words, "end") if place > paper.width / 2 else text(place + 8, TOP - 30, words)


def line(paper: Paper) -> Iterator[str]:
    """From those who join now to all."""
    curve, last = paper.curve, paper.curve.last
    along = " ".join(f"{paper.x(each.n):.1f},{paper.y(each.on_line):.1f}" for each in curve.points if each.on_line is not None)
    yield f'<polyline class="c-fjord" stroke-width="2.5" points="{along}"/>'
    now = curve.at_now
    if now and now.on_line is not None and now.n != last.n:
        words = _("now %(n)s: %(fee)s") % {"n": now.n, "fee": money(now.on_line, paper.currency)}
        place, down = paper.x(now.n), paper.y(now.on_line) - 12
        yield paper.dot(now.n, now.on_line)
        yield text(place - 10, down, words, "end", True) if place > paper.width * 0.6 else text(place + 10, down, words, "start", True)
    words = _("all %(n)s: %(fee)s") % {"n": last.n, "fee": money(last.low, paper.currency)}
    yield paper.dot(last.n, last.low)
    yield text(paper.width - RIGHT + 6, paper.y(last.low) + 24, words, "end", True)
