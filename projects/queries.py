"""What the pages read of projects; every list is scoped to who asks."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from portfolio.access.grants import current
from portfolio.models import Document, User
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
