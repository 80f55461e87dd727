"""People and hours that a municipality has lent or promised, and what comes back for them."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from costsharing.models import LentHours
from portfolio.access.grants import current
from portfolio.models import Organisation
from portfolio.municipality.taking import Part
from projects.models import Commitment, Participation, ProjectRole
from projects.wording.promises import how_much

BY_ALL = Commitment.Side.EACH_PARTICIPANT
FIELDS = ("persons", "least", "most", "unit", "certainty")


@dataclass(frozen=True)
class Hours:
    part: Part
    row: LentHours


@dataclass(frozen=True)
class Promise:
    """what: how much of it, in words. is_by_all: each participant promises it, not this one by name."""

    part: Part
    row: Commitment
    what: str
    is_by_all: bool


@dataclass(frozen=True)
class Lent:
    hours: Sequence[Hours]
    roles: Sequence[tuple[Part, ProjectRole]]
    promises: Sequence[Promise]

    def __bool__(self) -> bool:
        return bool(self.hours or self.roles or self.promises)


def lent(organisation: Organisation, by_project: Mapping[int, Part], today: dt.date) -> Lent:
    """Three queries, whatever the number of projects; the newest year first. What all promise binds those that take part."""
    hours = LentHours.objects.filter(organisation=organisation, project__in=by_project).order_by("-year", "project")
    roles = ProjectRole.objects.filter(current(today), organisation=organisation, project__in=by_project).order_by("project", "position")
    return Lent(
        [Hours(by_project[row.project_id], row) for row in hours],
        [(by_project[row.project_id], row) for row in roles],
        [promise(by_project[row.project_id], row) for row in promised(organisation, by_project)],
    )


def promised(organisation: Organisation, by_project: Mapping[int, Part]) -> Collection[Commitment]:
    taking = [pk for pk, part in by_project.items() if part.state == Participation.State.ACTIVE]
    own = Q(organisation=organisation, project__in=by_project) | Q(side=BY_ALL, project__in=taking)
    return Commitment.objects.filter(own).order_by("project", "position")


def promise(part: Part, row: Commitment) -> Promise:
    return Promise(part, row, how_much({name: getattr(row, name) for name in FIELDS}), row.side == BY_ALL)
