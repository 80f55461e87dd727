"""The region's projects on one time line: a picture by year or quarter, and a table that says the same."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones.gantt import Bar, Mark, Track, Unit, Window, is_inside, quarter, quarters, svg, years
from milestones.queries.timelines import Dated, timelines
from milestones.tables import bar_state
from portfolio.lib import bounds
from portfolio.lib.periods import last_day
from portfolio.models import Region, User
from portfolio.overview.portfolio_page import PAGE, Link, Listing, listing, whole
from portfolio.overview.portfolio_rows import PortfolioRow
from portfolio.overview.timeline.words import Words
from portfolio.tables import Column, body
from portfolio.templatetags.portfolio_format import page_language

AT_ONCE = 14
"""Rows in one picture: the years stand above each, and a sheet of paper holds one."""
ASKED_QUARTER = re.compile(r"(?P<year>\d{4})-(?P<quarter>[1-4])")


@dataclass(frozen=True)
class Row:
    row: PortfolioRow
    dates: Sequence[Dated]


@dataclass(frozen=True)
class TimelinePage:
    listing: Listing
    number: int
    rows: list[Row]
    unit: Unit
    at: dt.date
    words: Words

    # ---- the picture -----------------------------------------------------------
    @cached_property
    def tracks(self) -> list[Track]:
        return [self.track(each) for each in self.rows]

    def track(self, each: Row) -> Track:
        """The phases; the project itself when it has none."""
        words, today, stage = self.words, self.listing.today, each.row.project.stage
        its = each.dates
        shown = [date for date in its if date.sort == "phase"] or [date for date in its if date.sort == "project"]
        bars = []
        for date in shown:
            last = date.last and last_day(date.last, date.precision)
            bars.append(Bar(date.first, last, bar_state(stage, date.first, last, today), words.said(date)))
        marks = [
            Mark(date.last, date.is_done, (str(date.number or "") or "?") if date.sort == "decision" else "", words.said(date))
            for date in its
            if date.last and date.sort in ("milestone", "decision")
        ]
        return Track(each.row.project.name, bars, marks)

    @cached_property
    def window(self) -> Window:
        if self.unit is Unit.QUARTER:
            return quarters(self.at)
        return years([day for track in self.tracks for day in track.days], self.listing.today)

    @property
    def shows_today(self) -> bool:
        return is_inside(self.listing.today, self.window)

    @cached_property
    def pictures(self) -> list[SafeString]:
        """One for every so many rows."""
        window, today, words = self.window, self.listing.today, self.words
        found = []
        for first in range(0, len(self.tracks), AT_ONCE):
            part = self.tracks[first : first + AT_ONCE]
            title = words.title(len(part), window)
            found.append(mark_safe(svg(part, window, title, today, words.today)))  # noqa: S308 escaped there
        return found

    # ---- the table -------------------------------------------------------------
    @cached_property
    def columns(self) -> list[Column[Row]]:
        words = self.words
        return [
            Column("project", _("Project"), lambda each: each.row.project.name, lambda each: words.name(each.row)),
            Column("period", _("Period"), lambda each: "", lambda each: words.listed(each.row, each.dates, "project")),
            Column("phases", _("Phases"), lambda each: "", lambda each: words.listed(each.row, each.dates, "phase")),
            Column("milestones", _("Milestones"), lambda each: "", lambda each: words.listed(each.row, each.dates, "milestone")),
            Column("decisions", _("Decision points"), lambda each: "", lambda each: words.listed(each.row, each.dates, "decision")),
        ]

    @cached_property
    def body(self) -> SafeString:
        return body(self.columns, self.rows, True)

    # ---- ways on -----------------------------------------------------------------
    @property
    def pages(self) -> int:
        return max(1, -(-len(self.listing.rows) // PAGE))

    def address(self, unit: Unit, at: dt.date, **more: str) -> str:
        return self.listing.query(**scaled(unit, at), **more)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What another choice of projects leaves as it is."""
        return list(scaled(self.unit, self.at).items())

    @cached_property
    def scales(self) -> list[Link]:
        found = ((Unit.YEAR, _("By year")), (Unit.QUARTER, _("By quarter")))
        return [Link(label, "" if unit is self.unit else self.address(unit, self.at)) for unit, label in found]

    @cached_property
    def steps(self) -> list[Link]:
        """A year earlier and later, where the picture does not hold all there is."""
        if self.unit is Unit.YEAR:
            return []
        steps = ((-4, _("A year earlier")), (4, _("A year later")))
        return [Link(label, self.address(self.unit, day)) for later, label in steps if bounds.is_of_this_age((day := quarter(self.at, later)).year)]

    @cached_property
    def links(self) -> list[Link]:
        near = sorted({1, self.pages, *range(max(1, self.number - 2), min(self.pages, self.number + 2) + 1)})
        here = [(number, "" if number == self.number else self.address(self.unit, self.at, page=str(number))) for number in near]
        return [Link(str(number), url) for number, url in here] if self.pages > 1 else []

    @property
    def counted(self) -> str:
        n = len(self.listing.rows)
        return ngettext("One project found.", "%(n)s projects found.", n) % {"n": n}


def scaled(unit: Unit, at: dt.date) -> dict[str, str]:
    """As an address says it; by year is what one gets without asking."""
    return {"scale": "quarter", "at": f"{at.year}-{(at.month + 2) // 3}"} if unit is Unit.QUARTER else {}


def asked_quarter(text: str) -> dt.date | None:
    """Its first day; None for what names no quarter of this age."""
    found = ASKED_QUARTER.fullmatch(text)
    if found is None or not bounds.is_of_this_age(int(found["year"])):
        return None
    return dt.date(int(found["year"]), int(found["quarter"]) * 3 - 2, 1)


def timeline_page(user: User, region: Region, today: dt.date, asked: Mapping[str, Any]) -> TimelinePage:
    """Six queries at most: those of the list, and the dates of the projects on the page. A page or a quarter that is not there is the nearest that is."""
    found = listing(user, region, today, asked)
    last = max(1, -(-len(found.rows) // PAGE))
    number = min(whole(asked.get("page", "")), last)
    shown = found.rows[(number - 1) * PAGE : number * PAGE]
    dates = timelines([row.project.pk for row in shown])
    at = asked_quarter(asked.get("at", "")) or quarter(today, -1)
    unit = Unit.QUARTER if asked.get("scale") == "quarter" else Unit.YEAR
    return TimelinePage(found, number, [Row(row, dates.get(row.project.pk, ())) for row in shown], unit, at, Words(region, page_language()))
