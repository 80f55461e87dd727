"""A date of the plan is moved with all that moves along, as one deed; and that deed is taken back."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from milestones.queries.steps import MODELS, columns, kind_of
from milestones.ripple import Ripple
from portfolio.actions import rows
from portfolio.models import User
from portfolio.outbox import changed


@transaction.atomic
def move(*, found: Ripple, of: Sequence[Any], by: User, reason: str) -> Any:
    """of: the project's rows, read while its lock is held. Whoever moves a confirmed row unlocks it. Returns the line of history of the row moved."""
    at, stored = timezone.now(), {(kind_of(row), row.pk): row for row in of}
    for change in found.changes:
        row = stored[change.after.key]
        first, last = columns(row)
        if first:
            setattr(row, first, change.after.first)
        setattr(row, last, change.after.last)
        if last == "planned_on":
            row.precision = change.after.precision
        if change is found.main:
            row.is_confirmed = False
        rows.sign(row, by, reason, at)
        row.save()
    changed()
    main = stored[found.main.after.key]
    return rows.latest(type(main), main.pk)


@transaction.atomic
def take_back(*, entry: Any, by: User) -> Any:
    """Everything that the deed moved, if nobody has changed any of it since. Raises Refused."""
    same = {"project": entry.project_id, "history_date": entry.history_date, "history_type": "~"}
    along = [each for model in MODELS.values() for each in model.history.filter(**same)]
    return rows.revert(entry=entry, by=by, along=along)
