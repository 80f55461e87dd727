"""What the time line says of a date, in the picture and in the table."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones.gantt import Window
from milestones.queries.timelines import Dated
from portfolio.lib import formats
from portfolio.models import Region
from portfolio.overview.portfolio_rows import PortfolioRow
from portfolio.templatetags.portfolio_format import bcp47


@dataclass(frozen=True)
class Words:
    """For one region, in the language of the page; what is said often is looked up once."""

    region: Region
    language: str

    @cached_property
    def today(self) -> str:
        return _("today")

    @cached_property
    def reached(self) -> str:
        return _("reached")

    @cached_property
    def decided(self) -> str:
        return _("decided")

    @cached_property
    def folder(self) -> str:
        return reverse("portfolio", args=[self.region.slug]) + "projects/"

    def title(self, count: int, window: Window) -> str:
        last = window.last - dt.timedelta(days=1)
        said = {"n": count, "first": formats.day(window.first, self.language, "month"), "last": formats.day(last, self.language, "month")}
        picture = ngettext("Timeline of one project from %(first)s to %(last)s.", "Timeline of %(n)s projects from %(first)s to %(last)s.", count) % said
        return " ".join([picture, _("The table below says the same.")])

    def lang(self, row: PortfolioRow) -> str:
        return "" if row.project.language == self.language else f' lang="{bcp47(row.project.language)}"'

    def name(self, row: PortfolioRow) -> str:
        project = row.project
        return f'<a href="{self.folder}{escape(project.reference)}/plan/"{self.lang(row)}>{escape(project.name)}</a>'

    def dates(self, date: Dated) -> str:
        if date.sort in ("project", "phase"):
            return formats.period(date.first, date.last, self.language, date.precision)
        day = formats.day(date.last, self.language, date.precision)
        return f"{day}, {self.decided if date.sort == 'decision' else self.reached}" if date.is_done else day

    def text(self, date: Dated) -> str:
        return f"{date.number}. {date.text}" if date.number else date.text

    def said(self, date: Dated) -> str:
        return f"{self.text(date)}, {self.dates(date)}" if date.text else self.dates(date)

    def listed(self, row: PortfolioRow, dates: Sequence[Dated], sort: str) -> str:
        found = [date for date in dates if date.sort == sort]
        if sort == "project":
            return escape(self.dates(found[0])) if found else "–"
        lang = self.lang(row)
        whole = "" if sort == "phase" else ' class="nb"'
        lines = [f"<li><span{lang}>{escape(self.text(date))}</span> <span{whole}>{escape(self.dates(date))}</span></li>" for date in found]
        return f'<ul class="dates">{"".join(lines)}</ul>' if lines else "–"
