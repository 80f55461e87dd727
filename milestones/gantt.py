"""Many projects on one time line, a row for each: bars, milestones and decision points by year or by quarter. Pure: dates and words in, SVG out.

What lies beyond the picture's edge is cut there; a row that lies wholly beyond says where. Colours are classes of the style sheet; shapes differ without
them: an outline is planned, a light bar is under way, a full one is behind us; diamonds are milestones, squares decision points, full ones are reached.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import itemgetter
from typing import NamedTuple
from xml.sax.saxutils import escape

from portfolio.lib.labels import shortened, text_width

WIDTH, GUTTER, EDGE = 1120, 260, 8
ROW, HEAD, BAR, SIZE = 36, 34, 12, 13
TODAY = 15
"""The line of its own, under the years, on which the word for today stands."""
APART = 15
"""Between the middles of two marks of a kind: nearer, one would hide the other."""
QUARTERS, MOST_YEARS = 8, 30
SURELY_FITS = 20
"""Letters of a label that need no measuring."""


class Unit(StrEnum):
    YEAR = "year"
    QUARTER = "quarter"


class Bar(NamedTuple):
    """state: plan, now or done. An open end reaches the edge."""

    first: dt.date | None
    last: dt.date | None
    state: str
    said: str


class Mark(NamedTuple):
    """symbol: a decision point's number, or what stands for it; empty for a milestone."""

    day: dt.date
    is_done: bool
    symbol: str
    said: str


class Track(NamedTuple):
    label: str
    bars: Sequence[Bar]
    marks: Sequence[Mark]

    @property
    def days(self) -> list[dt.date]:
        return [day for bar in self.bars for day in bar[:2] if day] + [mark[0] for mark in self.marks]


@dataclass(frozen=True)
class Window:
    """From the first day to the day after the last."""

    unit: Unit
    first: dt.date
    last: dt.date

    @property
    def ticks(self) -> list[dt.date]:
        """The first day of every year, or quarter."""
        if self.unit is Unit.YEAR:
            return [dt.date(year, 1, 1) for year in range(self.first.year, self.last.year)]
        return [quarter(self.first, number) for number in range(QUARTERS)]


