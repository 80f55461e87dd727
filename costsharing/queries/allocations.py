"""What was adopted, read as it was stored."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Sum

from costsharing.engine.writing import written
from costsharing.models import Allocation, Scenario
from costsharing.queries.reasons import Reasons, reasons, rule_in
from costsharing.queries.tried import tried
from costsharing.stored import Move, Stored, moves, nets, stored
from costsharing.wording import fault_text
from projects.models import Project


@dataclass(frozen=True)
class Replacement:
    """One allocation in place of another, and what it moved for each."""

    allocation: Allocation
    moves: Sequence[Move]


@dataclass(frozen=True)
class Adopted:
    """table: from the stored case and result. replaced: those before it, newest first, each with what its successor moved."""

    allocation: Allocation
    table: Stored
    successor: Allocation | None
    replaced: Sequence[Replacement]


def allocations(project: Project) -> list[Allocation]:
    """Newest year first, each with ``total_minor`` of what is paid net; without their contents."""
    rows = Allocation.objects.filter(project=project).defer("case", "result").select_related("body", "replaced_by")
    return list(rows.annotate(total_minor=Sum("shares__net_minor")).order_by("-year", "-number"))


def table_of(allocation: Allocation) -> Stored:
    return stored(allocation.case, allocation.result)


def adopted(project: Project, number: int) -> Adopted | None:
    """One query, whatever the number of participants: a year's allocations are one chain."""
    found = Allocation.objects.filter(project=project, number=number).values("year")
    rows = list(Allocation.objects.filter(project=project, year__in=found).select_related("body", "adopted_by").order_by("number"))
    place = next((place for place, row in enumerate(rows) if row.number == number), None)
    if place is None:
        return None
    tables = [table_of(row) for row in rows[: place + 1]]
    replaced = [Replacement(rows[n], moves(nets(tables[n]), nets(tables[n + 1]))) for n in reversed(range(place))]
    return Adopted(rows[place], tables[place], next(iter(rows[place + 1 :]), None), replaced)


@dataclass(frozen=True)
class Explained(Reasons):
    """Why one pays what it pays by an allocation."""

    allocation: Allocation


def explained(project: Project, number: int, code: str) -> Explained | None:
    """One query. None for a number that the project has not, or a code that has no share in it."""
    allocation = Allocation.objects.filter(project=project, number=number).select_related("body").first()
    found = reasons(allocation.case, allocation.result, code) if allocation else None
    return Explained(found.table, found.line, found.why, found.rule, allocation) if allocation and found else None


@dataclass(frozen=True)
class Split:
    """A year's table for the mandate: adopted, else tried and shown as preliminary. table None: the trial has faults."""

    year: int
    table: Stored | None
    rule: str
    allocation: Allocation | None = None
    faults: Sequence[str] = ()


def splits(project: Project) -> list[Split]:
    """By year. One query where nothing is adopted or shown as preliminary."""
    current, tried_out = Allocation.objects.filter(project=project, replaced_by__isnull=True), Scenario.objects.filter(project=project, is_shown=True)
    if not current.order_by().values("pk").union(tried_out.order_by().values("pk")):
        return []
    found = {each.year: each for each in current.select_related("body")}
    made = [Split(year, table_of(each), rule_in(each.case), each) for year, each in found.items()]
    shown = tried_out.exclude(year__in=found).select_related("project__region")
    return sorted([*made, *map(preliminary, shown)], key=lambda split: split.year)


def preliminary(scenario: Scenario) -> Split:
    found = tried(scenario)
    if found.result is None:
        return Split(scenario.year, None, "", faults=[fault_text(fault) for fault in found.faults])
    case = found.basis.case
    return Split(scenario.year, stored(case, written(found.result)), rule_in(case))
