"""The tables that are filled in: their columns, and what each cell must hold to."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from costsharing.grid.cells import MOST_ROWS, Column, Fault, Row, Sheet, Side, Value, Values, amount_of
from costsharing.models import BudgetLine, FundingLine, LocalCost
from costsharing.queries.grids import Stored, bearers, phases_of, rules_of
from portfolio.lib.money import NotAnAmount
from portfolio.web.fields import AMOUNT_ADVICE, DayField, bounds_said, named
from projects.models import Project
from projects.models.project import Certainty

NONE = ("", "–")
DAY = DayField(required=False)


def words(choices: Iterable[tuple[str, Any]]) -> tuple[tuple[str, str], ...]:
    return tuple((value, capfirst(str(label))) for value, label in choices)


def budget_sides(project: Project) -> tuple[Side, Side]:
    """Two queries: the project's phases and the region's rules."""
    text = Column("text", _("What"), most=200, is_required=True)
    certainty = Column("certainty", _("Certainty"), words(Certainty.choices), default=Certainty.STATED.value, is_required=True)
    costs = (
        text,
        Column("kind", _("Kind"), words(BudgetLine.Kind.choices), default=BudgetLine.Kind.OTHER.value, is_required=True),
        Column("phase", _("Phase"), (NONE, *phases_of(project))),
        Column("rule", _("Shared by the rule"), (NONE, *rules_of(project))),
        certainty,
    )
    funding = (
        text,
        Column("kind", _("Kind"), words(FundingLine.Kind.choices), default=FundingLine.Kind.CASH.value, is_required=True),
        Column("grant_state", _("The grant is"), (NONE, *words(FundingLine.Grant.choices))),
        Column("grant_terms", _("Terms of the grant"), most=300),
        Column("apply_by", _("Apply by"), is_day=True),
        certainty,
    )
    return Side("costs", _("Budget"), costs), Side("funding", _("Funding"), funding)


def local_side(cost: LocalCost) -> Side:
    return Side("local", cost.text, fixed=tuple((str(each.pk), named(each)) for each in bearers(cost)), adds=False)


def read(sheet: Sheet, sides: tuple[Side, ...]) -> tuple[Stored, list[Fault]]:
    """Every row's values, None for one that is to go, and what is wrong with which cell. A new row with nothing in it is no row."""
    found: Stored = {}
    faults: list[Fault] = []
    for side in sides:
        rows = sheet.sides[side.key]
        if len(rows) > MOST_ROWS:
            faults.append(Fault(side.key, "", "", "rows"))
        kept = [row for row in rows if not (row.is_new and (row.is_gone or is_empty(row, side)))]
        found[side.key] = {row.id: None if row.is_gone else values(row, side, sheet.years, faults) for row in kept}
    return found, faults


def is_empty(row: Row, side: Side) -> bool:
    return all(not text or text == default_of(side, column) for column, text in row.texts.items())


def default_of(side: Side, key: str) -> str:
    return next((column.default for column in side.columns if column.key == key), "")


def values(row: Row, side: Side, years: list[int], faults: list[Fault]) -> Values:
    found: dict[str, Value] = {}
    for column in side.columns:
        text = found[column.key] = row.texts.get(column.key, "")
        if what := wrong(column, text):
            faults.append(Fault(side.key, row.id, column.key, what))
        elif column.is_day:
            found[column.key] = str(DAY.clean(text) or "")
    if side.key == "funding" and (of_a_grant := grants_own(found)):
        faults.append(Fault(side.key, row.id, of_a_grant, "apply" if of_a_grant == "apply_by" else "grant"))
    for year in years:
        try:
            found[str(year)] = amount_of(row.texts.get(str(year), ""))
        except NotAnAmount as said:
            faults.append(Fault(side.key, row.id, str(year), said.code))
    return found


def grants_own(line: Values) -> str:
    """The first column of a funding line that only a grant has something in, when the line is none."""
    filled = (key for key in ("grant_state", "grant_terms", "apply_by") if line.get(key))
    return "" if line["kind"] == FundingLine.Kind.GRANT else next(filled, "")


def wrong(column: Column, text: str) -> str:
    if column.is_day:
        return wrong_day(text)
    if column.choices:
        return "" if text in dict(column.choices) else "choice"
    if len(text) > column.most:
        return "long"
    return "text" if column.is_required and not text else ""


def wrong_day(text: str) -> str:
    try:
        DAY.clean(text)
    except ValidationError as said:
        return "bounds" if said.code == "bounds" else "day"
    return ""


ADVICE = {
    **AMOUNT_ADVICE,
    "text": gettext_lazy("Write something here."),
    "long": gettext_lazy("Write it shorter."),
    "choice": gettext_lazy("Choose one of the list."),
    "grant": gettext_lazy("Only a grant is sought or granted and has terms. Choose grant as its kind, or leave this empty."),
    "apply": gettext_lazy("Only a grant is applied for. Choose grant as its kind, or leave this empty."),
    "day": gettext_lazy("Write the day as 2026-10-31 or 31.10.2026."),
    "bounds": lazy(bounds_said, str)(),
    "rows": gettext_lazy("A table takes 200 rows at most. Take some out, or put lines together."),
    "unknown": gettext_lazy("There is no such row. Write the name or the number as it stands in the table."),
    "reason": gettext_lazy("Say in a few words why: money changes."),
}


def asks_why(stored: Stored, wanted: Stored) -> bool:
    """Whether money that stood there changes; filling in what was empty needs no reason."""
    for side, rows in wanted.items():
        for key, row in rows.items():
            before = amounts(stored.get(side, {}).get(key))
            if before and (row is None or amounts(row) != before):
                return True
    return False


def amounts(row: Values | None) -> dict[str, Value]:
    """With whether the grant that they are is refused: then they pay for nothing."""
    found = {column: value for column, value in (row or {}).items() if column.isdecimal() and value is not None}
    return {**found, "refused": (row or {}).get("grant_state") == FundingLine.Grant.REFUSED} if found else {}
