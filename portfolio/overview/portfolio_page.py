"""The region's list of projects."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from costsharing.queries import Cost, costs
from milestones.queries import Deadline, deadlines
from portfolio.access.grants import allowed, current, roles_in
from portfolio.access.permissions import P
from portfolio.lib.alphabet import place
from portfolio.models import Region, User
from portfolio.overview.marks import Mark, status_mark
from projects.models import Project
from projects.queries import rows_for


@dataclass(frozen=True)
class Row:
    project: Project
    status: Mark
    this_year: int | None
    cost: Cost
    deadline: Deadline | None
    is_passed: bool

    @property
    def due(self) -> dt.date | None:
        return None if self.deadline is None or self.is_passed else self.deadline.ends


@dataclass(frozen=True)
class PortfolioPage:
    rows: list[Row]
    year: int
    today: dt.date
    members: int
    may_create: bool

    @property
    def total(self) -> int:
        return sum(row.this_year or 0 for row in self.rows)


def nearest(dates: Iterable[Deadline], today: dt.date) -> tuple[Deadline | None, bool]:
    """The next date; when all are behind us the last one, and True for passed."""
    dates = list(dates)
    ahead = [date for date in dates if date.ends >= today]
    return (ahead[0], False) if ahead else (dates[-1], True) if dates else (None, False)


def portfolio_page(user: User, region: Region, today: dt.date) -> PortfolioPage:
    """Sorted by what is due first; then what has no date ahead, by name."""
    projects = list(rows_for(user).filter(region=region))
    numbers = [project.pk for project in projects]
    cost, dates = costs(numbers), deadlines(numbers)
    rows = []
    for project in projects:
        deadline, is_passed = nearest(dates[project.pk], today)
        rows.append(Row(project, status_mark(project.status), cost[project.pk].by_year.get(today.year), cost[project.pk], deadline, is_passed))
    rows.sort(key=lambda row: (row.due or dt.date.max, place(row.project.name, region.language)))
    members = region.memberships.filter(current(today)).count()
    return PortfolioPage(rows, today.year, today, members, P.PROJECT_CREATE in allowed(roles_in(user, region.pk)))
