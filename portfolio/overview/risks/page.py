"""Risks across the region's projects: a matrix with how many stand where, and the list."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.utils.safestring import SafeString

from milestones.models import FollowUp
from milestones.queries.followups import months_by_level
from milestones.queries.rolled import rolled_up
from milestones.riskmatrix import Level, level
from portfolio.access.grants import allowed, roles_in
from portfolio.access.permissions import P
from portfolio.models import Region, User
from portfolio.overview.marks import Mark
from portfolio.overview.portfolio_page import PAGE, Link, Listing, listing, whole
from portfolio.overview.riskmarks import SHADES, legend, symbol
from portfolio.overview.risks.columns import columns
from portfolio.overview.risks.filter import RiskFilter, RiskFilterForm
from portfolio.overview.risks.rows import RiskLine, lines
from portfolio.tables import Column, body, shown
from portfolio.templatetags.portfolio_format import page_language
from projects.access import projects_where


@dataclass(frozen=True)
class Cell:
    """How many stand here; url: the list of those, or of all again when these are shown already."""

    level: Level
    number: int
    count: int
    url: str
    is_chosen: bool

    @property
    def shade(self) -> int:
        return SHADES[self.level]

    @property
    def symbol(self) -> SafeString:
        return symbol(self.level)


@dataclass(frozen=True)
class Risks:
    """All that the page, and the files made of it, are drawn from. around: the lines before a cell of the matrix is chosen."""

    listing: Listing
    form: RiskFilterForm
    filter: RiskFilter
    around: list[RiskLine]
    lines: list[RiskLine]

    @property
    def follow_up(self) -> FollowUp:
        return self.listing.follow_up

    def query(self, **more: str) -> str:
        asked = {name: value for name, value in {**self.listing.filter.query(), **self.filter.query(), **more}.items() if value}
        return "?" + urlencode(asked)

    @cached_property
    def columns(self) -> list[Column[RiskLine]]:
        return columns(self.listing.region, page_language())


@dataclass(frozen=True)
class RisksPage:
    risks: Risks
    number: int
    may_edit: bool

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.risks.lines) // PAGE))

    @cached_property
    def rows(self) -> Sequence[RiskLine]:
        return self.risks.lines[(self.number - 1) * PAGE : self.number * PAGE]

    @property
    def heads(self) -> list[Column[RiskLine]]:
        return shown(self.risks.columns)

    @cached_property
    def body(self) -> SafeString:
        return body(self.risks.columns, self.rows, as_cards=True)

    @property
    def links(self) -> list[Link]:
        numbers = range(1, self.pages + 1) if self.pages > 1 else ()
        return [Link(str(number), "" if number == self.number else self.risks.query(page=str(number))) for number in numbers]

    @cached_property
    def matrix(self) -> list[list[Cell]]:
        """Of risks alone: what one may gain stands in the list. Highest probability first."""
        counts = Counter((line.now.probability, line.now.impact) for line in self.risks.around if line.now and not line.is_opportunity)
        if not counts:
            return []
        return [[self.cell(probability, impact, counts[probability, impact]) for impact in range(1, 6)] for probability in range(5, 0, -1)]

    def cell(self, probability: int, impact: int, count: int) -> Cell:
        name = f"{probability}x{impact}"
        is_chosen = self.risks.filter.cell == name
        url = self.risks.query(cell="" if is_chosen else name) + "#list"
        return Cell(level(probability, impact), probability * impact, count, url, is_chosen)

    @property
    def all_cells_url(self) -> str:
        return self.risks.query(cell="") + "#list"

    @property
    def file_query(self) -> str:
        return self.risks.query()

    @property
    def legend(self) -> list[Mark]:
        return legend()

    @property
    def more(self) -> list[Any]:
        """The filter of the list of projects; its order means nothing here."""
        return [field for field in self.risks.listing.form if field.name not in ("q", "sort")]

    @property
    def shows_more(self) -> bool:
        return any(field.errors or field.value() for field in self.more)

    @property
    def search(self) -> Any:
        return self.risks.listing.form["q"]


def risks_of(user: User, region: Region, today: dt.date, asked: Mapping[str, Any]) -> Risks:
    """A fixed number of queries, whatever the number of projects and risks."""
    found, form = listing(user, region, today, asked), RiskFilterForm(asked)
    chosen = form.chosen()
    projects = {row.project.pk: row.project for row in found.rows}
    rolled = rolled_up(projects, projects_where(user, region.pk, P.RISK_CONFIDENTIAL_VIEW), only_chosen=chosen.which != "every")
    made = lines(rolled, projects, months_by_level(found.follow_up), today)
    return Risks(found, form, chosen, chosen.keep(made, at_cell=False), chosen.keep(made))


def risks_page(user: User, region: Region, today: dt.date, asked: Mapping[str, Any]) -> RisksPage:
    found = risks_of(user, region, today, asked)
    page = RisksPage(found, 1, P.REGISTER_EDIT in allowed(roles_in(user, region.pk)))
    return RisksPage(found, min(whole(asked.get("page", "")), page.pages), page.may_edit)
