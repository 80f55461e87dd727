"""Makes the stored rows of a project equal to those of a dossier, and leaves alone what is equal already."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from portfolio.exchange.fields import Columns, Row
from portfolio.exchange.known import Known
from portfolio.exchange.pairing import pair, positions
from portfolio.exchange.pen import Pen, moved_beyond
from portfolio.exchange.section import Section
from portfolio.exchange.sections import SECTIONS
from projects.models import Project

Stored = dict[Section, list[Any]]
Wanted = list[tuple[int, Row]]


def stored_of(project: Project) -> Stored:
    """All rows of the project as they are before anything is written: deleting a phase must not hide that its milestones change."""
    return {each: list(each.of(project)) for section in SECTIONS for each in (section, *section.children)}


def equalise(section: Section, wanted: Wanted, stored: Stored, known: Known, pen: Pen) -> list[Any]:
    """The section's rows in the order of the file, stored, with all that hangs below them."""
    there = stored.get(section, [])
    targets = [{section.owner_column: owner, **section.read(row, known)} for owner, row in wanted]
    partners = pair([state(row, targets[0]) for row in there] if targets else [], targets, (section.owner_column, *section.same_by))
    rows = [section.model() if place is None else there[place] for place in partners]
    if section.is_ordered:
        number(section, rows, targets)
    remove(section, [row for place, row in enumerate(there) if place not in set(partners)], stored, pen)
    write(section, rows, targets, pen)
    for child in section.children:
        below = [(row.pk, inner) for row, (_owner, outer) in zip(rows, wanted, strict=True) for _path, inner in child.rows(outer)]
        equalise(child, below, stored, known, pen)
    return rows


def state(row: Any, columns: Columns) -> Columns:
    return {column: getattr(row, column) for column in columns}


def number(section: Section, rows: Sequence[Any], targets: Sequence[Columns]) -> None:
    """Gives every target the position that keeps the order of the file within its owner."""
    owners: dict[int, list[int]] = defaultdict(list)
    for place, target in enumerate(targets):
        owners[target[section.owner_column]].append(place)
    for places in owners.values():
        for place, position in zip(places, positions([rows[place].position for place in places]), strict=True):
            targets[place]["position"] = position


def remove(section: Section, gone: Sequence[Any], stored: Stored, pen: Pen) -> None:
    """What hangs below a row goes first and by itself, so that the history knows who removed it."""
    owners = {row.pk for row in gone}
    for child in section.children:
        lost = [row for row in stored[child] if getattr(row, child.owner_column) in owners] if gone else []
        stored[child] = [row for row in stored.get(child, []) if row not in lost]
        pen.remove(lost)
    pen.remove(gone)


def write(section: Section, rows: Sequence[Any], targets: Sequence[Columns], pen: Pen) -> None:
    fresh, changed = [], []
    for row, target in zip(rows, targets, strict=True):
        if row.pk is None:
            fresh.append(row)
        elif state(row, target) != target:
            changed.append(row)
    top = 1 + max([row.position or 0 for row in rows] + [target["position"] for target in targets]) if section.is_ordered and changed else 0
    for row, target in zip(rows, targets, strict=True):
        for column, value in target.items():
            setattr(row, column, value)
    parked = {**section.parked, **(moved_beyond(top) if section.is_ordered else {})}
    pen.change(section.model, changed, list(targets[0]) if targets else [], parked)
    pen.add(section.model, fresh)
