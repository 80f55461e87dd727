"""Phases, milestones, decision points and what the project is to deliver."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from milestones.queries.gates import Point, points
from milestones.queries.plans import Plan, plan
from milestones.tables import picture, words
from milestones.timeline import SCREEN, svg
from portfolio.lib.labels import text_width
from portfolio.overview.decision_rows import DecisionRow, decision_rows
from projects.models import Deliverable, Objective, Project
from projects.queries import terms


@dataclass(frozen=True)
class PlanPage:
    plan: Plan
    timeline: SafeString
    decisions: list[DecisionRow]
    objectives: list[Objective]
    deliverables: list[Deliverable]


def timeline(found: Plan, project: Project, today: dt.date, gates: Sequence[Point]) -> SafeString:
    """The picture of the plan in the page's language, names beside the bars, what is decided filled; empty when nothing has a date."""
    language = get_language() or "en-gb"
    drawing = picture(found, project, language, today)
    dated = [point for point in gates if point.row.planned_on]
    named = tuple(replace(mark, label=point.row.question, is_done=point.is_closed) for mark, point in zip(drawing.decisions, dated, strict=True))
    longest = max((text_width(bar.label, SCREEN.size) for bar in drawing.bars), default=0)
    skin = replace(SCREEN, gutter=min(max(longest + 2 * SCREEN.size, 120), 320))
    return mark_safe(svg(replace(drawing, decisions=named), words(drawing, language), skin, today))  # noqa: S308 every text in it is escaped there


def plan_page(project: Project, today: dt.date) -> PlanPage:
    found, gates, its = plan(project), points(project), terms(project, "objectives", "deliverables")
    return PlanPage(found, timeline(found, project, today, gates), decision_rows(gates, today), its.objectives, its.deliverables)
