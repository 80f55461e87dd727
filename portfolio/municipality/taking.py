"""The projects that a municipality is in or is offered, with their stage and the next decision point."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.text import capfirst

from costsharing.models import Share
from milestones.queries.deadlines import Deadline, deadlines
from portfolio.access.grants import current
from portfolio.lib.alphabet import place
from portfolio.models import Organisation, Region
from portfolio.overview.marks import Mark
from portfolio.overview.participation_page import LOOKS
from projects.lifecycle import Stage
from projects.models import Participation, Project
from projects.models.project import STAGE_LABELS

STATE = "its_state"
GONE = (Participation.State.DECLINED, Participation.State.LEFT)


@dataclass(frozen=True)
class Scope:
    """Whose page, and how far it reaches. region: None for every region that it takes part in. pays_too: also projects that it has left and pays to.
    has_links: its reader may open what stands behind. tells_people: who answered for the municipality, and in which words. answers_in: the regions whose
    offers its reader answers for it.
    """

    organisation: Organisation
    region: Region | None
    pays_too: bool = False
    has_links: bool = True
    tells_people: bool = True
    answers_in: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Part:
    """state: None for one that it only pays to."""

    project: Project
    state: str | None
    next: Deadline | None

    @property
    def stage(self) -> str:
        return capfirst(str(STAGE_LABELS[Stage(self.project.stage)]))

    @property
    def mark(self) -> Mark | None:
        return Mark(*LOOKS[Participation.State(self.state)], capfirst(str(Participation.State(self.state).label))) if self.state else None


def parts_of(scope: Scope, years: Collection[int], today: dt.date) -> list[Part]:
    """Two queries. By region, of which two may have one name, then by name."""
    rows = list(projects_of(scope, years, today))
    dates = deadlines([row.pk for row in rows])
    rows.sort(key=lambda row: (row.region.name, row.region_id, place(row.name, row.region.language), row.pk))
    return [Part(row, getattr(row, STATE), next_point(dates.get(row.pk, ()), today)) for row in rows]


def projects_of(scope: Scope, years: Collection[int], today: dt.date) -> QuerySet[Project]:
    """Each with its state there, under STATE; None where it only pays."""
    taking = Participation.objects.filter(current(today), organisation=scope.organisation, project=OuterRef("pk")).exclude(state__in=GONE)
    held = Q(**{f"{STATE}__isnull": False})
    if scope.pays_too:
        held |= Q(Exists(Share.objects.filter(shares_of(scope.organisation, years), allocation__project=OuterRef("pk"))))
    found = Project.objects.annotate(**{STATE: Subquery(taking.order_by("pk").values("state")[:1])}).filter(held)
    return (found if scope.region is None else found.filter(region=scope.region)).select_related("region").order_by()


def shares_of(organisation: Organisation, years: Collection[int]) -> Q:
    """Those that hold."""
    return Q(organisation=organisation, allocation__year__in=years, allocation__replaced_by__isnull=True)


def next_point(dates: Collection[Deadline], today: dt.date) -> Deadline | None:
    return next((each for each in points(dates) if each.ends >= today), None)


def points(dates: Collection[Deadline]) -> Iterator[Deadline]:
    return (each for each in dates if each.is_decision)
