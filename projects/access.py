"""Who sees which project, and what they may do there."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from portfolio.access.grants import allowed, current, municipalities_of, regions_by_reach, roles_in
from portfolio.access.permissions import P
from portfolio.access.roles import PERMISSIONS, REACH, Reach, Role
from portfolio.access.rules import READ, Rule, View, demand, ruled, signed_in_user
from portfolio.models import User
from portfolio.statements import Statement, given_text
from projects.models import Participation, Project, ProjectRole


def held_roles(user: User, on: dt.date) -> QuerySet[ProjectRole]:
    """Roles in projects that the person holds, or a body in which they have a seat."""
    seat = Q(body__seats__user=user) & current(on, "body__seats__valid_from", "body__seats__valid_to")
    return ProjectRole.objects.filter(current(on), Q(user=user) | seat)


def open_participations(user: User, on: dt.date) -> QuerySet[Participation]:
    """Where a municipality that the person speaks for is invited or takes part."""
    return Participation.objects.filter(current(on), organisation__in=municipalities_of(user)).exclude(state__in=("declined", "left"))


def visible_to(user: User) -> QuerySet[Project]:
    """The projects that somebody may know of, in every region."""
    on = timezone.localdate()
    own = Q(region__in=regions_by_reach(user, Reach.OWN)) & Exists(held_roles(user, on).filter(project=OuterRef("pk")))
    guest = Exists(open_participations(user, on).filter(project=OuterRef("pk")))
    return Project.objects.filter(Q(region__in=regions_by_reach(user, Reach.REGION)) | own | guest)


def permissions_on(user: User, project: Project) -> frozenset[P]:
    """What the user may do with this project; empty when they may not know of it."""
    on = timezone.localdate()
    roles = roles_in(user, project.region_id)
    held = {role for role in roles if REACH[role] is Reach.REGION}
    own = {role for role in roles if REACH[role] is Reach.OWN}
    if own and held_roles(user, on).filter(project=project).exists():
        held |= own
    if municipalities_of(user) and open_participations(user, on).filter(project=project).exists():
        held.add(Role.CONTACT)
    return allowed(held)


def named_rows() -> QuerySet[Project]:
    found = Project.objects.select_related("region", "focus_area__strategy", "mandate__template")
    return found.filter(region__slug=given_text("region"), reference=given_text("reference")).order_by()


NAMED = Statement(named_rows)


def on_project(needs: P, methods: tuple[str, ...] = READ) -> Callable[[View], View]:
    """The view gets (request, project, …) with ``project.allowed``; the URL names region and reference."""

    def guard(request: HttpRequest, kwargs: dict[str, Any]) -> tuple[Project]:
        found = NAMED.rows(region=kwargs.pop("region"), reference=kwargs.pop("reference"))
        if not found:
            raise Http404
        project = found[0]
        project.allowed = permissions_on(signed_in_user(request), project)
        demand(project.allowed, needs)
        return (project,)

    return lambda view: ruled(Rule("project", needs, methods), view, guard)


def projects_where(user: User, region: int, needs: P) -> frozenset[int] | None:
    """The projects of the region in which the person may do this, by their keys; None for every one of the region. One query at most."""
    roles, on = roles_in(user, region), timezone.localdate()
    reaches = {REACH[role] for role in roles if needs in PERMISSIONS[role]}
    if Reach.REGION in reaches:
        return None
    found: set[int] = set()
    if Reach.OWN in reaches:
        found |= set(held_roles(user, on).filter(project__region=region).values_list("project", flat=True))
    if needs in PERMISSIONS[Role.CONTACT] and municipalities_of(user):
        found |= set(open_participations(user, on).filter(project__region=region).values_list("project", flat=True))
    return frozenset(found)