def quarter(day: dt.date, later: int = 0) -> dt.date:
    """The first day of the quarter of the day, or of one so many later."""
    number = day.year * 4 + (day.month - 1) // 3 + later
    return dt.date(number // 4, number % 4 * 3 + 1, 1)


def years(days: Iterable[dt.date], today: dt.date) -> Window:
    """Every year in which there is something, three at least and not more than anybody can tell apart: then those around today."""
    found = sorted({day.year for day in days}) or [today.year]
    first, last = found[0], max(found[-1], found[0] + 2)
    if last - first >= MOST_YEARS:
        first = min(max(first, today.year - MOST_YEARS // 2), last - MOST_YEARS + 1)
        last = first + MOST_YEARS - 1
    return Window(Unit.YEAR, dt.date(first, 1, 1), dt.date(last + 1, 1, 1))


def quarters(first: dt.date) -> Window:
    return Window(Unit.QUARTER, quarter(first), quarter(first, QUARTERS))


def head(window: Window, per_day: float, height: int) -> list[str]:
    """A line for each year or quarter, and its name; a year's name stands once."""
    start, out, before = window.first.toordinal(), [], 0
    room = per_day * 366 / (1 if window.unit is Unit.YEAR else 4)
    step = 1 if room >= 40 else 2 if room >= 20 else 5
    for number, tick in enumerate(window.ticks):
        x = round(GUTTER + (tick.toordinal() - start) * per_day, 1)
        out.append(f'<path class="c-line" d="M{x:g} {HEAD - 14}V{height}"/>')
        if window.unit is Unit.QUARTER:
            out.append(f'<text x="{x + 4:g}" y="{HEAD - 4}">Q{(tick.month + 2) // 3}</text>')
        if tick.year != before and number % step == 0:
            out.append(f'<text class="k" x="{x + 4:g}" y="{12 if window.unit is Unit.QUARTER else HEAD - 8}">{tick.year}</text>')
            before = tick.year
    out.append(f'<path class="c-line" d="M{GUTTER} {HEAD}H{WIDTH - EDGE}"/>')
    return out


def is_inside(day: dt.date, window: Window) -> bool:
    return window.first <= day < window.last


def svg(tracks: Sequence[Track], window: Window, title: str, today: dt.date, word_today: str) -> str:
    """title says what the picture is of; the table beside it says all that is in it."""
    start, end = window.first.toordinal(), window.last.toordinal()
    per_day = (WIDTH - EDGE - GUTTER) / (end - start)
    top = HEAD + (TODAY if is_inside(today, window) else 0)
    height = top + ROW * len(tracks) + 4
    out = head(window, per_day, height)
    if is_inside(today, window):
        out.append(today_line(round(GUTTER + (today.toordinal() - start) * per_day, 1), height, word_today))
    for number, track in enumerate(tracks):
        y = top + ROW * number
        label = track.label if len(track.label) <= SURELY_FITS else shortened(track.label, GUTTER - 14, SIZE)
        out.append(f'<text x="0" y="{y + 18}">{escape(label)}</text>')
        drawn = bars(track.bars, start, end, per_day, y + 5) + marks(track.marks, start, end, per_day, y + 11)
        out += drawn or beyond(track, window, y + 18)
        out.append(f'<path class="c-line" d="M0 {y + ROW}H{WIDTH - EDGE}"/>')
    return f'<svg xmlns="http://www.w3.org/2000/svg" role="img" class="chart" viewBox="0 0 {WIDTH} {height}"><title>{escape(title)}</title>{"".join(out)}</svg>'


def today_line(x: float, height: int, word: str) -> str:
    """The word stands on paper, so that no year's line cuts it, and inside the picture; the broken line begins beneath it."""
    half = text_width(word, SIZE) / 2
    middle = min(max(x, GUTTER + half), WIDTH - EDGE - half)
    paper = f'<path class="f-paper" d="M{middle - half:.1f} {HEAD + 1}h{2 * half:.1f}v{TODAY - 2}h-{2 * half:.1f}z"/>'
    said = f'<text class="k" x="{middle:.1f}" y="{HEAD + 12}" text-anchor="middle">{escape(word)}</text>'
    return f'{paper}{said}<path class="c-today" d="M{x:g} {HEAD + TODAY}V{height}"/>'


CLASSES = {"plan": "band c-fjord", "now": "f-tint c-fjord", "done": "f-fjord"}


def bars(found: Sequence[Bar], start: int, end: int, per_day: float, y: int) -> list[str]:
    """Plain steps on purpose: a page draws five hundred of these."""
    out = []
    for first_day, last_day, state, said in found:
        first = first_day.toordinal() if first_day else start
        last = last_day.toordinal() + 1 if last_day else end
        if first < start:
            first = start
        if last > end:
            last = end
        if first < last:
            x, width = GUTTER + (first - start) * per_day, (last - first) * per_day
            if width < 2:
                width = 2
            out.append(f'<rect class="{CLASSES[state]}" x="{x:.1f}" y="{y}" width="{width:.1f}" height="{BAR}"><title>{escape(said)}</title></rect>')
    return out


def marks(found: Sequence[Mark], start: int, end: int, per_day: float, y: int) -> list[str]:
    """Milestones on the bars, decision points beneath; where days lie close, the marks stand side by side in their order."""
    out = []
    shown = [mark for mark in found if start <= mark[0].toordinal() < end]
    for kind in ([mark for mark in shown if not mark[2]], [mark for mark in shown if mark[2]]):
        if len(kind) > 1:
            kind.sort(key=first_of)
        places = apart([GUTTER + (mark[0].toordinal() - start) * per_day for mark in kind])
        for x, (_, is_done, symbol, said) in zip(places, kind, strict=True):
            look = "f-ink" if is_done else "f-paper c-inkx"
            if symbol:
                inside = '<text class="onink"' if is_done else '<text class="insq"'
                out.append(
                    f'<rect class="{look}" x="{x - 7:.1f}" y="{y + 8}" width="14" height="14"><title>{escape(said)}</title></rect>'
                    f'{inside} x="{x:.1f}" y="{y + 19}" text-anchor="middle">{escape(symbol)}</text>'
                )
            else:
                out.append(f'<path class="{look}" d="M{x:.1f} {y - 6}l6 6l-6 6l-6 -6z"><title>{escape(said)}</title></path>')
    return out


first_of = itemgetter(0)


def apart(places: list[float]) -> list[float]:
    """From left to right, moved as little as it takes; back from the edge where they would run over it."""
    for number in range(1, len(places)):
        if places[number] < places[number - 1] + APART:
            places[number] = places[number - 1] + APART
    last = WIDTH - EDGE
    for number in range(len(places) - 1, -1, -1):
        if places[number] <= last:
            break
        places[number], last = last, last - APART
    return places


def beyond(track: Track, window: Window, y: int) -> list[str]:
    """Where a row lies of which nothing is in the picture."""
    days = sorted(track.days)
    if not days:
        return []
    told = str(days[0].year) if days[0].year == days[-1].year else f"{days[0].year}–{days[-1].year}"
    if days[0] >= window.last:
        return [f'<text x="{WIDTH - EDGE}" y="{y}" text-anchor="end">{told} →</text>']
    return [f'<text x="{GUTTER + 4}" y="{y}">← {told}</text>']
