"""What a steering pack says, gathered from the records as they stand on its day."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from costsharing.queries.budgets import Cost, cost_of, least_firm
from milestones.gates import Outcome, Reply
from milestones.models import DecisionPoint, Risk, StatusReport
from milestones.models.decision import OUTCOME_LABELS
from milestones.queries.gates import Point, points
from milestones.queries.outlooks import risks
from milestones.queries.plans import Plan, plan
from milestones.queries.reports import latest_two
from milestones.tables import point_label
from milestones.wording.gates import conditions_text, document_word, missing_text, outcome_word
from portfolio.documents.content import Block, Column, Fact, Row, Table, Text, Words
from portfolio.documents.pack import AskedFor, Pack, PackProject
from portfolio.documents.packparts import decisions_made, money_of, open_points, record_of, since_last, timetable
from portfolio.documents.phrases import Style, capital, phrase, table
from portfolio.documents.plan import risks as risk_blocks
from portfolio.lib import formats
from portfolio.models import Meeting
from projects.lifecycle import Stage
from projects.models import Project
from projects.models.project import KIND_LABELS, STAGE_LABELS
from projects.queries import Standing, standing

OVER = (Stage.CLOSED.value, Stage.STOPPED.value)
SIGNS = {
    Project.Status.DRAFT: "○",
    Project.Status.NOT_STARTED: "○",
    Project.Status.ON_TRACK: "●",
    Project.Status.WATCH: "▲",
    Project.Status.OFF_PLAN: "◆",
    Project.Status.ON_HOLD: "■",
    Project.Status.CLOSED: "■",
}

ADVICE = {Outcome.CONTINUE: "●", Outcome.CHANGES: "▲", Outcome.SEND_BACK: "◆", Outcome.POSTPONE: "○", Outcome.STOP: "■"}


@dataclass(frozen=True)
class Known:
    """A project as the pack sees it. asked: the points that this meeting is to answer."""

    project: Project
    gates: list[Point]
    asked: list[Point]
    cost: Cost
    standing: Standing
    risks: list[Risk]
    plan: Plan
    reports: list[StatusReport]


def title_of(meeting: Meeting) -> str:
    """In the region's language: all packs of a meeting have it."""
    with translation.override(meeting.body.region.language):
        return _("%(body)s %(day)s: steering pack") % {"body": meeting.body.name, "day": formats.day(meeting.date, meeting.body.region.language)}


def projects_of(meeting: Meeting) -> QuerySet[Project]:
    """Those that the body decides on and that are not over."""
    asked = DecisionPoint.objects.filter(body=meeting.body_id).values("project")
    return Project.objects.filter(region=meeting.body.region_id, pk__in=asked).exclude(stage__in=OVER).order_by()


def answered_at(gate: Point, meeting: Meeting) -> bool:
    """In whatever way: also by putting it off."""
    return any((taken.row.body_id, taken.row.met_on) == (meeting.body_id, meeting.date) for taken in gate.decisions)


def known_at(meeting: Meeting, today: dt.date) -> list[Known]:
    """The projects, those with a question for the meeting first; a fixed number of queries for each.

    Paper is passed on, so confidential risks are left out whoever asks.
    """
    found = []
    for project in projects_of(meeting).select_related("region", "mandate__template").order_by("name"):
        gates = points(project)
        asked = [gate for gate in gates if gate.row.meeting_id == meeting.pk and not gate.is_closed and not answered_at(gate, meeting)]
        shown = risks(project, confidential=False)
        found.append(Known(project, gates, asked, cost_of(project), standing(project, today), shown, plan(project), latest_two(project)))
    return sorted(found, key=lambda each: not each.asked)


def pack_of(meeting: Meeting, today: dt.date) -> Pack:
    region = meeting.body.region
    with translation.override(region.language):
        return Packing(meeting, Style(region.language, region.language, region.currency), today).pack()


