"""Phases, milestones and decision points on a time line, for paper and for the screen. Pure: dates and words in, SVG out.

The same geometry is drawn in two skins: print sets attributes, the screen sets the classes of the style sheet.
Labels never collide: a label stands beneath its mark when all have room, else each hangs like a flag on a line of its own length.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from milestones.skins import PRINT, Skin
from portfolio.lib import bounds
from portfolio.lib.labels import centred, flags, shortened, text_width


@dataclass(frozen=True)
class Bar:
    """A phase or a project; an open end reaches the edge of the picture. was: where the baseline has it."""

    label: str
    first: dt.date | None
    last: dt.date | None
    state: str = "now"  # plan, now or done
    was: tuple[dt.date, dt.date] | None = None
    note: str = ""  # how far it has slipped, for those who do not see the picture


@dataclass(frozen=True)
class Mark:
    """A milestone or a decision point: its name, its date in words, and whether it is behind us."""

    label: str
    day: dt.date
    date: str
    is_done: bool = False
    symbol: str = ""  # a decision point's number
    was: dt.date | None = None
    note: str = ""


@dataclass(frozen=True)
class Plan:
    bars: tuple[Bar, ...] = ()
    milestones: tuple[Mark, ...] = ()
    decisions: tuple[Mark, ...] = ()

    @property
    def days(self) -> list[dt.date]:
        ends = [day for bar in self.bars for day in (bar.first, bar.last) if day]
        ends += [day for bar in self.bars for day in bar.was or ()]
        return sorted(ends + [day for mark in (*self.milestones, *self.decisions) for day in (mark.day, mark.was) if day])


@dataclass(frozen=True)
class Words:
    """In the reader's language; the title says all that the picture shows."""

    title: str
    milestones: str
    decisions: str
    today: str
    months: Sequence[str]


