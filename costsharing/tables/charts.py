"""Charts drawn on the server. Each has a table beside it that says the same; shades differ in grey too."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

SHADES = ('class="f-line"', 'class="f-fjord"', 'class="f-stone2"', 'class="f-ink"')
"""Of the variants side by side; further ones have no bar."""
HEIGHT = 320
WIDE, NARROW = 720, 340
"""In pixels of a screen and of a phone: each is shown about as wide as it is drawn."""
LEFT, RIGHT, TOP, BOTTOM = 84, 16, 16, 44


def bars(values: Sequence[int | None], largest: int) -> str:
    """One bar for each variant, as long as its share of the largest."""
    drawn = list(zip(SHADES, values, strict=False))
    rects = [
        f'<rect x="0" y="{1 + 7 * place}" width="{200 * max(value or 0, 0) / largest:.1f}" height="5" {shade}/>'
        for place, (shade, value) in enumerate(drawn)
        if largest > 0
    ]
    return f'<svg class="bars" viewBox="0 0 200 {1 + 7 * len(drawn)}" preserveAspectRatio="none" aria-hidden="true">{"".join(rects)}</svg>'


def diverging(difference: int, largest: int) -> str:
    """To the right of the middle: pays more. To the left: pays less."""
    long = 98 * abs(difference) / largest if largest else 0
    start = 100 if difference > 0 else 100 - long
    shade = SHADES[1] if difference > 0 else SHADES[2]
    bar = f'<rect x="{start:.1f}" y="3" width="{long:.1f}" height="8" {shade}/><rect x="99.5" y="0" width="1" height="14" class="f-ink"/>'
    return f'<svg class="bars" viewBox="0 0 200 14" preserveAspectRatio="none" aria-hidden="true">{bar}</svg>'


def sample(place: int) -> SafeString:
    """A variant's shade, for the key."""
    shade = SHADES[place]
    return mark_safe(f'<svg viewBox="0 0 12 12" aria-hidden="true"><rect width="12" height="12" {shade}/></svg>')  # noqa: S308 no text of anybody's


@dataclass(frozen=True)
class Axis:
    """Nice steps from 0 to what holds the largest value."""

    step: int
    top: int

    @property
    def ticks(self) -> list[int]:
        return list(range(0, self.top + 1, self.step))


def axis(largest: int) -> Axis:
    """At most six steps of 1, 2 or 5 times a power of ten."""
    step = 1
    while True:
        for factor in (1, 2, 5):
            if factor * step * 5 >= largest:
                size = factor * step
                return Axis(size, max(size, -(-largest // size) * size))
        step *= 10


@dataclass(frozen=True)
class Span:
    """At ``n`` the fee lies between low and high, in minor units."""

    n: int
    low: int
    high: int


def span_chart(spans: Sequence[Span], title: str, under: str, labels: dict[int, str], names: tuple[str, str], width: int = WIDE) -> SafeString:
    """A band between two lines over the number that join. ``labels``: what the ticks of the value axis say. ``names``: of the low line and the high one."""
    first, last = spans[0].n, spans[-1].n
    top = max(labels)

    def x(n: int) -> float:
        return LEFT + (width - LEFT - RIGHT) * (n - first) / max(last - first, 1)

    def y(minor: int) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - min(max(minor, 0), top) / top)

    low = [f"{x(each.n):.1f},{y(each.low):.1f}" for each in spans]
    high = [f"{x(each.n):.1f},{y(each.high):.1f}" for each in spans]
    grid = [f'<path class="c-line" d="M{LEFT} {y(tick):.1f}H{width - RIGHT}"/>' for tick in labels]
    marks = [f'<text x="{LEFT - 8}" y="{y(tick) + 4:.1f}" text-anchor="end">{escape(text)}</text>' for tick, text in labels.items()]
    every = max(1, round((last - first) * 60 / width))
    shown = [each for each in spans if (last - each.n) % every == 0]
    numbers = [f'<text x="{x(each.n):.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{each.n}</text>' for each in shown]
    dots = [f'<circle cx="{x(each.n):.1f}" cy="{y(value):.1f}" r="2.5" class="f-fjord"/>' for each in shown for value in (each.low, each.high)]
    widest = spans[len(spans) // 3]
    low_name, high_name = names
    told = [
        f'<text x="{x(widest.n) + 6:.1f}" y="{y(widest.high) - 8:.1f}" class="k">{escape(high_name)}</text>' if widest.high != widest.low else "",
        f'<text x="{x(widest.n):.1f}" y="{y(widest.low) + 20:.1f}" text-anchor="end" class="k">{escape(low_name)}</text>' if widest.high != widest.low else "",
    ]
    shown_on = "desk" if width == WIDE else "phone"
    return mark_safe(  # noqa: S308 every text is escaped
        f'<svg class="chart curve {shown_on}" viewBox="0 0 {width} {HEIGHT}" role="img" aria-label="{escape(title)}">{"".join(grid)}'
        f'<polygon class="band" points="{" ".join([*high, *reversed(low)])}"/>'
        f'<polyline class="c-fjord" stroke-width="2" points="{" ".join(high)}"/>'
        f'<polyline class="c-fjord" stroke-width="2" stroke-dasharray="6 4" points="{" ".join(low)}"/>'
        f"{''.join(dots)}{''.join(marks)}{''.join(numbers)}{''.join(told)}"
        f'<text x="{(LEFT + width - RIGHT) / 2}" y="{HEIGHT - 4}" text-anchor="middle">{escape(under)}</text></svg>'
    )
