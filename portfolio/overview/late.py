"""Milestones and tasks whose day has passed while nobody has said that they are reached or done."""

import datetime as dt
from dataclasses import replace

from milestones.queries.plans import Plan
from portfolio.overview.next_deadline import how_late
from portfolio.overview.portfolio_rows import OVER
from projects.models import Project


def with_late(plan: Plan, project: Project, today: dt.date) -> Plan:
    """The plan, its late rows with words that say how late they are; nothing is late in a project that is over."""
    if project.stage in OVER:
        return plan
    milestones = [replace(row, late=late_words(row.waits_until, today)) for row in plan.milestones]
    return replace(plan, milestones=milestones, tasks=[replace(row, late=late_words(row.waits_until, today)) for row in plan.tasks])


def late_words(ends: dt.date | None, today: dt.date) -> str:
    return how_late((today - ends).days) if ends and ends < today else ""
