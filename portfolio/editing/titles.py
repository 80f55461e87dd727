"""How a row is named where its project or region is known: without that name, and with its day as the reader writes days."""

from collections.abc import Callable
from typing import Any

from portfolio.models import Meeting, RegionMembership
from portfolio.templatetags.portfolio_format import day
from projects.models import Goal, Participation, ProjectGoal

TITLES: dict[type[Any], Callable[[Any], str]] = {
    Goal: lambda row: f"{row} {row.text}",
    Meeting: lambda row: f"{row.body}, {day(row.date)}",
    Participation: lambda row: str(row.organisation),
    ProjectGoal: lambda row: f"{row.goal} {row.goal.text}",
    RegionMembership: lambda row: str(row.organisation),
}


def title_of(row: Any) -> str:
    return TITLES.get(type(row), str)(row)


def titled(rows: list[Any]) -> list[Any]:
    """For a template: each with its name as shown_as."""
    for row in rows:
        row.shown_as = title_of(row)
    return rows
