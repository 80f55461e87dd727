"""The tables of a mandate that are drawn from the project's own rows: goals, roles, participants, promises."""

from collections.abc import Iterable
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from milestones.models import Benefit
from portfolio.documents.content import Block, Column, Items, Row, Text
from portfolio.documents.phrases import Style, capital, example_remark, municipalities, phrase, sentence, table
from portfolio.lib import formats
from portfolio.lib.alphabet import place
from projects.models import Commitment, Deliverable, Objective, Participation, ProjectGoal, ProjectRole, Resource
from projects.models.project import Certainty
from projects.models.strategy import FocusArea
from projects.wording import promises


def goals(rows: Iterable[ProjectGoal], style: Style) -> list[Block]:
    """The strategy's goals with its own numbers, by focus area, and how many of the area's goals they are."""
    rows = list(rows)
    groups = []
    for area, members in groupby(rows, key=lambda row: row.goal.area):
        found = [Row((Text(str(row.goal)), style.name(row.goal.text))) for row in members]
        groups.append([Row((style.name(area_heading(area, len(found), style)),), "group"), *found])
    strategies = dict.fromkeys(row.goal.area.strategy for row in rows)
    notes = [sentence(_("Source: %(name)s. Adopted: %(adopted)s") % {"name": s.name, "adopted": phrase(s.adopted)}) for s in strategies if s.adopted]
    made = table(_("The goals that the project is to serve"), [Column(_("Goal"), is_number=True), Column(_("Goal of the strategy"))], groups, notes=notes)
    return [made] if made else []


def area_heading(area: FocusArea, count: int, style: Style) -> str:
    name = _("Focus area %(number)s, %(name)s") % {"number": area.number, "name": area.name} if area.number else area.name
    words = {"count": style.in_words(count), "total": style.in_words(area.goal_count or 0)}
    if area.goal_count == count and count > 1:
        share = _("all %(count)s goals") % words
    elif area.goal_count:
        share = ngettext("%(count)s of %(total)s goals", "%(count)s of %(total)s goals", area.goal_count) % words
    else:
        share = ngettext("%(count)s goal", "%(count)s goals", count) % words
    return f"{name}: {share}"


def objectives(rows: Iterable[Objective], style: Style) -> list[Block]:
    groups = []
    for _kind, members in groupby(rows, key=lambda row: row.kind):
        found = list(members)
        heading = Row((Text(capital(found[0].get_kind_display())),), "group")
        groups.append([heading, *(Row((Text(row.text), Text(row.year or formats.day(row.due_on, style.language)))) for row in found)])
    made = table(_("Goals of the project"), [Column(_("Goal")), Column(pgettext("at the latest", "By"), width=20)], groups)
    return [made] if made else []


def benefits(rows: Iterable[Benefit], style: Style) -> list[Block]:
    found = [
        Row(
            (
                Text(str(number)),
                Text(row.text, f"{row.indicator} ({row.unit})" if row.indicator and row.unit else row.indicator or row.unit),
                Text(capital(row.get_kind_display())),
                Text(f"{row.baseline} → {row.target}" if row.baseline and row.target else row.target or row.baseline),
                Text(row.owner),
            )
        )
        for number, row in enumerate(rows, 1)
    ]
    heads = [Column(_("No."), is_number=True), Column(_("Benefit")), Column(_("Kind")), Column(_("From → to")), Column(_("Owner"))]
    made = table(_("Benefits"), heads, [found])
    return [made] if made else []


def deliverables(rows: Iterable[Deliverable], style: Style) -> list[Block]:
    found = [Row((Text(str(number)), Text(row.title), Text(row.text))) for number, row in enumerate(rows, 1)]
    made = table(_("Deliverables"), [Column(_("No."), is_number=True), Column(_("Deliverable"), width=36), Column(_("What it is"))], [found])
    return [made] if made else []


