"""A project's mandate as content to print, drawn from the records in the project's language."""

import base64
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from costsharing.queries.budgets import Money, money
from milestones.queries import outlooks, plans
from portfolio.documents import budget, cost, plan, tables
from portfolio.documents.content import Approval, Block, Chapter, Fact, Items, Logo, Mandate, Matrices, Table, Text, Timeline, Words
from portfolio.documents.phrases import Style, capital, example_remark, phrase, sentence
from portfolio.lib import formats
from portfolio.models import Region
from projects import queries
from projects.models import Mandate as MandateRow
from projects.models import MandateTemplate, OpenPoint, Project, ProjectRole, TemplateChapter
from projects.models.project import Certainty

LISTED_ROLES = (ProjectRole.Role.CLIENT, ProjectRole.Role.OWNER, ProjectRole.Role.RESPONSIBLE, ProjectRole.Role.OFFICE)


class NoMandate(Exception):
    """The project has no mandate to print."""


@dataclass(frozen=True)
class Records:
    """What several parts of the document read, fetched once."""

    project: Project
    mandate: MandateRow
    style: Style
    plan: plans.Plan
    terms: queries.Terms
    outlook: outlooks.Outlook
    texts: dict[str, str]
    open_points: list[OpenPoint]
    money: Money

    @property
    def template(self) -> MandateTemplate:
        return self.mandate.template

    def title_of(self, titled: MandateTemplate | TemplateChapter) -> str:
        return {"sv": titled.title_sv, "nb": titled.title_nb, "en-gb": titled.title_en}[self.style.language]


def content_of(project: Project) -> Mandate:
    mandate = queries.mandate_of(project)
    if mandate is None:
        raise NoMandate
    region = project.region
    with override(project.language):
        terms = queries.terms(project)
        records = Records(
            project=project,
            mandate=mandate,
            style=Style(project.language, region.language, region.currency),
            plan=plans.plan(project),
            terms=terms,
            outlook=outlooks.outlook(project, confidential=False),
            texts={chapter.key: chapter.text for chapter in terms.chapters},
            open_points=[point for point in terms.open_points if point.done_on is None],
            money=money(project),
        )
        return document(records)


def document(records: Records) -> Mandate:
    project, mandate = records.project, records.mandate
    return Mandate(
        language=project.language,
        reference=project.reference,
        title=mandate.title,
        subtitle=mandate.subtitle,
        kicker=" · ".join(kicker(records)),
        lead=project.summary,
        head=mandate.title,
        version_line=version_line(records),
        author=mandate.author or project.region.name,
        dated=mandate.dated_on,
        facts=tuple(facts(records)),
        chapters=tuple(numbered(chapters(records))),
        approval=approval(records),
        words=Words(
            contents=_("Contents"),
            page=pgettext("page 1 of 6", "page"),
            of=pgettext("page 1 of 6", "of"),
            probability=_("Probability"),
            impact=_("Impact"),
            milestones=_("Milestones"),
            decisions=_("Decisions"),
        ),
        logo=logo(project.region),
        letterhead=letterhead(project.region),
    )


def letterhead(region: Region) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, region.letterhead.splitlines())))


def kicker(records: Records) -> list[str]:
    """The line above the title. It names the region where no letterhead has just named it."""
    region = records.project.region
    return [*([] if region.name in letterhead(region) else [region.name]), kind_line(records), _("Draft")]


def logo(region: Region) -> Logo | None:
    """None also when the file is not there, as in a copy of the database alone."""
    path = Path(settings.MEDIA_ROOT) / region.logo
    if not region.logo or not path.is_file():
        return None
    return Logo(base64.b64encode(path.read_bytes()).decode(), region.name)


def kind_line(records: Records) -> str:
    """The kind of document, and of project unless that is said already."""
    title, kind = records.title_of(records.template), records.project.get_kind_display()
    return title if kind.lower() in title.lower() else f"{title}, {kind}"


