"""What the pages of status reports show."""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass

from django import forms

from milestones.actions.reports import Beginning
from milestones.followup import period_before
from milestones.models import StatusReport
from milestones.queries.followups import follow_up
from milestones.queries.reports import draft_of, latest_two, numbered, sent_reports
from milestones.reporting import Subject, begun
from portfolio.access.permissions import P
from portfolio.overview.marks import Mark, status_mark
from portfolio.overview.reports.form import FIELDS, ReportForm
from portfolio.overview.reports.known import Facts, Known, known, thawed
from portfolio.overview.reports.marks import Light, beside, light_mark, lights, subject_name
from projects.models import Project


@dataclass(frozen=True)
class ReportLine:
    report: StatusReport
    status: Mark
    lights: list[Light]


@dataclass(frozen=True)
class ReportsPage:
    lines: list[ReportLine]
    draft: StatusReport | None
    subjects: list[str]


@dataclass(frozen=True)
class ReportPage:
    """known: as it was frozen; of a draft as it is now."""

    report: StatusReport
    status: Mark | None
    lights: list[Light]
    known: Facts
    before: StatusReport | None

    @property
    def over_budget(self) -> int | None:
        """Forecast less budget."""
        if self.report.forecast_minor is None or self.known.budget_minor is None:
            return None
        return self.report.forecast_minor - self.known.budget_minor

    @property
    def under_budget(self) -> int | None:
        return None if self.over_budget is None else -self.over_budget

    @property
    def day(self) -> dt.date:
        return dt.date.fromisoformat(self.known.on)

    @property
    def sha256(self) -> str:
        """Of all that was sent, so that two prints can be told to be of the same report; empty for a draft, which may still change."""
        report = self.report
        if report.sent_at is None:
            return ""
        said = {name: getattr(report, name) for name in FIELDS} | {"number": report.number, "sent_at": report.sent_at.astimezone(dt.UTC).isoformat()}
        return hashlib.sha256(json.dumps(said | {"facts": report.facts}, sort_keys=True, default=str).encode()).hexdigest()


@dataclass(frozen=True)
class SubjectFields:
    """A subject to fill in: what was said last time, and what the program would say."""

    subject: Subject
    name: str
    light: forms.BoundField
    comment: forms.BoundField
    last: Mark | None
    suggestion: Mark | None


@dataclass(frozen=True)
class DraftPage:
    report: StatusReport
    form: ReportForm
    known: Known
    before: StatusReport | None

    @property
    def subjects(self) -> list[SubjectFields]:
        return [self.fields(each) for each in Subject]

    def fields(self, subject: Subject) -> SubjectFields:
        suggestion, form = self.known.suggestions.get(subject), self.form
        return SubjectFields(
            subject,
            subject_name(subject),
            form[subject.value],
            form[f"{subject}_comment"],
            light_mark(self.before.light(subject)) if self.before else None,
            light_mark(suggestion) if suggestion else None,
        )


def reports_page(project: Project) -> ReportsPage:
    """Two queries. The draft only for those who may read drafts."""
    lines = [ReportLine(report, status_mark(report.status), its) for report, its in beside(sent_reports(project))]
    draft = draft_of(project) if P.DRAFT_VIEW in project.allowed else None
    return ReportsPage(lines, draft, [subject_name(each) for each in Subject])


def latest_line(project: Project) -> ReportLine | None:
    """The newest that was sent, beside the one before it; one query."""
    found = beside(latest_two(project))
    return ReportLine(found[0][0], status_mark(found[0][0].status), found[0][1]) if found else None


def report_page(project: Project, number: int, today: dt.date) -> ReportPage | None:
    """None when there is no report of that number, or it is a draft that the reader may not read."""
    found = numbered(project, number)
    if not found or (found[0].sent_at is None and P.DRAFT_VIEW not in project.allowed):
        return None
    report, before = found[0], found[1] if found[1:] else None
    facts = thawed(report.facts) or (Facts(today.isoformat(), project.region.currency) if report.sent_at else known(project, today).facts)
    return ReportPage(report, status_mark(report.status) if report.status else None, lights(report, before), facts, before)


def draft_page(project: Project, form: ReportForm, today: dt.date) -> DraftPage:
    before = next(iter(latest_two(project)), None)
    return DraftPage(form.report, form, known(project, today, form.forecast), before)


def beginning(project: Project, today: dt.date) -> Beginning:
    """What a new draft begins with: as last time, or as the program sees it where that is worse; the period that follows the last one's."""
    before = next(iter(latest_two(project)), None)
    now = known(project, today, before.forecast_minor if before else None)
    said = {each: before.light(each) for each in Subject} if before else {}
    comments = {each: before.comment(each) for each in Subject} if before else {}
    first, last = period_before(today, follow_up(project.region).report_months)
    if before and before.period_to >= first:
        first, last = before.period_to + dt.timedelta(days=1), max(today, before.period_to + dt.timedelta(days=1))
    return Beginning(
        first,
        last,
        lights=begun(said, now.suggestions),
        comments=comments,
        status=before.status if before else "",
        summary=before.summary if before else "",
        forecast_minor=before.forecast_minor if before and before.forecast_minor is not None else now.facts.budget_minor,
        next_decision=next_question(before, now.facts),
    )


def next_question(before: StatusReport | None, now: Facts) -> str:
    """As somebody wrote it last time; what the program wrote then, or nobody, it writes anew: what comes next, or what waits since its day has passed."""
    questions = [each.question for each in ([now.next] if now.next else now.passed[:1])]
    foreseen = (before.facts.get("next") or {}).get("question", "") if before else ""
    return before.next_decision if before and before.next_decision not in ("", foreseen) else next(iter(questions), "")