@dataclass(frozen=True)
class Scale:
    """Days to the picture's own unit."""

    first: dt.date
    last: dt.date
    left: float
    right: float

    def x(self, day: dt.date) -> float:
        """A day outside the picture stands at its edge."""
        share = (min(max(day, self.first), self.last) - self.first).days / (self.last - self.first).days
        return round(self.left + share * (self.right - self.left), 1)

    @property
    def months(self) -> list[dt.date]:
        """The first day of every month in the picture."""
        count = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        return [dt.date(self.first.year + (self.first.month - 1 + i) // 12, (self.first.month - 1 + i) % 12 + 1, 1) for i in range(count)]


def scale(days: Sequence[dt.date], left: float, right: float) -> Scale:
    """Whole months around all the days, three at least. A stored day that nobody can mean (year 1, 9999) does not stretch the picture."""
    days = [day for day in days if bounds.holds(day)] or [bounds.nearest(day) for day in days]
    first = days[0].replace(day=1)
    past = days[-1] + dt.timedelta(days=1)
    months = max(3, (past.year - first.year) * 12 + past.month - first.month + (past.day > 1))
    number = first.year * 12 + first.month - 1 + months
    return Scale(first, dt.date(number // 12, number % 12 + 1, 1), left, right)


def header(scale: Scale, skin: Skin, words: Words, bottom: float) -> tuple[list[str], float]:
    """Years, and months where they have room; gives the height used."""
    size, out = skin.size, []
    room = (scale.right - scale.left) / len(scale.months)
    step = next((step for step in (1, 2, 3) if room * step >= 3.4 * size), 12) if len(scale.months) <= 30 or skin.gutter else 12
    line = round(size * 2.1 + (size * 1.2 if step < 12 else 0), 1)
    years = [day for day in scale.months if day.month == 1 or day == scale.first]
    for day, after in zip(years, [*years[1:], scale.last], strict=True):
        x, room = scale.x(day), scale.x(after) - scale.x(day)
        if day != scale.last:
            out.append(skin.line("grid", x, 0, x, bottom))
            if room > 3 * size:
                out.append(skin.text("quiet", x + size / 2, size * 1.15, str(day.year)))
    out.append(skin.line("grid", scale.right, 0, scale.right, bottom))
    for day in scale.months if step < 12 else []:
        if (day.month - 1) % step == 0 and scale.x(day) + 2.6 * size < scale.right:
            out.append(skin.line("grid", scale.x(day), line, scale.x(day), line - size * 1.2))
            out.append(skin.text("quiet", scale.x(day) + size * 0.4, round(line - size * 0.4, 1), words.months[day.month - 1][:3]))
    out.append(skin.line("axis", scale.left, line, scale.right, line))
    return out, line


def header_height(scale: Scale, skin: Skin, words: Words) -> float:
    return header(scale, skin, words, 0)[1]


def ghost(bar: Bar, scale: Scale, skin: Skin, y: float) -> list[str]:
    """Where the baseline had the bar: a thin one under it."""
    if bar.was is None:
        return []
    first, last = scale.x(bar.was[0]), scale.x(bounds.nearest(bar.was[1]) + dt.timedelta(days=1))
    return [skin.box("ghost", first, round(y + skin.bar + 2, 1), max(round(last - first, 1), 1), round(skin.bar / 4, 1))]


def done_part(bar: Bar, scale: Scale, skin: Skin, y: float, today: dt.date | None) -> list[str]:
    """What has gone by of a bar that is under way."""
    if today is None or bar.state != "now" or not (bar.first or scale.first) < today < scale.last:
        return []
    first = scale.x(bar.first or scale.first)
    return [skin.box("done", first, y, round(scale.x(today) - first, 1), skin.bar)]


def bar(bar: Bar, scale: Scale, skin: Skin, y: float, today: dt.date | None = None) -> list[str]:
    """The name stands in the bar, else beside it; with a gutter, there."""
    first, last = scale.x(bar.first or scale.first), scale.x(bounds.nearest(bar.last) + dt.timedelta(days=1) if bar.last else scale.last)
    size, base = skin.size, round(y + skin.bar / 2 + skin.size * 0.35, 1)
    out = [skin.box(bar.state, first, y, max(last - first, 1), skin.bar), *ghost(bar, scale, skin, y)]
    if skin.gutter:
        out += done_part(bar, scale, skin, y, today)
        return [*out, skin.text("plain", 0, base, shortened(bar.label, skin.gutter - size, size))]
    inside, after, before = last - first - size, scale.right - last - size, first - scale.left - size
    need = text_width(bar.label, size)
    if need <= inside or inside >= max(after, before):
        return [*out, skin.text("plain", first + size / 2, base, shortened(bar.label, inside, size))]
    to_left = need > after and before > after
    label = shortened(bar.label, before if to_left else after, size)
    width = text_width(label, size)  # white behind it, so that no year line cuts the name
    out.append(skin.box("paper", first - size / 2 - width if to_left else last + size / 2, y, width, skin.bar))
    return [*out, skin.text("plain", first - size / 2, base, label, "end") if to_left else skin.text("plain", last + size / 2, base, label)]


def lane(marks: Sequence[Mark], kind: tuple[str, str], scale: Scale, skin: Skin, y: float) -> tuple[list[str], float]:
    """Marks on one line with name and date beneath, every line behind what is written; gives the height used.

    kind: how an open and a reached mark is drawn.
    """
    size, gap = skin.size, skin.size * 0.4
    marks = sorted(marks, key=lambda mark: mark.day)
    labels = [(shortened(mark.label, (scale.right - scale.left) * 0.4, size), mark.date) for mark in marks]
    half = size * 0.7
    places = [
        (min(max(scale.x(mark.day), scale.left + half), scale.right - half), max(text_width(label, size), text_width(date, size)))
        for mark, (label, date) in zip(marks, labels, strict=True)
    ]
    middle, step = y + size * 0.75, size * 2.6
    found = centred(places, scale.left, scale.right, size) or flags(places, scale.left, scale.right, gap)
    lines, out = [], []
    for flag, mark, (label, date) in zip(found, marks, labels, strict=True):
        top = round(middle + size * 1.8 + flag.level * step, 1)
        if flag.hangs:
            lines.append(skin.line("leader", flag.x, middle, flag.x, round(top + size * 1.1, 1)))
        if mark.was:
            then = scale.x(mark.was)
            lines += [skin.line("ghost", then, middle, flag.x, middle), skin.line("ghost", then, round(middle - half, 1), then, round(middle + half, 1))]
        out.append(skin.mark(kind[mark.is_done], flag.x, middle, mark.symbol))
        for text, look, base in ((label, "strong", top), (date, "plain", round(top + size * 1.2, 1))):
            out += [behind(text, flag.text_x, base, flag.anchor, skin), skin.text(look, flag.text_x, base, text, flag.anchor)]
    deepest = max(flag.level for flag in found)
    return [*lines, *out], round(size * 4.1 + deepest * step, 1)


def today_line(x: float, line: float, height: float, scale: Scale, skin: Skin, word: str) -> list[str]:
    """The word, kept inside the picture, and the broken line beneath it."""
    half, base = text_width(word, skin.size) / 2, round(line + skin.size, 1)
    middle = round(min(max(x, scale.left + half), scale.right - half), 1)
    paper = behind(word, middle, base, "middle", skin)  # a year's line passes behind it, too
    return [paper, skin.text("strong", middle, base, word, "middle"), skin.line("today", x, round(line + skin.size * 1.3, 1), x, height)]


def behind(text: str, x: float, base: float, anchor: str, skin: Skin) -> str:
    """Paper beneath words, so that no line runs through them."""
    width = text_width(text, skin.size)
    left = round({"middle": x - width / 2, "end": x - width}.get(anchor, x), 1)
    return skin.box("paper", left, round(base - skin.size * 0.9, 1), width, round(skin.size * 1.15, 1))


def svg(plan: Plan, words: Words, skin: Skin, today: dt.date | None = None) -> str:
    """The picture, or nothing when there is no date to draw."""
    days = plan.days
    if not days:
        return ""
    along = scale(days, skin.gutter, skin.width - (0.5 if skin is PRINT else 10))
    body: list[str] = []
    drawn_today = along.x(today) if today and along.first <= today < along.last else None
    said = round(skin.size * 1.3, 1) if drawn_today is not None else 0  # the word stands on a line of its own, under years and months
    y = header_height(along, skin, words) + skin.size / 2 + said
    for row in plan.bars:
        body += bar(row, along, skin, round(y, 1), today)
        y += skin.row
    for marks, name, kind in (
        (plan.milestones, words.milestones, ("open", "full")),
        (plan.decisions, words.decisions, ("open" if skin.numbered else "full", "full")),
    ):
        if marks:
            y += skin.size / 2
            drawn, used = lane(marks, kind, along, skin, y)
            if skin.gutter:
                body.append(skin.text("strong", 0, round(y + skin.size * 1.1, 1), name))
            body += drawn
            y += used
    height = round(y + 1, 1)
    bars_end = round(header_height(along, skin, words) + skin.size / 2 + said + skin.row * len(plan.bars), 1)
    grid, line = header(along, skin, words, bars_end)  # year lines end under the bars, so that they cut no label
    if drawn_today is not None:
        grid += today_line(drawn_today, line, height, along, skin, words.today)
    paper = round(-(-height // 7.0866) * 7.0866, 3)  # up to the next half line of 2.5 mm
    opening = skin.opening.format(width=f"{skin.width:g}", height=f"{height:g}", paper=f"{paper:g}")
    foot = skin.line("axis", skin.gutter, height - 0.4, skin.width, height - 0.4) if skin is PRINT else ""
    return f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {opening}><title>{escape(words.title)}</title>{"".join(grid + body)}{foot}</svg>'
