"""Phases, milestones, decision points and what the project is to deliver."""

import datetime as dt
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from milestones.queries.plans import Plan, PlannedDecision, plan
from milestones.tables import picture, words
from milestones.timeline import SCREEN, svg
from portfolio.lib.labels import text_width
from portfolio.overview import marks
from projects.models import Deliverable, Objective, Project
from projects.queries import terms


@dataclass(frozen=True)
class DecisionRow:
    point: PlannedDecision
    status: marks.Mark


@dataclass(frozen=True)
class PlanPage:
    plan: Plan
    timeline: SafeString
    decisions: list[DecisionRow]
    objectives: list[Objective]
    deliverables: list[Deliverable]


def decision_rows(found: Plan, today: dt.date) -> list[DecisionRow]:
    """The next one says how many days are left. What was decided is not recorded yet, so the past only says that it is past."""
    ahead = sorted(point.ends for point in found.decisions if point.ends and point.ends >= today)
    rows = []
    for point in found.decisions:
        if point.ends is None:
            mark = marks.Mark("none", "", _("No date"))
        elif point.ends < today:
            mark = marks.Mark("open", "", _("Day has passed, no decision recorded"))
        elif point.ends == ahead[0]:
            days = (point.ends - today).days
            mark = marks.Mark("now", "info", ngettext("In %(days)s day", "In %(days)s days", days) % {"days": days} if days else _("Today"))
        else:
            mark = marks.Mark("none", "", _("To come"))
        rows.append(DecisionRow(point, mark))
    return rows


def timeline(found: Plan, project: Project, today: dt.date) -> SafeString:
    """The picture of the plan in the page's language, names beside the bars; empty when nothing has a date."""
    language = get_language() or "en-gb"
    drawing = picture(found, project, language, today)
    points = [point for point in found.decisions if point.planned_on]
    named = tuple(replace(mark, label=point.question) for mark, point in zip(drawing.decisions, points, strict=True))
    longest = max((text_width(bar.label, SCREEN.size) for bar in drawing.bars), default=0)
    skin = replace(SCREEN, gutter=min(max(longest + 2 * SCREEN.size, 120), 320))
    return mark_safe(svg(replace(drawing, decisions=named), words(drawing, language), skin, today))  # noqa: S308 every text in it is escaped there


def plan_page(project: Project, today: dt.date) -> PlanPage:
    found, its = plan(project), terms(project, "objectives", "deliverables")
    return PlanPage(found, timeline(found, project, today), decision_rows(found, today), its.objectives, its.deliverables)
