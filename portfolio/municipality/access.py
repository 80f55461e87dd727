"""Who opens a municipality's page: whoever reads the whole region, and the contacts of that municipality."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest
from django.utils import timezone

from portfolio.access.grants import allowed, municipalities_of, roles_in, speaks_for
from portfolio.access.permissions import P
from portfolio.access.roles import REACH, Reach, Role
from portfolio.access.rules import NAMED, READ, Rule, View, demand, ruled, signed_in_user
from portfolio.models import Organisation, Region, User
from projects.access import open_participations
from projects.models import Participation


@dataclass(frozen=True)
class Door:
    """What opened: a municipality seen from a region. is_own: by one of its contacts, who read of it wherever it takes part. answers_in: the regions whose
    offers they answer for it.
    """

    region: Region
    organisation: Organisation
    is_own: bool
    allowed: frozenset[P]
    answers_in: frozenset[int] = frozenset()


def met_in(region: Region) -> Q:
    """The shared register, what the region has added, and guests that take part in something of the region."""
    guest = Q(Exists(Participation.objects.filter(project__region=region, organisation=OuterRef("pk"))))
    return Q(region__isnull=True) | Q(region=region) | guest


def roles_for(user: User, region: Region, organisation: Organisation) -> set[Role]:
    """A contact's role counts for their own municipality alone, and here only where they hold a role or it takes part."""
    roles = roles_in(user, region.pk)
    held = {role for role in roles if REACH[role] is Reach.REGION}
    if organisation.pk in municipalities_of(user):
        its = open_participations(user, timezone.localdate()).filter(organisation=organisation, project__region=region)
        if roles or its.exists():
            held.add(Role.CONTACT)
    return held


def on_municipality(needs: P, methods: tuple[str, ...] = READ) -> Callable[[View], View]:
    """The view gets (request, door, …); the URL names the region's slug and the organisation's key."""

    def guard(request: HttpRequest, kwargs: dict[str, Any]) -> tuple[Door]:
        found = NAMED.rows(slug=kwargs.pop("region"))
        if not found:
            raise Http404
        region, user = found[0], signed_in_user(request)
        if not roles_in(user, region.pk) and not municipalities_of(user):
            raise Http404
        organisation = Organisation.objects.filter(met_in(region), pk=kwargs.pop("organisation")).first()
        if organisation is None:
            raise Http404
        held = roles_for(user, region, organisation)
        may = allowed(held)
        demand(may, needs)
        answers_in = frozenset(where for where, whom in speaks_for(user) if whom == organisation.pk)
        return (Door(region, organisation, organisation.pk in municipalities_of(user), may, answers_in),)

    return lambda view: ruled(Rule("municipality", needs, methods), view, guard)