def version_line(records: Records) -> str:
    mandate = records.mandate
    dated = formats.day(mandate.dated_on, records.style.language, mandate.dated_precision)
    version = mandate.version_label
    parts = [": ".join((_("Draft"), records.title_of(records.template))), version, "" if dated.replace(formats.NB, " ") in version else dated]
    return ", ".join(filter(None, parts))


def facts(records: Records) -> list[Fact]:
    """What page one must say. A fact that is not known is left out."""
    project, style, decision = records.project, records.style, plan.deciding(records.plan.decisions)
    found: list[tuple[str, Text]] = []
    if decision:
        number = _(" (decision point %(number)s)") % {"number": decision.number} if decision.number else ""
        found.append((_("To be decided"), Text(f"{capital(phrase(decision.question))}{number}")))
        when = formats.day(decision.planned_on, style.language, decision.precision)
        found.append((_("Decided by"), Text(", ".join(filter(None, (decision.body, when))))))
    else:
        dated = [point for point in records.open_points if point.due_on]
        found += [(_("To be clarified"), Text(f"{capital(phrase(point.text))}{by(point, style)}")) for point in dated]
    found += [(capital(role.get_role_display()), style.name(role.held_by)) for role in records.terms.roles if role.role in LISTED_ROLES]
    span = formats.period(project.starts_on, project.ends_on, style.language, project.dates_precision)
    found.append((_("Period"), Text(span)))
    if (its_budget := records.money.budget) and its_budget.frame_minor is not None:
        frame = style.money(its_budget.frame_minor, its_budget.frame_certainty)
        remark = example_remark([its_budget.frame_certainty == Certainty.EXAMPLE])
        found.append((_("Cost frame"), Text(f"{frame} ({remark})" if remark else frame)))
    found.append((_("Rests on"), style.name(strategy_line(records))))
    found.append((_("Case number"), Text(project.case_number)))
    found.append((_("Source"), Text(project.source)))
    return [Fact(label, value) for label, value in found if value.text]


def strategy_line(records: Records) -> str:
    """The strategies of the project's goals, and its own focus area."""
    area, style = records.project.focus_area, records.style
    if area is None:
        return "; ".join(dict.fromkeys(str(row.goal.area.strategy) for row in records.terms.goals))
    name = style.quote(area.name)
    place = _("focus area %(number)s %(name)s") % {"number": area.number, "name": name} if area.number else name
    return f"{area.strategy}, {place}"


def chapters(records: Records) -> list[Chapter]:
    """The template's chapters in its order, then texts that it has no place for, then notes without a chapter."""
    made: list[Chapter] = []
    drawn = drawings(records)
    known = {chapter.key: chapter for chapter in records.template.chapters.all()}
    for key in [*known, *sorted(set(records.texts) - set(known))]:
        blocks = [block for name in (known[key].tables.split() if key in known else ()) for block in drawn[name]()]
        text, notes = records.texts.get(key, ""), notes_of(key, records)
        if not (text.strip() or blocks or notes):
            notes = (_("Nothing is written here yet."),)
        title = records.title_of(known[key]) if key in known else capital(key.replace("-", " "))
        number = str(len(made) + 1) if records.template.is_numbered else ""
        made.append(Chapter(key, number, title, text, tuple(blocks), notes))
    placed = set(known) | set(records.texts)
    rest = [note for key in ("", *sorted(noted(records) - placed - {""})) for note in notes_of(key, records)]
    return [*made, Chapter("open", "", _("Open points"), "", (), tuple(rest))] if rest else made


def noted(records: Records) -> set[str]:
    return {point.chapter for point in records.open_points} | {note.chapter for note in records.terms.source_notes}


