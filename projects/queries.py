"""What the pages read of projects; every list is scoped to who asks."""

import datetime as dt
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.translation import gettext as _

from portfolio.access.grants import current
from portfolio.models import Document, Region, User
from projects.access import visible_to
from projects.models import (
    Chapter,
    Commitment,
    Deliverable,
    Mandate,
    Objective,
    OpenPoint,
    Participation,
    Project,
    ProjectGoal,
    ProjectRole,
    Resource,
    SourceNote,
)
from projects.models.project import Certainty


class NotOne(LookupError):
    """A reference on the command line means no project, or more than one."""


def named(reference: str) -> Project:
    """By its reference, or by region/reference when two regions use the same. Without access rules: for commands."""
    region, _slash, own = reference.rpartition("/")
    found = Project.objects.filter(reference=own, **{"region__slug": region} if region else {}).select_related("region", "follows", "focus_area__strategy")
    projects = list(found.order_by("region__slug"))
    if not projects:
        raise NotOne(_("%(reference)s: there is no such project") % {"reference": reference})
    if len(projects) > 1:
        full = ", ".join(f"{project.region.slug}/{own}" for project in projects)
        raise NotOne(_("%(reference)s: several regions have it; write one of %(full)s") % {"reference": reference, "full": full})
    return projects[0]


def rows_for(user: User) -> QuerySet[Project]:
    """The projects that the user may know of, with how many were asked and how many take part."""
    now = current(timezone.localdate(), "participations__valid_from", "participations__valid_to") & Q(participations__isnull=False)
    return (
        visible_to(user)
        .select_related("region", "focus_area")
        .annotate(
            taking_part=Count("participations__organisation", filter=now & Q(participations__state=Participation.State.ACTIVE), distinct=True),
            asked=Count("participations__organisation", filter=now & ~Q(participations__state=Participation.State.OBSERVER), distinct=True),
            has_example_parties=Exists(Participation.objects.filter(project=OuterRef("pk"), certainty=Certainty.EXAMPLE)),
            has_mandate=Exists(Mandate.objects.filter(project=OuterRef("pk"))),
        )
    )


def with_kin(user: User, project: Project) -> list[Project]:
    """The project first, then those that it follows or that follow it, as far as the user may know of them."""
    kin = Q(pk=project.pk) | Q(pk=project.follows_id) | Q(follows=project)
    return sorted(rows_for(user).filter(kin), key=lambda row: (row.pk != project.pk, row.name))


def goals(project: Project) -> QuerySet[ProjectGoal]:
    return ProjectGoal.objects.filter(project=project).select_related("goal__area__strategy")


def objectives(project: Project) -> QuerySet[Objective]:
    return Objective.objects.filter(project=project)


def deliverables(project: Project) -> QuerySet[Deliverable]:
    return Deliverable.objects.filter(project=project)


def participants(project: Project) -> QuerySet[Participation]:
    return Participation.objects.filter(project=project).select_related("organisation")


def roles(project: Project) -> QuerySet[ProjectRole]:
    return ProjectRole.objects.filter(project=project).select_related("body", "organisation", "user")


def commitments(project: Project) -> QuerySet[Commitment]:
    return Commitment.objects.filter(project=project).select_related("organisation")


def resources(project: Project) -> QuerySet[Resource]:
    return Resource.objects.filter(project=project)


def open_points(project: Project) -> QuerySet[OpenPoint]:
    return OpenPoint.objects.filter(project=project)


def source_notes(project: Project) -> QuerySet[SourceNote]:
    return SourceNote.objects.filter(project=project)


def mandate_files(project: Project) -> QuerySet[Document]:
    """Every request for a file of the mandate, newest first, without the frozen content."""
    return Document.objects.filter(of_mandate__mandate__project=project).defer("content")


def has_mandate(project: Project) -> bool:
    return Mandate.objects.filter(project=project).exists()


def mandate_of(project: Project) -> Mandate | None:
    """With its template's chapters; the chapters' texts are the project's (chapter_texts)."""
    return Mandate.objects.filter(project=project).select_related("template").prefetch_related("template__chapters").first()


