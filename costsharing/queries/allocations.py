"""What was adopted, read as it was stored."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Sum

from costsharing.models import Allocation
from costsharing.stored import Move, Stored, moves, nets, stored
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
