"""How a row of a project or a region is added, changed, moved, removed and brought back: whatever its table is, each with its row of history.

The caller holds the lock of the row's project (projects.actions.locking) or region (portfolio.actions.locking), so positions and numbers are this
transaction's alone.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import PROTECT, F, Field, ForeignKey, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext as _

from portfolio.models import User
from portfolio.outbox import changed
from portfolio.statements import Statement, given
from portfolio.templatetags.portfolio_format import moment

AWAY = 10_000  # where positions are parked while rows change places: no list is that long
MOVED, COPIED, UNDONE = ":moved", ":copied", ":undone"
"""Reasons that the program gives by itself, marked by the colon; a page says them in the language of its reader. After UNDONE stands what was undone for."""


class Refused(Exception):
    """What was asked for cannot be done as things stand; says why."""


def sign(row: Any, by: User | None, reason: str, at: dt.datetime) -> None:
    """Everything that one deed writes carries the same moment, so that it can be found and undone together."""
    row._history_user, row._change_reason, row._history_date = by, reason, at


@cache
def newest(model: Any) -> Statement[Any]:
    return Statement(lambda: model.history.filter(id=given("pk")).order_by("-history_id")[:1])


def latest(model: Any, pk: int) -> Any:
    """The newest line of history of a row, which may be gone."""
    return next(iter(newest(model).rows(pk=pk)), None)


@transaction.atomic
def save(*, row: Any, by: User, reason: str = "", below: Sequence[Any] = (), gone: Sequence[Any] = ()) -> Any:
    """Stores a new or changed row with what hangs below it; a new one comes last. Returns its line of history."""
    at, owner = timezone.now(), owner_field(type(row))
    if owner and owned_elsewhere(row, owner):
        row.position = 1 + max(siblings(row, owner).exclude(pk=row.pk).values_list("position", flat=True), default=0)
    for each in (row, *below):
        sign(each, by, reason, at)
        each.save()
    for each in gone:
        sign(each, by, reason, at)
        each.delete()
    changed()
    return latest(type(row), row.pk)


def owned_elsewhere(row: Any, owner: str) -> bool:
    stored = type(row)._default_manager.filter(pk=row.pk).values_list(owner, flat=True).first() if row.pk else None
    if stored is not None and stored != getattr(row, owner):
        close_gap(type(row), {owner: stored}, row.position, keep=row.pk)
        return True
    return stored is None


@transaction.atomic
def remove(*, row: Any, by: User, reason: str = "") -> Any:
    """The row with all that hangs below it, down to the last; what only points to it stays. Refused when something else builds on it.

    Returns its line of history.
    """
    model, pk, owner = type(row), row.pk, owner_field(type(row))
    take_down(row, by, reason, timezone.now())
    if owner:
        close_gap(model, {owner: getattr(row, owner)}, row.position)
    changed()
    return latest(model, pk)


def take_down(row: Any, by: User, reason: str, at: dt.datetime) -> None:
    if is_built_on(row):
        raise Refused(_("Something else builds on it, so it cannot be removed. Give it an end, or take it out there first."))
    for child, field in hanging(type(row)):
        for each in child._default_manager.filter(**{field.name: row}):
            if field.null:
                sign(each, by, reason, at)
                setattr(each, field.name, None)
                each.save()
            else:
                take_down(each, by, reason, at)
    sign(row, by, reason, at)
    row.delete()


def is_built_on(row: Any) -> bool:
    """Rows that the tables protect it for: a body that projects name, a goal that they serve."""
    relations = [relation for relation in row._meta.related_objects if relation.on_delete is PROTECT]
    return any(relation.related_model._default_manager.filter(**{relation.field.name: row}).exists() for relation in relations)


@transaction.atomic
def move(*, row: Any, up: bool, by: User) -> bool:
    """One place up or down; False at the end of the list.

    One line of history tells it: the others keep their order among themselves, so their places follow from it. A line for each of them
    would hide the one deed behind many, and would keep whoever changed such a neighbour from undoing that.
    """
    owner = owner_field(type(row))
    if owner is None:
        return False
    there = siblings(row, owner)
    other = (there.filter(position__lt=row.position).last() if up else there.filter(position__gt=row.position).first()) if there else None
    if other is None:
        return False
    mine, row.position = row.position, other.position
    there.filter(pk=row.pk).update(position=mine + AWAY)
    there.filter(pk=other.pk).update(position=mine)
    sign(row, by, MOVED, timezone.now())
    row.save()
    return True


@transaction.atomic
def revert(*, entry: Any, by: User, along: Sequence[Any] = ()) -> Any:
    """Takes back one deed, named by its line of history, if nobody has changed what it touched since. Returns the new line.

    along: the lines that the deed wrote of other rows beside this one, when it moved several.
    """
    model = entry.instance_type
    touched = list({(each.instance_type, each.history_id): each for each in (entry, *along, *also_touched(entry))}.values())
    for each in touched:
        now = latest(each.instance_type, each.id)
        if now.history_id != each.history_id:
            raise Refused(changed_since(now, is_one_of_several=bool(along)))
    reason = undone(entry.history_change_reason or "")
    if entry.history_type == "+":
        row = model._default_manager.get(pk=entry.id)
        if holds_all(model) or has_what_stays(row):
            raise Refused(_("Too much hangs on it by now for it to be undone."))
        return remove(row=row, by=by, reason=reason)
    at = timezone.now()
    try:
        with transaction.atomic():
            for each in touched:
                put_back(each, by, reason, at)
    except IntegrityError as broken:
        raise Refused(_("Another row has taken its number or its place since, so it cannot be undone here.")) from broken
    changed()
    return latest(model, entry.id)


def changed_since(now: Any, *, is_one_of_several: bool) -> str:
    """Of several that one deed moved, which one somebody has touched since, and when."""
    if not is_one_of_several:
        return _("Somebody has changed this since, so it cannot be undone here. Open the row and correct it.")
    named = {"row": now.instance, "at": moment(now.history_date)}
    return _("“%(row)s” was changed again %(at)s, so all cannot be undone together. Move the rows one by one, or move the date back.") % named


def undone(reason: str) -> str:
    """Taking something back has no reason of its own; it names the one of what is taken back, as far as there is room."""
    return f"{UNDONE} {reason.removeprefix(UNDONE).strip()}"[:100].strip()


def has_what_stays(row: Any) -> bool:
    """Files and the like, which have no history to come back from."""
    relations = [relation for relation in row._meta.related_objects if not hasattr(relation.related_model, "history")]
    return any(relation.related_model._default_manager.filter(**{relation.field.name: row}).exists() for relation in relations)


def put_back(entry: Any, by: User, reason: str, at: dt.datetime) -> None:
    model, owner = entry.instance_type, owner_field(entry.instance_type)
    if entry.history_type == "+":
        row = model._default_manager.get(pk=entry.id)
        sign(row, by, reason, at)
        row.delete()
        return
    before = entry if entry.history_type == "-" else model.history.filter(id=entry.id, history_id__lt=entry.history_id).order_by("-history_id").first()
    row = without_lost_references(before.instance)
    if entry.history_type == "-" and owner:
        row.position = open_gap(model, {owner: getattr(row, owner)}, row.position)
    elif owner:
        row.position = model._default_manager.get(pk=entry.id).position
    sign(row, by, reason, at)
    row.save(force_insert=entry.history_type == "-")


def without_lost_references(row: Any) -> Any:
    """What the row pointed to may be gone: then it points to nothing, or it cannot come back."""
    for field in row._meta.concrete_fields:
        if isinstance(field, ForeignKey) and (pk := getattr(row, field.attname)) is not None:
            target: Any = field.related_model
            if not target._default_manager.filter(pk=pk).exists():
                if not field.null:
                    raise Refused(_("What it belonged to has been removed, so it cannot be undone."))
                setattr(row, field.name, None)
    return row


def also_touched(entry: Any) -> Iterator[Any]:
    """The lines of history that the same deed wrote of the rows below, each before those below it."""
    for child, field in hanging(entry.instance_type):
        for each in child.history.filter(history_date=entry.history_date):
            before = child.history.filter(id=each.id, history_id__lt=each.history_id).order_by("-history_id").first()
            if entry.id in (getattr(each, field.attname), getattr(before, field.attname, None)):
                yield each
                yield from also_touched(each)


def hanging(model: Any) -> Iterator[tuple[Any, "Field[Any, Any]"]]:
    """The tables with history whose rows hang below a row of this one, and by which column. Of a project or a region that would be everything: nothing."""
    if not holds_all(model):
        for relation in model._meta.related_objects:
            if hasattr(relation.related_model, "history") and relation.on_delete is not PROTECT:
                yield relation.related_model, relation.field


def holds_all(model: Any) -> bool:
    """A project or a region: whose rows these are, so that it is never taken back as one of them."""
    return getattr(model, "holds_rows", False)


# ---- places in a list --------------------------------------------------------
def owner_field(model: Any) -> str | None:
    """The column within which positions are counted; None for a table without order."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and "position" in constraint.fields:
            return model._meta.get_field(next(name for name in constraint.fields if name != "position")).attname
    return None


def siblings(row: Any, owner: str) -> Any:
    return type(row)._default_manager.filter(**{owner: getattr(row, owner)}).order_by("position")


def close_gap(model: Any, of: dict[str, int], position: int, keep: int | None = None) -> None:
    """Those behind move one place forward, by way of places that nobody has: no two rows may meet on the way."""
    if keep is not None:
        model._default_manager.filter(pk=keep).update(position=F("position") + 2 * AWAY)
    behind = model._default_manager.filter(**of, position__gt=position, position__lt=AWAY)
    behind.update(position=F("position") + AWAY)
    model._default_manager.filter(**of, position__gt=AWAY, position__lt=2 * AWAY).update(position=F("position") - AWAY - 1)


def open_gap(model: Any, of: dict[str, int], position: int) -> int:
    """Makes the place free, or the last one when the list has become shorter; says which."""
    rows = model._default_manager.filter(**of)
    place = min(position, 1 + max(rows.values_list("position", flat=True), default=0))
    rows.filter(position__gte=place).update(position=F("position") + AWAY)
    rows.filter(position__gt=AWAY).update(position=F("position") - AWAY + 1)
    return place