def chapter_texts(project: Project) -> dict[str, str]:
    return dict(Chapter.objects.filter(project=project).values_list("key", "text"))


class ProjectRow(NamedTuple):
    """A line of the region's list, with what has to be counted for it. A tuple: a dataclass costs more than the database at 2,000 of them."""

    pk: int
    reference: str
    name: str
    language: str
    kind: str
    stage: str
    status: str
    status_on: dt.date | None
    case_number: str
    area: int | None
    area_number: int | None
    area_name: str | None
    manager: str | None
    taking_part: int | None
    asked: int | None
    has_example_parties: bool
    overdue: int | None
    has_mandate: bool

    @property
    def area_label(self) -> str:
        return f"{self.area_number} {self.area_name}" if self.area_number else self.area_name or ""


def projects_of(user: User, region: Region) -> QuerySet[Project]:
    """Those of the region that the user may know of; for other queries to be about."""
    return visible_to(user).filter(region=region).order_by()


def project_rows(found: QuerySet[Project], today: dt.date) -> list[ProjectRow]:
    """One query, whatever the number; always in the same order, so that what is alike keeps its place."""
    now = Participation.objects.filter(current(today), project=OuterRef("pk"))
    late = OpenPoint.objects.filter(project=OuterRef("pk"), done_on__isnull=True, due_on__lt=today)
    managers = ProjectRole.objects.filter(current(today), project=OuterRef("pk"), role=ProjectRole.Role.MANAGER).order_by("position")
    user_words = Coalesce(NullIf("user__function", Value("")), "user__name")
    words = Coalesce(NullIf("holder", Value("")), "body__name", "organisation__name", user_words)
    counted = found.order_by("pk").annotate(
        manager=Subquery(managers.annotate(words=words).values("words")[:1]),
        taking_part=Subquery(number_of(now.filter(state=Participation.State.ACTIVE), "organisation")),
        asked=Subquery(number_of(now.exclude(state=Participation.State.OBSERVER), "organisation")),
        has_example_parties=Exists(now.exclude(state=Participation.State.OBSERVER).filter(certainty=Certainty.EXAMPLE)),
        overdue=Subquery(number_of(late, "pk")),
        has_mandate=Exists(Mandate.objects.filter(project=OuterRef("pk"))),
    )
    own = ("pk", "reference", "name", "language", "kind", "stage", "status", "status_on", "case_number")
    area = ("focus_area", "focus_area__number", "focus_area__name")
    return list(map(ProjectRow._make, counted.values_list(*own, *area, "manager", "taking_part", "asked", "has_example_parties", "overdue", "has_mandate")))


def number_of(rows: QuerySet[Any], field: str) -> QuerySet[Any, Any]:
    """How many different ones each project has; none at all for a project without."""
    return rows.order_by().values("project").annotate(number=Count(field, distinct=True)).values("number")


class Party(NamedTuple):
    pk: int
    name: str
    is_member: bool
    takes_part: bool


def parties(region: Region, projects: QuerySet[Project], today: dt.date) -> list[Party]:
    """The region's members, and whoever is asked or takes part in these projects; one query."""
    members = region.memberships.filter(current(today)).order_by().values_list("organisation", "organisation__name", Value(1))
    takers = participations_now(projects, today).order_by().values_list("organisation", "organisation__name", Value(0)).distinct()
    found = list(members.union(takers, all=True))
    inside, part = ({pk for pk, _, member in found if member == side} for side in (1, 0))
    return [Party(pk, name, pk in inside, pk in part) for pk, name in sorted({(pk, name) for pk, name, _ in found})]


def participations_now(projects: QuerySet[Project], today: dt.date) -> QuerySet[Participation]:
    return Participation.objects.filter(current(today), project__in=projects).exclude(state__in=("declined", "left"))


def projects_with(organisation: int, projects: QuerySet[Project], today: dt.date) -> set[int]:
    """Those of the projects in which the organisation is asked or takes part."""
    return set(participations_now(projects, today).filter(organisation=organisation).values_list("project", flat=True))
