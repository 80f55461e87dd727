"""What a project's plan and risks look like as pictures, in words of the language that is active."""

import datetime as dt

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from milestones import riskmatrix, timeline
from milestones.models import Risk
from milestones.queries.plans import Plan
from milestones.wording.plans import slip_words
from portfolio.lib import formats
from portfolio.lib.periods import last_day
from projects.lifecycle import Stage
from projects.models import Project


def picture(plan: Plan, project: Project, language: str, today: dt.date | None = None) -> timeline.Plan:
    """The phases as bars, or the project itself when it has none; then milestones and decision points that have a date.

    With today, the picture also says where the baseline had what has slipped.
    """
    return timeline.Plan(tuple(bars(plan, project, today)), tuple(milestones(plan, language, today)), tuple(decisions(plan, language, today)))


def bars(plan: Plan, project: Project, today: dt.date | None) -> list[timeline.Bar]:
    found = [
        timeline.Bar(
            phase_label(phase.number, phase.name),
            phase.starts_on,
            phase.ends_on,
            bar_state(project.stage, phase.starts_on, phase.ends_on, today),
            (phase.was.first, phase.was.last) if today and phase.slip and phase.was.first and phase.was.last else None,
            slip_words(phase.slip) if today else "",
        )
        for phase in plan.phases
        if phase.starts_on or phase.ends_on
    ]
    if not found and (project.starts_on or project.ends_on):
        ends = project.ends_on and last_day(project.ends_on, project.dates_precision)
        found = [timeline.Bar(project.name, project.starts_on, ends, bar_state(project.stage, project.starts_on, ends, today))]
    return found


def milestones(plan: Plan, language: str, today: dt.date | None) -> list[timeline.Mark]:
    return [
        timeline.Mark(
            row.text,
            day,
            formats.day(day, language, row.precision if day == row.planned_on else "day"),
            row.reached_on is not None,
            was=(row.was.last or row.planned_on) if today and row.slip else None,
            note=slip_words(row.slip) if today else "",
        )
        for row in plan.milestones
        if (day := row.day)
    ]


def decisions(plan: Plan, language: str, today: dt.date | None) -> list[timeline.Mark]:
    return [
        timeline.Mark(
            point_label(row.number, row.question),
            row.planned_on,
            formats.day(row.planned_on, language, row.precision),
            False,
            str(row.number or ""),
            was=row.was.last if today and row.slip else None,
            note=slip_words(row.slip) if today else "",
        )
        for row in plan.decisions
        if row.planned_on
    ]


def bar_state(stage: str, first: dt.date | None, last: dt.date | None, today: dt.date | None) -> str:
    """Time that has gone by has done nothing for a project that was never begun."""
    if today is None:
        return "now"
    if Stage(stage) in (Stage.IDEA, Stage.MANDATE):
        return "plan"
    return "done" if last and last < today else "plan" if first and first > today else "now"


def phase_label(number: int | None, name: str) -> str:
    return _("Phase %(number)s: %(name)s") % {"number": number, "name": name} if number else name


def point_label(number: int | None, question: str) -> str:
    """BP 2 in Norwegian and Swedish, DP 2 in English; the question itself when it has no number."""
    return _("DP %(number)s") % {"number": number} if number else question


def description(plan: timeline.Plan, language: str) -> str:
    """All that the picture shows, for those who do not see it."""
    days = plan.days
    told = (
        [_("Timeline %(first)s to %(last)s.") % {"first": formats.day(days[0], language, "month"), "last": formats.day(days[-1], language, "month")}]
        if days
        else []
    )
    for bar in plan.bars:
        said = {"what": bar.label, "first": formats.day(bar.first, language), "last": formats.day(bar.last, language)}
        if bar.first and bar.last:
            told.append(noted(_("%(what)s: from %(first)s to %(last)s.") % said, bar.note))
        else:
            told.append(_("%(what)s: from %(first)s.") % said if bar.first else _("%(what)s: to %(last)s.") % said)
    told += [noted(_("Milestone %(what)s: %(date)s.") % {"what": mark.label, "date": mark.date}, mark.note) for mark in plan.milestones]
    told += [noted(_("Decision point %(what)s: %(date)s.") % {"what": mark.symbol or mark.label, "date": mark.date}, mark.note) for mark in plan.decisions]
    return " ".join(told)


def noted(said: str, note: str) -> str:
    return f"{said} {capfirst(note)}." if note else said


def words(plan: timeline.Plan, language: str) -> timeline.Words:
    return timeline.Words(description(plan, language), _("Milestones"), _("Decisions"), _("today"), formats.MONTHS[language])


LEVELS = {riskmatrix.Level.LOW: lambda: _("low"), riskmatrix.Level.MEDIUM: lambda: _("medium"), riskmatrix.Level.HIGH: lambda: _("high")}


def level_name(level: riskmatrix.Level) -> str:
    return LEVELS[level]()


def before(risks: list[Risk]) -> list[riskmatrix.Point]:
    return [riskmatrix.Point(str(i), risk.probability, risk.impact) for i, risk in enumerate(risks, 1) if risk.probability and risk.impact]


def after(risks: list[Risk]) -> list[riskmatrix.Point]:
    return [
        riskmatrix.Point(str(i), risk.probability_after, risk.impact_after) for i, risk in enumerate(risks, 1) if risk.probability_after and risk.impact_after
    ]


def matrix_description(heading: str, points: list[riskmatrix.Point]) -> str:
    told = [
        _("Risk %(number)s: probability %(probability)s times impact %(impact)s is %(score)s, %(level)s.")
        % {"number": point.number, "probability": point.probability, "impact": point.impact, "score": point.score, "level": level_name(point.level)}
        for point in points
    ]
    return " ".join([_("Risk matrix, five by five: %(heading)s.") % {"heading": heading.lower()}, *told])
