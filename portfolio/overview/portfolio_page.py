"""The region's list of projects: what waits, which projects, in which order, and a page of them."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import ngettext

from milestones.models import FollowUp
from milestones.queries.deadlines import Deadline
from milestones.queries.followups import follow_up
from portfolio.access.grants import allowed, roles_in
from portfolio.access.permissions import P
from portfolio.models import Region, User
from portfolio.overview.filter_form import FilterForm
from portfolio.overview.portfolio_columns import DEFAULT, Cells, columns
from portfolio.overview.portfolio_filter import PortfolioFilter
from portfolio.overview.portfolio_rows import PortfolioRow, portfolio_rows
from portfolio.overview.waits import Waits, waits
from portfolio.tables import Column, Order, body, foot, shown
from portfolio.templatetags.portfolio_format import page_language
from projects.queries import Party, parties, projects_of, projects_with

PAGE = 100


def nearest(dates: Iterable[Deadline], today: dt.date) -> tuple[Deadline | None, bool]:
    """The next date; when all are behind us the last one, and True for passed."""
    dates = list(dates)
    ahead = [date for date in dates if date.ends >= today]
    return (ahead[0], False) if ahead else (dates[-1], True) if dates else (None, False)


@dataclass(frozen=True)
class Head:
    """A column's heading; without an address it does not sort. sorted: ascending, descending or nothing."""

    key: str
    heading: str
    is_number: bool
    url: str
    sorted: str


@dataclass(frozen=True)
class Link:
    """A page of the list; without an address it is the one that is shown."""

    label: str
    url: str = ""


@dataclass(frozen=True)
class Listing:
    """The projects that somebody asked for, in order: all that the list, and the files made of it, are drawn from."""

    region: Region
    today: dt.date
    everything: list[PortfolioRow]
    parties: list[Party]
    form: FilterForm
    filter: PortfolioFilter
    order: Order
    rows: list[PortfolioRow]
    columns: list[Column[PortfolioRow]]
    follow_up: FollowUp

    @cached_property
    def narrowed_by(self) -> list[tuple[str, str]]:
        """What the reader chose, in words: paper and files say it too."""
        return self.form.told()

    @property
    def members(self) -> int:
        return sum(party.is_member for party in self.parties)

    def query(self, **more: str) -> str:
        order = {} if str(self.order) == DEFAULT else {"sort": str(self.order)}
        query = urlencode({**self.filter.query(), **order, **more})
        return f"?{query}" if query else "?"


@dataclass(frozen=True)
class PortfolioPage:
    listing: Listing
    waits: Waits
    number: int
    is_all: bool
    may_create: bool

    @property
    def pages(self) -> int:
        return 1 if self.is_all else max(1, -(-len(self.listing.rows) // PAGE))

    @cached_property
    def rows(self) -> Sequence[PortfolioRow]:
        found = self.listing.rows
        return found if self.is_all else found[(self.number - 1) * PAGE : self.number * PAGE]

    @property
    def as_cards(self) -> bool:
        """A page of the list folds into cards on a phone; thousands of rows stay a table, that scrolls by itself and weighs half."""
        return len(self.rows) <= PAGE

    @cached_property
    def body(self) -> SafeString:
        return body(self.listing.columns, self.rows, self.as_cards)

    @cached_property
    def foot(self) -> SafeString:
        """Of every project that was asked for, on whatever page it stands."""
        rows = self.listing.rows
        name = ngettext("Sum of one project", "Sum of %(n)s projects", len(rows)) % {"n": len(rows)}
        return foot(self.listing.columns, rows, name, self.as_cards)

    @cached_property
    def heads(self) -> list[Head]:
        """A second choice of the same column turns the order."""
        order, found = self.listing.order, []
        more = {"rows": "all"} if self.is_all else {}
        for column in shown(self.listing.columns):
            mine = column.key == order.key
            sort = Order(column.key, mine and not order.is_falling)
            url = self.listing.query(**more, sort=str(sort)) if column.sort else ""
            found.append(Head(column.key, column.heading, column.is_number, url, ("descending" if order.is_falling else "ascending") if mine else ""))
        return found

    @property
    def sorted_by(self) -> str:
        return next(column.heading for column in self.listing.columns if column.key == self.listing.order.key)

    @cached_property
    def links(self) -> list[Link]:
        """The pages near this one, the first and the last."""
        near = sorted({1, self.pages, *range(max(1, self.number - 2), min(self.pages, self.number + 2) + 1)})
        return [Link(str(number), "" if number == self.number else self.listing.query(page=str(number))) for number in near] if self.pages > 1 else []

    @property
    def all_url(self) -> str:
        return self.listing.query(rows="all")

    @property
    def paged_url(self) -> str:
        return self.listing.query()

    @property
    def is_long(self) -> bool:
        return len(self.listing.rows) > PAGE

    @property
    def file_query(self) -> str:
        return self.listing.query()


def listing(user: User, region: Region, today: dt.date, asked: Mapping[str, Any]) -> Listing:
    """Six queries at most: projects, money, dates, parties, how often the region reports, and the projects of a municipality when one is asked for."""
    language = page_language()
    visible = projects_of(user, region)
    every = follow_up(region)
    everything, found = portfolio_rows(visible, today, every.report_months), parties(region, visible, today)
    made = columns(region, language, today, every.report_months)
    sortable = {column.key: column for column in made if column.sort}
    form = FilterForm(asked, everything, found, sorts(list(sortable.values()), str(asked.get("sort", ""))), language)
    chosen = form.chosen()
    order = Order.parse(form.cleaned_data.get("sort") or DEFAULT) if form.is_valid() else Order(DEFAULT)
    of_municipality = projects_with(int(chosen.municipality), visible, today) if chosen.municipality else ()
    rows = order.sort(chosen.keep(everything, of_municipality), made, Cells(region, language, today).by_name)
    return Listing(region, today, everything, found, form, chosen, order, rows, made, every)


def sorts(sortable: Sequence[Column[PortfolioRow]], now: str) -> list[tuple[str, str]]:
    """To choose from in the form; falling orders come by the table's heads, and the one in use stays."""
    found = [(column.key, column.heading) for column in sortable if column.key != DEFAULT]
    falling = next((column for column in sortable if now == f"-{column.key}"), None)
    return [*found, *([(now, f"{column_name(falling)} ↓")] if falling else [])]


def column_name(column: Column[PortfolioRow]) -> str:
    return capfirst(column.heading)


def portfolio_page(user: User, region: Region, today: dt.date, asked: Mapping[str, Any]) -> PortfolioPage:
    """A page that is not there is the nearest that is."""
    found = listing(user, region, today, asked)
    is_all = asked.get("rows") == "all"
    may_create = P.PROJECT_CREATE in allowed(roles_in(user, region.pk))
    page = PortfolioPage(found, waits(user, region, found.everything, today), 1, is_all, may_create)
    return replace(page, number=min(whole(asked.get("page", "")), page.pages))


def whole(text: str) -> int:
    """The number of a page; 1 for whatever is none."""
    return max(1, int(text)) if text.isdecimal() and len(text) < 10 else 1
