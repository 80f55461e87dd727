"""What a steering pack says of one project beside its decision points: where the plan stands, what it costs and who pays, and what is still open."""

import datetime as dt
from collections.abc import Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from costsharing.queries.budgets import money
from milestones.gates import Outcome
from milestones.models import StatusReport
from milestones.models.decision import OUTCOME_LABELS
from milestones.queries.plans import Plan
from milestones.slip import Slip
from milestones.tables import description, phase_label, picture
from milestones.wording.plans import slip_words
from portfolio.documents.budget import budget
from portfolio.documents.content import Block, Column, Items, Row, Text, Timeline
from portfolio.documents.cost import cost_tables
from portfolio.documents.pack import AskedFor, Record, Ruled
from portfolio.documents.phrases import Style, capital, phrase, table
from portfolio.lib import formats
from projects.models import OpenPoint, Project

LINES = 5
"""To write conditions on."""
BETTER_FIRST = [each.value for each in StatusReport.STANDINGS]


def timetable(plan: Plan, project: Project, style: Style, today: dt.date) -> list[Block]:
    """The picture with the day of the pack, then phases and milestones with how far each has slipped, in words."""
    shown = picture(plan, project, style.language, today)
    blocks: list[Block] = []
    if shown.days:
        notes = [_("White diamonds are milestones, black ones decision points.")] if shown.milestones and shown.decisions else []
        if shown.days[0] <= today <= shown.days[-1]:
            notes.append(_("The dashed line is the day of the pack."))
        blocks.append(Timeline(_("The plan"), description(shown, style.language), shown.bars, shown.milestones, shown.decisions, tuple(notes), today=today))
    found = [
        *(
            own_row(project, style, phase_label(row.number, row.name), formats.period(row.starts_on, row.ends_on, style.language), row.slip)
            for row in plan.phases
        ),
        *(
            own_row(
                project, style, capital(phrase(row.text)), formats.day(row.day, style.language, row.precision if row.day == row.planned_on else "day"), row.slip
            )
            for row in plan.milestones
        ),
    ]
    heads = [Column(_("Phase or milestone"), width=44), Column(_("Date")), Column(_("Against what was planned"))]
    made = table(_("Phases and milestones"), heads, [found])
    return [*blocks, *([made] if made else [])]


def own_row(project: Project, style: Style, text: str, when: str, slip: Slip | None) -> Row:
    lang = project.language if project.language != style.language else ""
    return Row((Text(text, lang=lang), Text(when), Text(capfirst(slip_words(slip)))))


def money_of(project: Project, style: Style) -> list[Block]:
    """Cost and funding year by year with their sums and check, then what each pays."""
    return [*budget(money(project), style), *cost_tables(project, style)]


def open_points(project: Project, style: Style) -> list[Block]:
    """What is to be clarified, with the day it is to be by; gaps of the source too."""
    lang = project.language if project.language != style.language else ""
    rows = [
        Row((Text(capital(phrase(row.text)), _("by %(day)s") % {"day": formats.day(row.due_on, style.language)} if row.due_on else "", lang),))
        for row in OpenPoint.objects.filter(project=project, done_on__isnull=True)
    ]
    return [Items(_("Open points"), tuple(rows))] if rows else []


def since_last(reports: list[StatusReport]) -> str:
    """The newest report held against the one before it; nothing while none is sent."""
    if not reports:
        return ""
    if len(reports) == 1:
        return formats.NB.join(("○", _("first report")))
    now, before = (BETTER_FIRST.index(each.status) for each in reports)
    return formats.NB.join(("→", _("unchanged")) if now == before else ("↗", _("better")) if now < before else ("↘", _("weaker")))


def decisions_made(count: int) -> str:
    """Said on the first page of a pack that is made once the meeting has been held; nothing before."""
    words = ngettext(
        "One decision of this meeting is recorded; it stands with its project.",
        "%(n)s decisions of this meeting are recorded; each stands with its project.",
        count,
    )
    return words % {"n": count} if count else ""


def record_of(asked: Sequence[AskedFor]) -> Record | None:
    """The page to fill in; none when nothing is asked for."""
    if not asked:
        return None
    boxes = tuple(Text(f"{each.number} {each.question.text}", lang=each.question.lang) for each in asked)
    return Record(
        kicker=_("Filled in at the meeting, and entered in the minutes"),
        heading=_("Decisions made"),
        boxes=Ruled(_("One cross for each decision"), (_("No."), *(capital(OUTCOME_LABELS[each]) for each in Outcome)), boxes),
        lines=Ruled(_("Changes, conditions and days"), (_("No."), _("Text"), _("Responsible"), _("By")), (Text(""),) * LINES),
        minutes=Ruled(_("For the minutes"), (_("Chair of the meeting"), _("Signature"), _("Date and paragraph")), (Text(""),)),
    )
