"""What the pages read of projects; every list is scoped to who asks."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When, prefetch_related_objects
from django.db.models.functions import Coalesce, NullIf, TruncDate
from django.utils.translation import gettext as _

from portfolio.access.grants import current
from portfolio.models import Document, Region, User
from portfolio.statements import Given, Part, Statement, Together, given, given_day
from projects.access import visible_to
from projects.lifecycle import AT_WORK
from projects.models import (
    Chapter,
    Commitment,
    Deliverable,
    FocusArea,
    Goal,
    Mandate,
    Objective,
    OpenPoint,
    Participation,
    Project,
    ProjectGoal,
    ProjectRole,
    Resource,
    SourceNote,
    Strategy,
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


class Standing(NamedTuple):
    """What a project's page counts of it."""

    taking_part: int | None
    asked: int | None
    has_example_parties: bool
    has_mandate: bool
    has_kin: bool


def standing_rows() -> QuerySet[Project, tuple[Any, ...]]:
    found = Project.objects.filter(pk=given("project")).order_by().annotate(
        **party_counts(given_day("today")),
        has_mandate=Exists(Mandate.objects.filter(project=OuterRef("pk"))),
        has_kin=Exists(Project.objects.filter(Q(follows=OuterRef("pk")) | Q(followers=OuterRef("pk")))),
    )  # fmt: skip
    return found.values_list(*Standing._fields)


STANDING = Statement(standing_rows)


def standing(project: Project, today: dt.date) -> Standing:
    return Standing._make(STANDING.rows(project=project.pk, today=today)[0])


def kin(user: User, project: Project) -> list[Project]:
    """Those that the project follows or that follow it, as far as the user may know of them."""
    return list(visible_to(user).filter(Q(pk=project.follows_id) | Q(follows=project)).select_related("region").order_by("name"))


def objectives(project: Project) -> QuerySet[Objective]:
    return Objective.objects.filter(project=project)


def deliverables(project: Project) -> QuerySet[Deliverable]:
    return Deliverable.objects.filter(project=project)


NAMED = {"organisation": ("name",), "body": ("name",), "user": ("name", "function")}
TERMS = {
    "goals": Part(lambda: of_the_project(ProjectGoal), ("goal", "goal__area", "goal__area__strategy")),
    "objectives": Part(lambda: of_the_project(Objective)),
    "deliverables": Part(lambda: of_the_project(Deliverable)),
    "participants": Part(lambda: of_the_project(Participation), ("organisation",), NAMED, order=("pk",)),
    "roles": Part(lambda: of_the_project(ProjectRole), ("body", "organisation", "user"), NAMED),
    "commitments": Part(lambda: of_the_project(Commitment), ("organisation",), NAMED),
    "resources": Part(lambda: of_the_project(Resource)),
    "open_points": Part(lambda: of_the_project(OpenPoint)),
    "source_notes": Part(lambda: of_the_project(SourceNote)),
    "chapters": Part(lambda: of_the_project(Chapter), order=("key",)),
}


def of_the_project(model: type[Any]) -> QuerySet[Any]:
    return model.objects.filter(project=given("project"))


@dataclass(frozen=True)
class Terms:
    """What a project has set down, in the order in which it stands; what was not asked for is empty."""

    goals: list[ProjectGoal] = field(default_factory=list)
    objectives: list[Objective] = field(default_factory=list)
    deliverables: list[Deliverable] = field(default_factory=list)
    participants: list[Participation] = field(default_factory=list)
    roles: list[ProjectRole] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)
    open_points: list[OpenPoint] = field(default_factory=list)
    source_notes: list[SourceNote] = field(default_factory=list)
    chapters: list[Chapter] = field(default_factory=list)


@cache
def reading(names: tuple[str, ...]) -> Together:
    return Together(**{name: TERMS[name] for name in names})


def terms(project: Project, *names: str) -> Terms:
    """The parts that are named, all when none is; one query."""
    return Terms(**reading(names or tuple(TERMS)).rows(project=project.pk))


def source_notes(project: Project) -> QuerySet[SourceNote]:
    return SourceNote.objects.filter(project=project)


def mandate_files(project: Project) -> QuerySet[Document]:
    """Every request for a file of the mandate, newest first, without the frozen content."""
    return Document.objects.filter(of_mandate__mandate__project=project).defer("content")