def roles(rows: Iterable[ProjectRole], style: Style) -> list[Block]:
    found = []
    for row in rows:
        term = formats.period(row.valid_from, row.valid_to, style.language)
        holder = style.name(row.held_by, term) if row.body_id or row.organisation_id else Text(row.held_by, term)
        found.append(Row((Text(capital(row.get_role_display())), holder, Text(row.duty))))
    made = table(_("Roles and responsibility"), [Column(_("Role"), width=28), Column(_("Held by")), Column(_("Duty"))], [found])
    return [made] if made else []


def participants(rows: Iterable[Participation], style: Style) -> list[Block]:
    """Names in columns when there is no more to say of each than the name; what holds for all is said once."""
    rows = sorted(rows, key=lambda row: place(row.organisation.name, style.names_language))
    if not rows:
        return []
    state = rows[0].state if len({row.state for row in rows}) == 1 else ""
    note = rows[0].note if len({row.note for row in rows}) == 1 else ""
    caption = _("Participants: %(who)s") % {"who": who(len(rows), state)}
    remark = example_remark(row.certainty == Certainty.EXAMPLE for row in rows)
    notes = (sentence(note),) if note else ()
    found = [participant(number, row, bool(state), bool(note), style) for number, row in enumerate(rows, 1)]
    if not any(cell.text for row in found for cell in row.cells[2:]):
        return [Items(caption, tuple(Row(row.cells[1:2], is_example=row.is_example) for row in found), True, remark, notes)]
    heads = [Column(_("No."), is_number=True), Column(_("Municipality")), Column(pgettext("of a participant", "State")), Column(_("Period")), Column(_("Note"))]
    made = table(caption, heads, [found], remark, notes)
    return [made] if made else []


def who(count: int, state: str) -> str:
    """33 municipalities are invited; only how many when they are not all in the same state."""
    told = {
        Participation.State.ACTIVE: ngettext("%(count)s municipality takes part", "%(count)s municipalities take part", count),
        Participation.State.INVITED: ngettext("%(count)s municipality is invited", "%(count)s municipalities are invited", count),
    }
    if state and state not in told:
        return f"{municipalities(count)}, {Participation.State(state).label}"
    return told[Participation.State(state)] % {"count": count} if state else municipalities(count)


def participant(number: int, row: Participation, same_state: bool, same_note: bool, style: Style) -> Row:
    state, note = "" if same_state else capital(row.get_state_display()), "" if same_note else row.note
    term = formats.period(row.valid_from, row.valid_to, style.language)
    return Row((Text(str(number)), style.name(row.organisation.name), Text(state), Text(term), Text(note)), is_example=row.certainty == Certainty.EXAMPLE)


def commitments(rows: Iterable[Commitment], style: Style) -> list[Block]:
    """What is promised beyond money, by who promises it. Also what has a heading only: the document says that much."""
    rows = list(rows)
    groups = []
    for who, members in groupby(rows, key=lambda row: (row.side, row.organisation_id)):
        found = list(members)
        one = who[0] == Commitment.Side.ONE
        head = style.name(str(found[0].organisation)) if one else Text(capital(found[0].get_side_display()))
        groups.append([Row((head,), "group"), *(promise(row, style) for row in found)])
    heads = [Column(_("What"), width=30), Column(_("What it is")), Column(_("Extent"), width=28)]
    made = table(_("Commitments"), heads, groups, example_remark(row.certainty == Certainty.EXAMPLE for row in rows))
    return [made] if made else []


def promise(row: Commitment, style: Style) -> Row:
    reimbursed = _("reimbursed") if row.is_reimbursed else ""
    return Row((Text(row.title), Text(row.text), Text(extent(row, style), reimbursed)), is_example=row.certainty == Certainty.EXAMPLE)


def extent(row: Commitment, style: Style) -> str:
    """About 10 persons, about 250 hours each."""
    return promises.extent(vars(row), style.language)


def resources(rows: Iterable[Resource], style: Style) -> list[Block]:
    rows = list(rows)
    if not rows:
        return []
    if not any(row.text for row in rows):
        return [Items(_("Resources that the project will use"), tuple(Row((Text(phrase(row.title)),)) for row in rows))]
    made = table(_("Resources"), [Column(_("What"), width=36), Column(_("Description"))], [[Row((Text(row.title), Text(row.text))) for row in rows]])
    return [made] if made else []
