"""A whole table is saved at once: every line that changes with its row of history, all by the same moment, so that the deed can be taken back whole."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from costsharing.grid.cells import Values
from costsharing.models import BudgetAmount, BudgetLine, FundingAmount, FundingLine, LocalCost, LocalCostAmount
from costsharing.queries.grids import FIELDS, Stored
from portfolio.actions import rows
from portfolio.models import User
from portfolio.outbox import changed
from projects.models import Project

TABLES: dict[str, tuple[Any, Any]] = {"costs": (BudgetLine, BudgetAmount), "funding": (FundingLine, FundingAmount)}
UNDONE: tuple[Any, ...] = (BudgetLine, FundingLine, LocalCost)


@transaction.atomic
def save_budget(*, project: Project, wanted: Stored, by: User, reason: str) -> dt.datetime:
    """``wanted``: by side and row what is to stand there, None for what is to go. The project's row is held. Returns the deed's moment."""
    at = timezone.now()
    for side, lines in wanted.items():
        model, amounts = TABLES[side]
        there = {str(line.pk): line for line in model.objects.filter(project=project)}
        below = {(amount.line_id, amount.year): amount for amount in amounts.objects.filter(line__project=project)}
        take_out([there.pop(key) for key, values in lines.items() if values is None], by, reason, at)
        last = max((line.position for line in model.objects.filter(project=project)), default=0)
        for key, values in lines.items():
            if values is None:
                continue
            line = there.get(key)
            if line is None:
                last += 1
                line = model(project=project, position=last)
            write(line, values, FIELDS[side], by, reason, at)
            years = {int(column): value for column, value in values.items() if column.isdecimal()}
            of_line = {year: amount for (owner, year), amount in below.items() if owner == line.pk}
            write_amounts(of_line, years, lambda year, line=line, amounts=amounts: amounts(line=line, year=year), (by, reason, at))
    changed()
    return at


def take_out(gone: list[Any], by: User, reason: str, at: dt.datetime) -> None:
    """The last first, so that each is remembered at the place where it stood."""
    for line in sorted(gone, key=lambda line: -line.position):
        model = type(line)
        rows.take_down(line, by, reason, at)
        rows.close_gap(model, {"project_id": line.project_id}, line.position)


def write(line: Any, values: Values, fields: tuple[str, ...], by: User, reason: str, at: dt.datetime) -> None:
    for name in fields:
        setattr(line, name, kept(name, values.get(name.removesuffix("_id"))))
    rows.sign(line, by, reason, at)
    line.save()


def kept(name: str, value: Any) -> Any:
    """A cell as its column takes it."""
    if name.endswith("_id"):
        return int(value) if value else None
    if name == "apply_by":
        return dt.date.fromisoformat(value) if value else None
    return value or ""


def write_amounts(there: dict[int, Any], years: dict[int, Any], new: Any, deed: tuple[User, str, dt.datetime]) -> None:
    for year, minor in years.items():
        amount = there.get(year)
        if minor is None and amount is not None:
            rows.sign(amount, *deed)
            amount.delete()
        elif minor is not None and (amount is None or amount.minor != minor):
            amount = amount or new(year)
            amount.minor = minor
            rows.sign(amount, *deed)
            amount.save()


@transaction.atomic
def save_local(*, cost: LocalCost, wanted: Stored, by: User, reason: str) -> dt.datetime:
    """The cost's own line of history stands for the deed; its amounts hang below it."""
    at = timezone.now()
    rows.sign(cost, by, reason, at)
    cost.save()
    found = LocalCostAmount.objects.filter(cost=cost)
    for key, values in wanted.get("local", {}).items():
        there = {amount.year: amount for amount in found if str(amount.organisation_id) == key}
        years = {int(column): value for column, value in (values or {}).items()}
        write_amounts(there, years, lambda year, key=key: LocalCostAmount(cost=cost, organisation_id=int(key), year=year), (by, reason, at))
    return at


@transaction.atomic
def take_back(*, project: Project, at: dt.datetime, by: User) -> None:
    """All that a deed wrote, or nothing. Raises rows.Refused."""
    entries = [entry for model in UNDONE for entry in model.history.filter(project=project, history_date=at)]
    if not entries:
        raise rows.Refused(_("There is nothing to undo."))
    order = {"+": 0, "-": 1, "~": 2}
    for entry in sorted(entries, key=lambda entry: (order[entry.history_type], entry.position)):
        rows.revert(entry=entry, by=by)
