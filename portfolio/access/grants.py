"""The roles and permissions a user holds here and now."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

from portfolio.access.permissions import P
from portfolio.access.roles import PERMISSIONS, REACH, Reach, Role
from portfolio.models import Organisation, Region, RoleGrant, User
from portfolio.statements import Given, Statement, given, given_day


def current(on: dt.date | Given, first: str = "valid_from", last: str = "valid_to") -> Q:
    """Rows whose period covers the day; either end may be open."""
    return (Q(**{f"{first}__isnull": True}) | Q(**{f"{first}__lte": on})) & (Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": on}))


def grant_rows() -> QuerySet[RoleGrant]:
    held = RoleGrant.objects.filter(current(given_day("today")), user=given("user"), user__is_active=True)
    return held.select_related("region", "organisation")


GRANTS = Statement(grant_rows)


def grants_of(user: User) -> list[RoleGrant]:
    """The user's grants that hold today, read once for each user object."""
    if user.grants_today is None:
        user.grants_today = GRANTS.rows(user=user.pk, today=timezone.localdate())
    return user.grants_today


def roles_in(user: User, region_id: int) -> set[Role]:
    return {Role(grant.role) for grant in grants_of(user) if grant.region_id == region_id}


def regions_of(user: User) -> list[Region]:
    """The regions in which the user holds a role, by name."""
    return sorted({grant.region for grant in grants_of(user)}, key=lambda region: region.name)


def regions_by_reach(user: User, reach: Reach) -> set[int]:
    return {grant.region_id for grant in grants_of(user) if REACH[Role(grant.role)] is reach}


def municipalities_of(user: User) -> set[int]:
    """The organisations that the user is a municipal contact for."""
    return {grant.organisation_id for grant in grants_of(user) if grant.organisation_id and REACH[Role(grant.role)] is Reach.MUNICIPALITY}


def speaks_for(user: User) -> set[tuple[int, int]]:
    """(region, organisation): for whom the user answers that region's offers. What another region says of a municipality lets its contact read, not answer."""
    held = [grant for grant in grants_of(user) if grant.organisation_id and P.OFFER_ANSWER in PERMISSIONS[Role(grant.role)]]
    return {(grant.region_id, grant.organisation_id) for grant in held if grant.organisation_id}


def allowed(roles: Iterable[Role]) -> frozenset[P]:
    return frozenset().union(*(PERMISSIONS[role] for role in roles))


def own_municipalities(user: User) -> list[tuple[Region, Organisation]]:
    """Whose contact the user is, each with the region that says so: the first by name where several do. By name."""
    held = [grant for grant in grants_of(user) if grant.organisation_id and REACH[Role(grant.role)] is Reach.MUNICIPALITY]
    found: dict[int, tuple[Region, Organisation]] = {}
    for grant in sorted(held, key=lambda grant: grant.region.name):
        if grant.organisation:
            found.setdefault(grant.organisation.pk, (grant.region, grant.organisation))
    return sorted(found.values(), key=lambda each: each[1].name)


def is_contact_only(user: User) -> bool:
    """Holds roles, and none but a municipal contact's."""
    held = grants_of(user)
    return bool(held) and all(REACH[Role(grant.role)] is Reach.MUNICIPALITY for grant in held)
