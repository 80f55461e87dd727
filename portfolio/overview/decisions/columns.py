"""A decision as a row: on the page, on paper, and in files."""

import datetime as dt
from html import escape
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from milestones.gates import Outcome
from milestones.models import Decision
from milestones.wording.gates import outcome_word
from portfolio.models import Region
from portfolio.overview.marks import Mark, status_html
from portfolio.tables import Column
from portfolio.templatetags.portfolio_format import bcp47, day

NOTHING = "–"
LOOKS = {
    Outcome.CONTINUE: ("good", "good"),
    Outcome.CHANGES: ("good", "good"),
    Outcome.SEND_BACK: ("half", "watch"),
    Outcome.POSTPONE: ("pause", ""),
    Outcome.STOP: ("no", "bad"),
}


def outcome_mark(row: Decision) -> Mark:
    outcome = Outcome(row.outcome)
    return Mark(*LOOKS[outcome], outcome_word(outcome))


class Cells:
    def __init__(self, region: Region, today: dt.date) -> None:
        self.region, self.today = region, today

    def url(self, row: Decision) -> str:
        return reverse("decision", args=[self.region.slug, row.project.reference, row.number])

    def number(self, row: Decision) -> str:
        word = _("Decision")
        return f'<a href="{self.url(row)}"><span class="vh">{word} </span>{row.number}</a>'

    def project(self, row: Decision) -> str:
        return f'<a href="{escape(reverse("project", args=[self.region.slug, row.project.reference]))}"{lang(row)}>{escape(row.project.name)}</a>'

    def question(self, row: Decision) -> str:
        point = f"{row.point_number}. " if row.point_number else ""
        return f"<span{lang(row)}>{point}{escape(row.question)}</span>"

    def outcome(self, row: Decision) -> str:
        return status_html(outcome_mark(row)) + (f'<span class="sub">{escape(place)}</span>' if (place := chain(row)) else "")

    def body(self, row: Decision) -> str:
        where = ", ".join(filter(None, (row.paragraph, row.case_number)))
        name = f'<span lang="{bcp47(self.region.language)}">{escape(row.body.name)}</span>'
        return name + (f'<span class="sub">{escape(where)}</span>' if where else "")

    def conditions(self, row: Any) -> str:
        if not row.asked:
            return NOTHING
        if not row.left or replaced(row):
            return escape(_("%(n)s, all met") % {"n": row.asked} if not row.left else str(row.asked))
        is_late = row.next_due < self.today
        due = (_("next follow-up %(day)s, overdue") if is_late else _("next follow-up %(day)s")) % {"day": day(row.next_due)}
        left = _("%(left)s of %(n)s open") % {"left": row.left, "n": row.asked}
        return f'{escape(left)}<span class="sub">{escape(due)}</span>'


def lang(row: Decision) -> str:
    return f' lang="{bcp47(row.project.language)}"'


def replaced(row: Decision) -> Decision | None:
    return getattr(row, "replaced_by", None)


def chain(row: Decision) -> str:
    """What it replaces, or what replaced it."""
    if successor := replaced(row):
        return _("replaced by %(number)s") % {"number": successor.number}
    return _("replaces %(number)s") % {"number": row.replaces.number} if row.replaces else ""


def condition_lines(row: Decision) -> str:
    """Each on a line of its own, with its days."""
    told = []
    for place, each in enumerate(row.conditions.all(), 1):
        said = {"condition": f"{place}. {each.text}", "due": each.due_on.isoformat(), "met": each.done_on and each.done_on.isoformat()}
        pattern = _("%(condition)s Follow-up %(due)s.") if each.done_on is None else _("%(condition)s Follow-up %(due)s, met %(met)s.")
        told.append(" ".join(filter(None, (pattern % said, each.done_note))))
    return "\n".join(told)


def recorded(row: Decision) -> str:
    """Of what was taken over from a dossier only the day is known."""
    return f"{timezone.localtime(row.recorded_at):{'%Y-%m-%d' if row.imported_at else '%Y-%m-%d %H:%M'}}"


def kept(tells_people: bool) -> list[Column[Decision]]:
    """What only the files hold: what an auditor asks for. Who recorded it is told to those who see the members."""
    found: list[Column[Decision]] = [
        Column("asked", _("Text of the conditions"), condition_lines),
        Column("basis", _("Basis"), lambda row: row.basis),
        Column("version", _("Version of the mandate"), lambda row: row.mandate_version),
        Column("dated", _("Date of that version"), lambda row: row.mandate_dated_on),
        Column("minutes", _("SHA-256 of the minutes"), lambda row: row.minutes_sha256),
        Column("recorded", _("Recorded"), recorded),
    ]
    return [*found, Column("by", _("Recorded by"), lambda row: row.recorded_by.name if row.recorded_by else "")] if tells_people else found


def columns(region: Region, today: dt.date, tells_people: bool = False) -> list[Column[Decision]]:
    return [*shown(Cells(region, today)), *kept(tells_people)]


def shown(cells: Cells) -> list[Column[Decision]]:
    return [
        Column("number", _("Number"), lambda row: row.number, cells.number, is_number=True),
        Column("day", _("Day"), lambda row: row.met_on, lambda row: f'<span class="nb">{day(row.met_on)}</span>', is_number=True),
        Column("project", _("Project"), lambda row: row.project.name, cells.project, is_wide=True),
        Column("reference", _("Reference"), lambda row: row.project.reference),
        Column("question", _("Decision on"), lambda row: row.question, cells.question, is_wide=True),
        Column("outcome", _("Outcome"), lambda row: outcome_word(Outcome(row.outcome)), cells.outcome),
        Column("chain", _("Corrections"), chain),
        Column("text", _("Text of the decision"), lambda row: row.text),
        Column("body", _("Deciding body"), lambda row: row.body.name, cells.body),
        Column("paragraph", _("Paragraph"), lambda row: row.paragraph),
        Column("case", _("Case number"), lambda row: row.case_number),
        Column("dissent", _("Dissent"), lambda row: row.dissent),
        Column("conditions", _("Conditions"), lambda row: row.asked, cells.conditions),
        Column("left", _("Open conditions"), lambda row: row.left),
    ]