def drawings(records: Records) -> dict[str, Callable[[], list[Block]]]:
    """Each kind of table to what draws it."""
    terms, outlook, style = records.terms, records.outlook, records.style
    return {
        "goals": partial(tables.goals, terms.goals, style),
        "objectives": partial(tables.objectives, terms.objectives, style),
        "benefits": partial(tables.benefits, outlook.benefits, style),
        "deliverables": partial(tables.deliverables, terms.deliverables, style),
        "roles": partial(tables.roles, terms.roles, style),
        "participants": partial(tables.participants, terms.participants, style),
        "commitments": partial(tables.commitments, terms.commitments, style),
        "resources": partial(tables.resources, terms.resources, style),
        "decision_points": partial(plan.decision_points, records.plan, style),
        "risks": lambda: [*plan.success_factors(outlook.factors), *plan.risks(outlook.risks, style)],
        "plan": partial(plan.timetable, records.plan, records.project, style),
        "budget": lambda: [*budget.budget(records.money, style), *cost.cost_tables(records.project, style)],
    }


def notes_of(key: str, records: Records) -> tuple[str, ...]:
    """Gaps, open points and contradictions of the source are printed where they belong, so that nothing is filled silently."""
    style, notes = records.style, []
    for point in records.open_points:
        if point.chapter == key:
            words = _("Missing in the source: %(text)s") if point.kind == OpenPoint.Kind.GAP else _("To be clarified: %(text)s")
            notes.append(sentence(words % {"text": phrase(point.text) + by(point, style)}))
    for note in records.terms.source_notes:
        if note.chapter == key:
            told = _("%(subject)s: the source says both %(one)s and %(other)s") % {
                "subject": capital(phrase(note.subject)),
                "one": style.quote(phrase(note.reading)),
                "other": style.quote(phrase(note.other_reading)),
            }
            notes.append(" ".join(filter(None, (sentence(told), sentence(note.note)))))
    return tuple(notes)


def by(point: OpenPoint, style: Style) -> str:
    return _(" (by %(date)s)") % {"date": formats.day(point.due_on, style.language)} if point.due_on else ""


def numbered(made: list[Chapter]) -> list[Chapter]:
    """Tables and pictures are numbered through the document, each kind by itself."""
    count = {"table": 0, "figure": 0}

    def number(kind: str, words: str, block: Block) -> Block:
        count[kind] += 1
        return replace(block, caption=words % {"number": count[kind], "caption": block.caption})  # type: ignore[arg-type, union-attr]

    def named(block: Block) -> Block:
        if isinstance(block, Table) or (isinstance(block, Items) and block.as_names):
            return number("table", _("Table %(number)s. %(caption)s"), block)
        if isinstance(block, Timeline):
            return number("figure", _("Figure %(number)s. %(caption)s"), block)
        if isinstance(block, Matrices):
            count["figure"] += 1
            first = replace(block.matrices[0], caption=_("Figure %(number)s. %(caption)s") % {"number": count["figure"], "caption": block.matrices[0].caption})
            return replace(block, matrices=(first, *block.matrices[1:]))
        return block

    return [replace(chapter, blocks=tuple(map(named, chapter.blocks))) for chapter in made]


def approval(records: Records) -> Approval:
    """Who signs: the body that decides on the mandate, else the steering group, and the project responsible.

    Where nobody is to decide it is an offer: the office that makes it and the municipality that takes it up; a blank when not even that is known.
    """
    point = plan.deciding(records.plan.decisions)
    held = {role.role: role.held_by for role in reversed(records.terms.roles) if role.held_by}
    columns = (pgettext("who signs", "For"), _("Place and date"), _("Signature"))
    body = (point.body if point else "") or held.get(ProjectRole.Role.STEERING_GROUP, "")
    signers = [_("%(body)s, chair") % {"body": body}] if body else []
    if responsible := held.get(ProjectRole.Role.RESPONSIBLE):
        signers.append(f"{capital(ProjectRole.Role.RESPONSIBLE.label)}: {responsible}")
    if not signers and (office := held.get(ProjectRole.Role.OFFICE)):
        return Approval(_("Signatures"), "", columns, (office, _("Municipality:")))
    text = ""
    if body and point and point.body and point.number:
        text = _("The mandate applies once %(body)s has approved it in decision point %(number)s.") % {"body": body, "number": point.number}
    elif body:
        text = _("The mandate applies once %(body)s has approved it.") % {"body": body}
    return Approval(_("Approval"), text, columns, tuple(signers) or ("",))