def mandate_of(project: Project) -> Mandate | None:
    """With its template's chapters; the chapters' texts are the project's (chapter_texts)."""
    mandate: Mandate | None = getattr(project, "mandate", None)  # there already when the project was found by its address
    if mandate is not None:
        prefetch_related_objects([mandate], "template__chapters")
    return mandate


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
    unreported_since: dt.date | None
    """The day since which it is carried out without ever having reported."""

    @property
    def reported_on(self) -> dt.date | None:
        """From when the next status report counts."""
        return self.status_on or self.unreported_since

    @property
    def area_label(self) -> str:
        return f"{self.area_number} {self.area_name}" if self.area_number else self.area_name or ""


def projects_of(user: User, region: Region) -> QuerySet[Project]:
    """Those of the region that the user may know of; for other queries to be about."""
    return visible_to(user).filter(region=region).order_by()


def project_rows(found: QuerySet[Project], today: dt.date) -> list[ProjectRow]:
    """One query, whatever the number; always in the same order, so that what is alike keeps its place."""
    late = OpenPoint.objects.filter(project=OuterRef("pk"), done_on__isnull=True, due_on__lt=today)
    managers = ProjectRole.objects.filter(current(today), project=OuterRef("pk"), role=ProjectRole.Role.MANAGER).order_by("position")
    user_words = Coalesce(NullIf("user__function", Value("")), "user__name")
    words = Coalesce(NullIf("holder", Value("")), "body__name", "organisation__name", user_words)
    counted = found.order_by("pk").annotate(
        manager=Subquery(managers.annotate(words=words).values("words")[:1]),
        **party_counts(today),
        overdue=Subquery(number_of(late, "pk")),
        has_mandate=Exists(Mandate.objects.filter(project=OuterRef("pk"))),
        unreported_since=Case(When(status_on__isnull=True, stage__in=AT_WORK, then=at_work_since())),
    )
    own = ("pk", "reference", "name", "language", "kind", "stage", "status", "status_on", "case_number")
    area = ("focus_area", "focus_area__number", "focus_area__name")
    told = ("manager", "taking_part", "asked", "has_example_parties", "overdue", "has_mandate", "unreported_since")
    return list(map(ProjectRow._make, counted.values_list(*own, *area, *told)))


def at_work_since() -> Subquery:
    """The day on which a project came to be carried out, or was read in so, by its history."""
    entries = Project.history.filter(id=OuterRef("pk"), stage__in=AT_WORK).order_by("history_date")
    return Subquery(entries.annotate(day=TruncDate("history_date")).values("day")[:1])


def party_counts(today: dt.date | Given) -> dict[str, Any]:
    """How many were asked and how many take part; today: a day, or one that is given."""
    now = Participation.objects.filter(current(today), project=OuterRef("pk"))
    asked = now.exclude(state=Participation.State.OBSERVER)
    return {
        "taking_part": Subquery(number_of(now.filter(state=Participation.State.ACTIVE), "organisation")),
        "asked": Subquery(number_of(asked, "organisation")),
        "has_example_parties": Exists(asked.filter(certainty=Certainty.EXAMPLE)),
    }


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


# ---- strategies ----------------------------------------------------------------
class StrategyProject(NamedTuple):
    """area: the focus area that it is placed in, if any."""

    pk: int
    reference: str
    name: str
    language: str
    stage: str
    status: str
    area: int | None


def strategy_projects(user: User, region: Region) -> list[StrategyProject]:
    """The region's projects that the user may know of, in the order in which they came."""
    found = projects_of(user, region).order_by("pk")
    return list(map(StrategyProject._make, found.values_list("pk", "reference", "name", "language", "stage", "status", "focus_area")))


def strategies_of(region: Region) -> QuerySet[Strategy]:
    """The newest first."""
    return Strategy.objects.filter(region=region).order_by(F("valid_from").desc(nulls_last=True), "name", "pk")


def areas_of(strategy: Strategy) -> QuerySet[FocusArea]:
    return FocusArea.objects.filter(strategy=strategy).order_by(F("number").asc(nulls_last=True), "name")


def goals_of(strategy: Strategy) -> QuerySet[Goal]:
    """In the order of their numbers within each area; each knows its area."""
    return Goal.objects.filter(area__strategy=strategy).select_related("area").order_by("area", "number")


def projects_by_goal(strategy: Strategy) -> dict[int, set[int]]:
    """Goal → projects, of whoever they are: strategy_projects says which of them somebody may know of."""
    found: dict[int, set[int]] = {}
    for goal, project in ProjectGoal.objects.filter(goal__area__strategy=strategy).order_by().values_list("goal", "project"):
        found.setdefault(goal, set()).add(project)
    return found
