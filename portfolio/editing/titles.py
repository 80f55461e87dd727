"""How a row is named where its project or region is known: without that name, and with its day as the reader writes days."""

from collections.abc import Callable
from typing import Any

from milestones.models import BenefitMeasurement, RiskReview
from portfolio.models import Meeting, RegionMembership
from portfolio.templatetags.portfolio_format import day
from projects.models import Goal, Participation, ProjectGoal

TITLES: dict[type[Any], Callable[[Any], str]] = {
    BenefitMeasurement: lambda row: ", ".join([str(row.benefit), day(row.measured_on), *([str(row.organisation)] if row.organisation else [])]),
    Goal: lambda row: f"{row} {row.text}",
    Meeting: lambda row: f"{row.body}, {day(row.date)}",
    Participation: lambda row: str(row.organisation),
    ProjectGoal: lambda row: f"{row.goal} {row.goal.text}",
    RiskReview: lambda row: f"{row.risk}, {day(row.reviewed_on)}",
    RegionMembership: lambda row: str(row.organisation),
}


def title_of(row: Any) -> str:
    return TITLES.get(type(row), str)(row)


def titled(rows: list[Any]) -> list[Any]:
    """For a template: each with its name as shown_as."""
    for row in rows:
        row.shown_as = title_of(row)
    return rows
