"""Decision points, the plan and the risks of a mandate."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from milestones import riskmatrix
from milestones.models import Risk, SuccessFactor
from milestones.queries.plans import Plan, PlannedDecision
from milestones.tables import after, before, description, level_name, matrix_description, picture, point_label
from portfolio.documents.content import Block, Column, Matrices, Matrix, Row, Text, Timeline
from portfolio.documents.phrases import Style, capital, example_remark, phrase, sentence, table
from portfolio.lib import formats
from projects.models import Project
from projects.models.project import Certainty


def deciding(decisions: Iterable[PlannedDecision]) -> PlannedDecision | None:
    """The decision that the mandate itself is put to: number 1, else the first."""
    decisions = list(decisions)
    return next((point for point in decisions if point.number == 1), decisions[0] if decisions else None)


def decision_points(plan: Plan, style: Style) -> list[Block]:
    first = deciding(plan.decisions)
    bodies = {point.body for point in plan.decisions}
    found = [
        Row(
            (
                Text(point_label(point.number, str(place))),
                Text(capital(phrase(point.question))),
                style.name("" if len(bodies) == 1 else point.body),
                Text(formats.day(point.planned_on, style.language, point.precision)),
                Text(" ".join(("◆", _("to be decided")) if point is first else ("○", _("planned")))),
            )
        )
        for place, point in enumerate(plan.decisions, 1)
    ]
    notes = [sentence(_("Every point is decided by %(body)s") % {"body": body}) for body in bodies if body and len(bodies) == 1]
    heads = [
        Column(_("No."), is_tight=True),
        Column(_("Decision on")),
        Column(_("Decided by")),
        Column(_("Date"), is_number=True),
        Column(_("Status"), is_tight=True),
    ]
    made = table(_("Decision points"), heads, [found], notes=notes)
    return [made] if made else []


def timetable(plan: Plan, project: Project, style: Style) -> list[Block]:
    """The picture, the phases with their end milestones, and the milestones that end no phase."""
    shown = picture(plan, project, style.language)
    blocks: list[Block] = []
    if shown.milestones or shown.decisions or len(shown.bars) > 1:
        both = [_("White diamonds are milestones, black ones decision points.")] if shown.milestones and shown.decisions else []
        caption = _("Phases and milestones") if plan.phases else _("Milestones") if shown.milestones else _("Decision points in the period")
        blocks.append(Timeline(caption, description(shown, style.language), shown.bars, shown.milestones, shown.decisions, tuple(both)))
    phases = [
        Row((Text(str(row.number or place)), Text(row.name), Text(formats.period(row.starts_on, row.ends_on, style.language)), Text(row.milestone)))
        for place, row in enumerate(plan.phases, 1)
    ]
    heads = [Column(_("Phase"), is_number=True), Column(_("What is done"), width=36), Column(_("Period")), Column(_("Ends with"), width=30)]
    milestones = [
        Row(
            (
                Text(capital(phrase(row.text))),
                Text(formats.day(row.planned_on, style.language, row.precision)),
                Text(formats.day(row.forecast_on, style.language)),
                Text(formats.day(row.reached_on, style.language)),
            )
        )
        for row in plan.milestones
        if not row.phase
    ]
    dates = [Column(_("Milestone")), Column(_("Planned"), is_number=True), Column(_("Forecast"), is_number=True), Column(_("Reached"), is_number=True)]
    return [*blocks, *filter(None, (table(_("Phases"), heads, [phases]), table(_("Milestones"), dates, [milestones])))]


def success_factors(rows: Iterable[SuccessFactor]) -> list[Block]:
    found = [Row((Text(str(number)), Text(row.text), Text(row.measure))) for number, row in enumerate(rows, 1)]
    heads = [Column(_("No."), is_number=True), Column(_("Success factor, as it may fail"), width=44), Column(_("Measure"))]
    made = table(_("Critical success factors and measures"), heads, [found])
    return [made] if made else []


def risks(rows: Iterable[Risk], style: Style) -> list[Block]:
    """The list, and where the scored ones stand before and after measures. The caller leaves confidential ones out."""
    rows = list(rows)
    found = [
        Row(
            (
                Text(str(number)),
                Text(row.text, " ".join(sentence(text) for text in (row.cause, row.consequence) if text)),
                Text(" ".join(sentence(measure_text(measure, style)) for measure in row.measures.all())),
                Text(scored(row.probability, row.impact)),
                Text(scored(row.probability_after, row.impact_after)),
            ),
            is_example=row.certainty == Certainty.EXAMPLE,
        )
        for number, row in enumerate(rows, 1)
    ]
    heads = [Column(_("No."), is_number=True), Column(_("Risk")), Column(_("Measure")), Column(_("Before"), is_tight=True), Column(_("After"), is_tight=True)]
    remark = example_remark(row.certainty == Certainty.EXAMPLE for row in rows)
    made = table(_("Risks with measures"), heads, [found], remark)
    pairs = [(_("Before measures"), before(rows)), (_("After measures"), after(rows))]
    matrices = tuple(Matrix(heading, matrix_description(heading, points), tuple(points)) for heading, points in pairs if points)
    key = _("Probability × impact. White 1–5: low. Light grey 6–14: medium. Grey 15–25: high.")
    scored_remark = example_remark(row.certainty == Certainty.EXAMPLE for row in rows if row.probability and row.impact)
    return [*([Matrices(matrices, scored_remark, (key,))] if matrices else []), *([made] if made else [])]


def measure_text(measure: object, style: Style) -> str:
    owner, due = getattr(measure, "owner", ""), formats.day(getattr(measure, "due_on", None), style.language)
    extra = ", ".join(filter(None, (owner, due)))
    return f"{phrase(str(getattr(measure, 'text', '')))} ({extra})" if extra else str(getattr(measure, "text", ""))


def scored(probability: int | None, impact: int | None) -> str:
    if not probability or not impact:
        return ""
    return f"{probability * impact}{formats.NB}{level_name(riskmatrix.level(probability, impact))}"
