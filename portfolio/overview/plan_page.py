"""Phases, milestones, decision points and what the project is to deliver."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from milestones.models import Baseline
from milestones.queries.approvals import Counted, counted, ledger
from milestones.queries.baselines import baselines
from milestones.queries.gates import Point, points
from milestones.queries.plans import Plan, plan
from milestones.skins import SCREEN
from milestones.slip import Slip
from milestones.tables import picture, words
from milestones.timeline import svg
from milestones.wording.plans import slip_words
from portfolio.lib.labels import text_width
from portfolio.overview.decision_rows import DecisionRow, decision_rows
from portfolio.overview.late import with_late
from portfolio.templatetags.portfolio_format import day
from projects.models import Deliverable, Objective, Project
from projects.queries import terms


@dataclass(frozen=True)
class Slipped:
    """A row that is not where it was planned; its days as they are written."""

    text: str
    planned: str
    now: str
    words: str
    is_late: bool


@dataclass(frozen=True)
class PlanPage:
    plan: Plan
    timeline: SafeString
    baseline: Baseline | None
    counted: Counted | None
    slips: list[Slipped]
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


def slips(found: Plan) -> list[Slipped]:
    """What lies elsewhere than planned, the furthest first."""
    rows: list[tuple[str, str, str, Slip | None]] = []
    rows += [(row.name, day(row.was.last), day(row.ends_on), row.slip) for row in found.phases]
    for row in found.milestones:
        planned = day(row.was.last, row.was.precision) if row.was.last else day(row.planned_on, row.precision)
        rows.append((row.text, planned, day(row.day, row.precision if row.day == row.planned_on else "day"), row.slip))
    rows += [(row.text, day(row.was.last or row.due_on), day(row.done_on or row.due_on), row.slip) for row in found.tasks]
    rows += [(row.question, day(row.was.last, row.was.precision), day(row.planned_on, row.precision), row.slip) for row in found.decisions]
    moved = sorted((row for row in rows if row[3]), key=lambda row: -abs(row[3] or 0))
    return [Slipped(text, planned, now, slip_words(days), bool(days and days > 0)) for text, planned, now, days in moved]


def plan_page(project: Project, today: dt.date) -> PlanPage:
    found, gates, its = with_late(plan(project), project, today), points(project), terms(project, "objectives", "deliverables")
    latest = next(iter(baselines(project)), None)
    drawn = timeline(found, project, today, gates)
    return PlanPage(found, drawn, latest, counted(ledger(project), latest), slips(found), decision_rows(gates, today), its.objectives, its.deliverables)
