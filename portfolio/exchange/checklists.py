"""The questions that a project's decision points answer: the region's own, of the project's kind."""

from collections.abc import Iterator
from typing import Any

from milestones.models import Checklist, ChecklistAnswer, ChecklistItem
from portfolio.exchange.fields import Row
from portfolio.exchange.known import Known
from portfolio.exchange.pen import Pen
from portfolio.exchange.sections import ANSWERS, CHECKLIST, DECISION_POINTS
from portfolio.lib.texts import one_line
from projects.models import Project


def asked_of(project: Project) -> list[ChecklistItem]:
    """In order, what is asked and what was answered; nothing where nothing was. A question of a kind that the project once was is no longer asked."""
    answered = answered_by(project)
    if not answered:
        return []
    own = {"checklist__region": project.region, "checklist__kind": project.kind}
    items = [item for item in ChecklistItem.objects.filter(**own).order_by("position") if not item.is_retired or item.pk in answered]
    others = list(ChecklistItem.objects.filter(pk__in=answered).exclude(**own).order_by("pk"))
    for item in others:
        item.is_retired = True
    return items + others


def answered_by(project: Project) -> set[int]:
    return set(ChecklistAnswer.objects.filter(point__project=project).values_list("item_id", flat=True))


def settle(dossier: Row, known: Known, pen: Pen) -> list[int]:
    """The questions' keys in the order of the file; 0 for one that the region does not ask and the project does not answer.

    The region's list stays as it is: a question that it lacks is added as no longer asked. A region without a list for the kind gets the file's.
    """
    rows = [row for _path, row in CHECKLIST.rows(dossier)]
    if not rows:
        return []
    kind, reference = dossier["project"]["kind"], dossier["project"]["reference"]
    mine = Checklist.objects.filter(region=known.region, kind=kind).first()
    is_new = mine is None
    if mine is None:
        mine = Checklist(region=known.region, kind=kind)
        pen.add(Checklist, [mine])
    project = Project.objects.filter(region=known.region, reference=reference).first()
    free = list(ChecklistItem.objects.filter(checklist=mine).order_by("position"))
    last = max([item.position for item in free], default=0)
    free += ChecklistItem.objects.filter(pk__in=answered_by(project) if project else ()).exclude(checklist=mine).order_by("pk")
    answered, found = set(answers_in(dossier)), []
    for place, row in enumerate(rows, 1):
        item = taken(free, row, mine)
        if item is None and (is_new or place in answered):
            last += 1
            item = ChecklistItem(checklist=mine, position=last, text=row["text"], is_retired=not is_new or row.get("is_retired", False))
            pen.add(ChecklistItem, [item])
        found.append(item.pk if item else 0)
    return found


def taken(free: list[ChecklistItem], row: Row, mine: Checklist) -> ChecklistItem | None:
    """The question of that text, rather one that is asked, or not, as in the file; it is taken once."""
    alike = [item for item in free if one_line(item.text) == row["text"]]
    alike.sort(key=lambda item: (item.is_retired or item.checklist_id != mine.pk) != row.get("is_retired", False))
    if not alike:
        return None
    free.remove(alike[0])
    return alike[0]


def answers_in(dossier: Row) -> Iterator[Any]:
    for path, point in DECISION_POINTS.rows(dossier):
        yield from (answer["item"] for _path, answer in ANSWERS.rows(point, path))