class Packing:
    """Drawn in the language that is active."""

    def __init__(self, meeting: Meeting, style: Style, today: dt.date) -> None:
        self.meeting, self.style, self.today = meeting, style, today

    def pack(self) -> Pack:
        body, found = self.meeting.body, known_at(self.meeting, self.today)
        day, language = formats.day(self.meeting.date, self.style.language), self.style.language
        asked = [each for place, known in enumerate(found, 1) for each in self.asked(str(place), known)]
        count = len(asked)
        return Pack(
            language=language,
            title=title_of(self.meeting),
            kicker=" · ".join(filter(None, (body.region.name, body.name, day, self.meeting.place))),
            heading=_("One decision asked for") if count == 1 else _("%(count)s decisions asked for") % {"count": capital(self.style.in_words(count))},
            lead=self.lead(found),
            section=_("Decisions asked for"),
            notes=_("Notes"),
            asked=tuple(asked),
            overview_kicker=_("For information, as of %(day)s") % {"day": formats.day(self.today, language)},
            overview_heading=_("The projects on one page"),
            overview=self.overview(found),
            projects=tuple(self.project(str(place), known) for place, known in enumerate(found, 1)),
            head=f"{body.name} {day}",
            version_line=_("Steering pack of %(day)s") % {"day": formats.day(self.today, language)},
            author=body.region.name,
            dated=self.today,
            words=Words(
                contents=_("Contents"),
                page=pgettext("page 1 of 6", "page"),
                of=pgettext("page 1 of 6", "of"),
                probability=_("Probability"),
                impact=_("Impact"),
                milestones=_("Milestones"),
                decisions=_("Decisions"),
                today=_("today"),
            ),
            record=record_of(asked),
        )

    def lead(self, found: list[Known]) -> str:
        if any(known.asked for known in found):
            return _("Each is numbered by its project. What is missing is said with it.")
        made = sum(answered_at(gate, self.meeting) for known in found for gate in known.gates)
        return decisions_made(made) or _("No decision is asked for at this meeting.")

    def own(self, project: Project, text: str, small: str = "") -> Text:
        """The project's words, perhaps in another language than the pack."""
        return Text(text, small, project.language if text and project.language != self.style.language else "")

    def asked(self, number: str, known: Known) -> list[AskedFor]:
        found = []
        for place, point in enumerate(known.asked, 1):
            row, project = point.row, known.project
            version = ", ".join(filter(None, (row.mandate_version, (row.mandate_dated_on and formats.day(row.mandate_dated_on, self.style.language)) or "")))
            answered = [question for question in point.questions if question.asked.reply in (Reply.YES, Reply.NOT_RELEVANT)]
            checklist = _("%(n)s of %(all)s in order") % {"n": len(answered), "all": len(point.questions)} if point.questions else ""
            facts = [
                Fact(_("Project"), self.own(project, project.name)),
                Fact(_("Money"), Text(self.money(known))),
                Fact(_("Time if it waits"), self.own(project, row.if_waiting)),
                Fact(_("Recommendation"), Text(self.recommendation(row.recommended))),
                Fact(_("Documents"), self.own(project, "; ".join(filter(None, map(str.strip, row.basis.splitlines()))))),
                Fact(document_word(project) or _("Mandate"), self.own(project, version)),
                Fact(_("Checklist"), Text(checklist)),
                Fact(_("What is missing"), Text(" ".join(missing_text(each, document_word(project)) for each in point.missing) or _("Nothing is missing."))),
            ]
            found.append(
                AskedFor(
                    f"{number}.{place}",
                    self.own(project, capital(phrase(row.question))),
                    tuple(fact for fact in facts if fact.value.text),
                    self.own(project, row.proposal.strip()) if row.proposal.strip() else None,
                )
            )
        return found

    def recommendation(self, recommended: str) -> str:
        """● Continue."""
        return f"{ADVICE[Outcome(recommended)]} {capital(OUTCOME_LABELS[Outcome(recommended)])}" if recommended else ""

    def money(self, known: Known) -> str:
        """What the year of the meeting costs, else all years, else nothing."""
        cost, year = known.cost, self.meeting.date.year
        if year in cost.by_year:
            return _("%(sum)s in %(year)s") % {"sum": self.style.money(cost.by_year[year], cost.certainty), "year": year}
        return _("%(sum)s in all") % {"sum": self.style.money(cost.total, cost.certainty)} if cost.by_year else ""

    def status(self, project: Project) -> str:
        status = Project.Status(project.status)
        return f"{SIGNS[status]} {status.label}"

    def next_of(self, known: Known) -> str:
        """BP 2 · 1 October 2026."""
        dated = [point for point in known.gates if not point.is_closed and point.ends and point.ends >= self.today]
        if not dated:
            return ""
        row = min(dated, key=lambda point: point.ends or dt.date.max).row
        return f"{point_label(row.number, phrase(row.question))} · {formats.day(row.planned_on, self.style.language, row.precision)}"

    def overview(self, found: list[Known]) -> Table | None:
        rows = [
            Row(
                (
                    Text(str(place)),
                    self.own(known.project, known.project.name, capital(KIND_LABELS[known.project.kind])),  # type: ignore[index]
                    Text(self.status(known.project)),
                    Text(since_last(known.reports)),
                    Text(self.next_of(known)),
                    Text(self.money(known)),
                    Text(self.taking_part(known)),
                )
            )
            for place, known in enumerate(found, 1)
        ]
        heads = [
            Column(_("No."), is_tight=True),
            Column(_("Project")),
            Column(_("Status"), is_tight=True),
            Column(_("Since last time"), is_tight=True),
            Column(_("Next decision")),
            Column(_("Money"), is_number=True),
            Column(_("Participants"), is_number=True),
        ]
        if summed := self.sum(found):
            rows.append(summed)
        notes = [_("Since last time: the newest status report beside the one before it.")] if any(known.reports for known in found) else []
        notes += [_("DP is a decision point.")] if any(point.row.number for known in found for point in known.gates) else []
        return table(_("Projects that %(body)s decides on") % {"body": self.meeting.body.name}, heads, [rows], notes=notes)

    def sum(self, found: list[Known]) -> Row | None:
        """Of the meeting's year, over the projects that have a budget for it; no firmer than the least firm."""
        year = self.meeting.date.year
        costs = [known.cost for known in found if year in known.cost.by_year]
        if len(costs) < 2:
            return None
        total = self.style.money(sum(cost.by_year[year] for cost in costs), least_firm(cost.certainty for cost in costs))
        amount = _("%(sum)s in %(year)s") % {"sum": total, "year": year}
        return Row((Text(""), Text(_("Sum of the year")), Text(""), Text(""), Text(""), Text(amount), Text("")), "sum")

    def taking_part(self, known: Known) -> str:
        of = known.standing
        return _("%(n)s of %(all)s") % {"n": of.taking_part or 0, "all": of.asked} if of.asked else ""

    def project(self, number: str, known: Known) -> PackProject:
        project, language = known.project, self.style.language
        reported = _("reported %(day)s") % {"day": formats.day(project.status_on, language)} if project.status_on else ""
        facts = [
            Fact(_("Status"), Text(", ".join(filter(None, (self.status(project), reported))))),
            Fact(_("Stage"), Text(capital(STAGE_LABELS[Stage(project.stage)]))),
            Fact(_("Period"), Text(formats.period(project.starts_on, project.ends_on, language, project.dates_precision))),
            Fact(_("Next decision"), Text(self.next_of(known))),
            Fact(_("Money"), Text(self.money(known))),
            Fact(_("Participants"), Text(self.taking_part(known))),
        ]
        blocks: list[Block] = [
            *self.decisions(known),
            *timetable(known.plan, project, self.style, self.today),
            *risk_blocks(known.risks, Style(project.language, language, self.style.currency)),
            *money_of(project, self.style),
            *open_points(project, self.style),
        ]
        kicker = capital(KIND_LABELS[known.project.kind])  # type: ignore[index]
        shown = tuple(fact for fact in facts if fact.value.text)
        return PackProject(number, self.own(project, project.name), kicker, self.own(project, project.summary), shown, tuple(blocks))

    def decisions(self, known: Known) -> list[Block]:
        rows = [
            Row(
                (
                    Text(point_label(point.row.number, str(place))),
                    self.own(known.project, capital(phrase(point.row.question))),
                    Text(formats.day(point.row.planned_on, self.style.language, point.row.precision)),
                    Text(self.outcome(point)),
                )
            )
            for place, point in enumerate(known.gates, 1)
        ]
        heads = [Column(_("No."), is_tight=True), Column(_("Decision on")), Column(_("Date"), is_number=True), Column(_("Decision"))]
        found = table(_("Decision points"), heads, [rows])
        return [found] if found else []

    def outcome(self, point: Point) -> str:
        if point.decided is None:
            if point.row.meeting_id == self.meeting.pk:
                return " ".join(("◆", _("asked for now")))
            return " ".join(("▲", _("day has passed, not decided")) if point.ends and point.ends < self.today else ("○", _("planned")))
        said = f"● {outcome_word(Outcome(point.decided.row.outcome))}."
        return " ".join(filter(None, (said, conditions_text(point.decided.conditions, self.today))))
