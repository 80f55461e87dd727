"""A decision point made ready: its meeting, and the answers to the checklist."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from milestones.models import Checklist, ChecklistAnswer, ChecklistItem, DecisionPoint
from portfolio.actions import rows
from portfolio.models import Meeting, Region, User
from projects.models.project import Precision


def choose_meeting(*, point: DecisionPoint, meeting: Meeting | None, by: User, reason: str = "") -> Any:
    """The point takes date and body of the meeting; without one it keeps those it has. Returns its line of history."""
    point.meeting = meeting
    if meeting:
        point.planned_on, point.precision, point.body = meeting.date, Precision.DAY, meeting.body
    return rows.save(row=point, by=by, reason=reason)


@transaction.atomic
def answer(*, point: DecisionPoint, given: Mapping[int, tuple[str, str]], by: User) -> int:
    """given: reply and comment by the item's key, empty ones for no answer. Returns how many answers changed."""
    at, changed = timezone.now(), 0
    stored = {each.item_id: each for each in ChecklistAnswer.objects.filter(point=point)}
    for item, (reply, comment) in given.items():
        row = stored.get(item) or ChecklistAnswer(point=point, item_id=item)
        if (row.reply, row.comment) == (reply, comment) or (row.pk is None and not (reply or comment)):
            continue
        rows.sign(row, by, "", at)
        if reply or comment:
            row.reply, row.comment = reply, comment
            row.save()
        else:
            row.delete()
        changed += 1
    return changed


@transaction.atomic
def begin_checklist(*, region: Region, kind: str, questions: list[str], by: User) -> Checklist:
    """A checklist with its first questions. The caller holds the region."""
    found = Checklist(region=region, kind=kind)
    rows.save(row=found, by=by, below=[])
    for position, text in enumerate(questions, 1):
        item = ChecklistItem(checklist=found, position=position, text=text)
        rows.sign(item, by, "", timezone.now())
        item.save()
    return found
