"""What was decided, reported and frozen elsewhere: taken over once, then as frozen as what is of here.

What stands here already is neither changed nor removed.
"""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from milestones.models import Condition, Decision
from portfolio.exchange.faults import Fault, Path
from portfolio.exchange.fields import Places, Row
from portfolio.exchange.known import Known
from portfolio.exchange.pen import Pen
from portfolio.exchange.section import Section
from portfolio.exchange.sections import BASELINES, CONDITIONS, DECISIONS, REPORTS
from portfolio.models import Region
from projects.models import Project

NOT_ITS_OWN = ("number", "replaces", "row", "done_on", "done_note")
"""A decision's number depends on its region; a row of the plan may be another by now; and conditions are met later."""
DONE = ["done_on", "done_note"]


@dataclass(frozen=True)
class Desk:
    project: Project
    known: Known
    pen: Pen
    places: Places
    now: dt.datetime


def take_over(dossier: Row, project: Project, known: Known, pen: Pen) -> Iterator[Fault]:
    places = {section: {pk: place for place, pk in enumerate(keys, 1)} for section, keys in known.rows.items()}
    desk = Desk(project, known, pen, places, timezone.now())
    wrong = list(decisions(dossier, desk))
    yield from wrong
    yield from numbered(REPORTS, dossier, desk)
    if not wrong:  # else a baseline may name a decision that was not taken over
        yield from numbered(BASELINES, dossier, desk)


# ---- reports and baselines: counted within the project -----------------------
def numbered(section: Section, dossier: Row, desk: Desk) -> Iterator[Fault]:
    there = {instance.number: content for instance, content in stored(section, desk)}
    taken = set(section.model._default_manager.filter(project=desk.project).values_list("number", flat=True))
    for path, row in section.rows(dossier):
        if row["number"] not in taken:
            add(section, row, desk)
        elif there.get(row["number"]) != content_of(section, row, desk):
            yield Fault((*path, "number"), _("is the number of another one here, and what is frozen never changes"))


# ---- decisions: counted within the region ------------------------------------
def decisions(dossier: Row, desk: Desk) -> Iterator[Fault]:
    """In the order of their numbers, for a correction comes after what it corrects. A number that is free is kept; another gets the region's next."""
    rows = sorted(DECISIONS.rows(dossier), key=lambda each: int(each[1]["number"]))
    if not rows:
        return
    Region.objects.select_for_update(no_key=True).get(pk=desk.project.region_id)
    taken = set(Decision.objects.filter(region=desk.project.region_id).values_list("number", flat=True))
    here, last = stored(DECISIONS, desk), 0
    for path, row in rows:
        replaces = desk.known.decisions.get(row.get("replaces", 0))
        found = next((each for each, content in here if each.replaces_id == replaces and content == content_of(DECISIONS, row, desk)), None)
        if found is None:
            if fault := in_the_way(path, row, replaces, [each for each, _content in here], desk.known):
                yield fault
                return  # what corrects it would have nothing to correct
            number = row["number"] if row["number"] not in taken and row["number"] > last else 1 + max(taken)
            found = add(DECISIONS, row, desk, number=number, region_id=desk.project.region_id)
        else:
            here = [each for each in here if each[0].pk != found.pk]
            meet(found, row, desk)
        taken.add(found.number)
        last = found.number
        desk.known.decisions[row["number"]] = found.pk


def in_the_way(path: Path, row: Row, replaces: int | None, here: list[Any], known: Known) -> Fault | None:
    if replaces and any(each.replaces_id == replaces for each in here):
        return Fault((*path, "replaces"), _("is replaced by another decision here, and what is recorded never changes"))
    point = known.rows["decision_points"][row["point"] - 1]
    if not replaces and any(each.replaces_id is None and (each.point_id, each.met_on.isoformat()) == (point, row["met_on"]) for each in here):
        return Fault((*path, "met_on"), _("is the day of another decision here on the same question, and what is recorded never changes"))
    return None


def meet(decision: Decision, row: Row, desk: Desk) -> None:
    """When conditions were met may change; what they ask for does not."""
    changed = []
    there = Condition.objects.filter(decision=decision).order_by("position")
    for condition, (_path, wanted) in zip(there, CONDITIONS.rows(row), strict=True):
        columns = {name: value for name, value in CONDITIONS.read(wanted, desk.known).items() if name in DONE}
        if any(getattr(condition, name) != value for name, value in columns.items()):
            for name, value in columns.items():
                setattr(condition, name, value)
            changed.append(condition)
    desk.pen.change(Condition, changed, DONE, {})


# ---- both --------------------------------------------------------------------
def stored(section: Section, desk: Desk) -> list[tuple[Any, str]]:
    """The project's, each with what it says."""
    below: dict[Any, dict[int, list[Row]]] = {child: defaultdict(list) for child in section.children}
    for child, found in below.items():
        for instance in child.of(desk.project):
            found[getattr(instance, child.owner_column)].append(child.write(instance, desk.places))
    rows = section.of(desk.project).select_related(*section.related)
    return [(row, told(section.write(row, desk.places), {child.path[0]: found[row.pk] for child, found in below.items()})) for row in rows]


def content_of(section: Section, row: Row, desk: Desk) -> str:
    """What a row of the file says, in the words in which it would leave."""
    own = section.write(section.model(project=desk.project, **section.read(row, desk.known)), desk.places)
    return told(
        own,
        {
            child.path[0]: [child.write(child.model(**child.read(each, desk.known)), desk.places) for _path, each in child.rows(row)]
            for child in section.children
        },
    )


def told(own: Row, below: dict[str, list[Row]]) -> str:
    rows = {name: [{key: value for key, value in row.items() if key not in NOT_ITS_OWN} for row in inner] for name, inner in below.items()}
    return json.dumps({key: value for key, value in own.items() if key not in NOT_ITS_OWN} | rows)


def add(section: Section, row: Row, desk: Desk, **more: Any) -> Any:
    signed = dict.fromkeys(section.signed, desk.pen.by)
    instance = section.model(**{**section.read(row, desk.known), **signed, **more}, project=desk.project, imported_at=desk.now)
    desk.pen.add(section.model, [instance])
    for child in section.children:
        rows: list[Any] = [child.model(**child.read(each, desk.known), **{child.owner_column: instance.pk}) for _path, each in child.rows(row)]
        for position, each in enumerate(rows, 1):
            if child.is_ordered:
                each.position = position
        desk.pen.add(child.model, rows)
    return instance
