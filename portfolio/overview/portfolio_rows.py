"""The region's projects with money and dates: what the list, and whatever else shows the portfolio, works on."""

import datetime as dt
from typing import NamedTuple

from django.db.models import QuerySet

from costsharing.queries.budgets import Cost, costs
from milestones.followup import is_stale
from milestones.queries.deadlines import Deadline, deadlines
from portfolio.overview.next_deadline import Next, look
from projects.lifecycle import AT_WORK, Stage
from projects.models import Project
from projects.queries import ProjectRow, project_rows

OVER = frozenset({Stage.CLOSED, Stage.STOPPED})
UNDER_WAY = frozenset({Stage.MANDATE, Stage.RUNNING, Stage.CLOSING})


class InAll(NamedTuple):
    minor: int | None
    certainty: str


class PortfolioRow(NamedTuple):
    project: ProjectRow
    cost: Cost
    this_year: int | None
    next: Next | None
    late: int
    undecided: int
    waits: frozenset[str]

    @property
    def in_all(self) -> InAll:
        """What the budget adds up to, else the frame."""
        cost = self.cost
        return InAll(cost.total, cost.certainty) if cost.by_year else InAll(cost.frame, cost.frame_certainty if cost.frame else "")

    @property
    def is_over(self) -> bool:
        return self.project.stage in OVER


def portfolio_rows(found: QuerySet[Project], today: dt.date, months: int) -> list[PortfolioRow]:
    """Three queries whatever the number of projects. months: between status reports."""
    projects, cost, dates = project_rows(found, today), costs(found), deadlines(found)
    return [portfolio_row(project, cost.get(project.pk) or Cost(), dates.get(project.pk, []), today, months) for project in projects]


def portfolio_row(project: ProjectRow, cost: Cost, dates: list[Deadline], today: dt.date, months: int) -> PortfolioRow:
    """Nothing waits in a project that is over."""
    if project.stage in OVER:
        return PortfolioRow(project, cost, cost.by_year.get(today.year), None, 0, 0, frozenset())
    found = look(dates, today)
    under_way = project.stage in UNDER_WAY
    waits = {
        "late": found.late,
        "overdue": project.overdue,
        "gap": cost.has_gap,
        "manager": under_way and not project.manager,
        "mandate": under_way and not project.has_mandate,
        "undecided": found.undecided,
        "stale": project.stage in AT_WORK and project.reported_on is not None and is_stale(project.reported_on, months, today),
    }
    return PortfolioRow(project, cost, cost.by_year.get(today.year), *found, frozenset(key for key, holds in waits.items() if holds))
