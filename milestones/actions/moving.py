"""A date of the plan is moved with all that moves along, as one deed; and that deed is taken back."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from milestones.models import DecisionPoint
from milestones.queries.decisions import open_points
from milestones.queries.steps import MODELS, Sittings, columns, kind_of
from milestones.ripple import Ripple
from portfolio.actions import rows
from portfolio.models import User
from portfolio.outbox import changed


@transaction.atomic
def move(*, found: Ripple, of: Sequence[Any], sittings: Sittings, by: User, reason: str) -> Any:
    """of: the project's rows, read while its lock is held. Whoever moves a confirmed row unlocks it. Returns the line of history of the row moved.

    A decision point that leaves its meeting's day hangs on the body's meeting of the new day, or on none.
    """
    at, stored = timezone.now(), {(kind_of(row), row.pk): row for row in of}
    for change in found.changes:
        row = stored[change.after.key]
        first, last = columns(row)
        if first:
            setattr(row, first, change.after.first)
        setattr(row, last, change.after.last)
        if last == "planned_on":
            row.precision = change.after.precision
        if isinstance(row, DecisionPoint):
            row.meeting = sittings.after(change.after)
        if change is found.main:
            row.is_confirmed = False
        rows.sign(row, by, reason, at)
        row.save()
    changed()
    main = stored[found.main.after.key]
    return rows.latest(type(main), main.pk)


@transaction.atomic
def take_back(*, entry: Any, by: User) -> Any:
    """Everything that the deed moved, if nobody has changed any of it or decided on it since. Raises Refused."""
    same = {"project": entry.project_id, "history_date": entry.history_date, "history_type": "~"}
    along = [each for model in MODELS.values() for each in model.history.filter(**same)]
    refuse_if_decided(along)
    return rows.revert(entry=entry, by=by, along=along)


ASKED = ("number", "question", "body_id", "planned_on", "precision", "meeting_id", "basis", "mandate_version", "mandate_dated_on")


def refuse_if_decided(lines: Sequence[Any]) -> None:
    """Lines of history that are to be taken back. Raises Refused when that would change what a body has answered."""
    points = [each.id for each in lines if each.instance_type is DecisionPoint and changes_question(each)]
    if point := DecisionPoint.objects.filter(~open_points(), pk__in=points).first():
        raise rows.Refused(_("A body has decided since on “%(question)s”, so this cannot be undone here.") % {"question": point.question})


def changes_question(line: Any) -> bool:
    before = DecisionPoint.history.filter(id=line.id, history_id__lt=line.history_id).order_by("-history_id").first()
    return line.history_type != "~" or before is None or any(getattr(before, name) != getattr(line, name) for name in ASKED)
