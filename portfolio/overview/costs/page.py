"""What the region's municipalities pay, over the projects and the years that somebody chose."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms

from costsharing.queries.paying import Firm, paying, paying_years
from portfolio.models import Region, User
from portfolio.overview.costs.matrix import Matrix, matrix, payers
from portfolio.overview.costs.season import Season, SeasonForm, season
from portfolio.overview.costs.sight import Sight, sight
from portfolio.overview.costs.table import Table
from portfolio.overview.costs.words import firm_mark
from portfolio.overview.marks import Mark
from portfolio.overview.portfolio_page import Link, Listing, listing, whole
from portfolio.templatetags.portfolio_format import page_language

PAGE = 60  # projects in a table
SHEET = 10  # projects on a sheet of paper that lies down
CARDS = 6000  # cells; above that a phone scrolls the table, which weighs half


@dataclass(frozen=True)
class Costs:
    """All that the page, and the files made of it, are drawn from."""

    listing: Listing
    season: Season
    sight: Sight
    matrix: Matrix

    def query(self, **more: str) -> str:
        return "?" + urlencode({**self.listing.filter.query(), **self.season.query(), **more})

    @property
    def free(self) -> int:
        """Projects in which nobody pays anything in these years."""
        return len(self.listing.rows) - len(self.matrix.projects)


@dataclass(frozen=True)
class CostsPage:
    costs: Costs
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.costs.matrix.projects) // PAGE))

    @cached_property
    def table(self) -> Table:
        found = self.costs.matrix
        shown = found.projects[(self.number - 1) * PAGE : self.number * PAGE]
        table = Table(found, shown, page_language())
        return table if len(found.lines) * len(table.columns) <= CARDS else Table(found, shown, page_language(), as_cards=False)

    @cached_property
    def sheets(self) -> list[Table]:
        """The same for paper, when it is too wide for one sheet; the first holds the sums."""
        found, shown = self.costs.matrix, self.table.projects
        size = max(1, SHEET // len(found.years))
        if len(shown) <= size:
            return []
        parts = [shown[first : first + size] for first in range(0, len(shown), size)]
        sums = Table(found, [], page_language(), has_rest=False, as_cards=False)
        return [sums] + [Table(found, part, page_language(), has_sums=False, has_rest=False, as_cards=False) for part in parts]

    @property
    def links(self) -> list[Link]:
        numbers = range(1, self.pages + 1) if self.pages > 1 else ()
        return [Link(str(number), "" if number == self.number else self.costs.query(page=str(number))) for number in numbers]

    @cached_property
    def season_form(self) -> SeasonForm:
        return SeasonForm(self.costs.season)

    @property
    def fields(self) -> list[forms.BoundField]:
        return [*self.season_form, self.costs.listing.form["q"]]

    @property
    def more(self) -> list[forms.BoundField]:
        """The filter of the list of projects; its order means nothing here."""
        return [field for field in self.costs.listing.form if field.name not in ("q", "sort")]

    @property
    def shows_more(self) -> bool:
        return any(field.errors or field.value() for field in self.more)

    @property
    def marks(self) -> Sequence[tuple[Mark, Firm]]:
        return [(firm_mark(firm), firm) for firm in Firm]

    @property
    def file_query(self) -> str:
        return self.costs.query()


def costs_of(user: User, region: Region, today: dt.date, asked: Mapping[str, Any]) -> Costs:
    """A fixed number of queries, whatever the number of projects, municipalities and years."""
    found = listing(user, region, today, asked)
    keys = [row.project.pk for row in found.rows]
    seen = sight(user, region, today)
    chosen = season(asked, paying_years(keys), today)
    paid = seen.limited(paying(keys, chosen.years))
    in_full = [project for project in keys if seen.is_whole(project)]
    is_whole = len(in_full) == len(keys)
    only = None if is_whole or in_full else seen.own  # whoever reads one project in full sees everybody's row
    lines = payers(region, chosen.years, paid.values(), only)
    return Costs(found, chosen, seen, matrix(region, chosen.years, [row.project for row in found.rows], paid, lines, is_whole))


def costs_page(user: User, region: Region, today: dt.date, asked: Mapping[str, Any]) -> CostsPage:
    found = costs_of(user, region, today, asked)
    page = CostsPage(found, 1)
    return CostsPage(found, min(whole(asked.get("page", "")), page.pages))
