"""Plain builders of regions, organisations and people."""

import datetime as dt
from itertools import count
from typing import Any

from portfolio.access.roles import Role
from portfolio.models import Body, Organisation, Region, RegionMembership, RoleGrant, User

LONG_AGO = dt.date(2000, 1, 1)
numbers = count(1)


def region(slug: str = "", **fields: Any) -> Region:
    slug = slug or f"region-{next(numbers)}"
    defaults = {"name": slug.capitalize(), "country": "NO", "language": "nb", "currency": "NOK", "time_zone": "Europe/Oslo"}
    return Region.objects.create(slug=slug, **defaults | fields)


def municipality(name: str = "", **fields: Any) -> Organisation:
    number = next(numbers) % 10_000  # a number of a municipality has four digits, however many tests one process has run
    defaults = {"country": "NO", "code": f"{number:04d}", "kind": Organisation.Kind.MUNICIPALITY}
    return Organisation.objects.create(name=name or f"Kommune {number}", **defaults | fields)


def member(region: Region, organisation: Organisation | None = None, **fields: Any) -> RegionMembership:
    return RegionMembership.objects.create(region=region, organisation=organisation or municipality(), **{"valid_from": LONG_AGO} | fields)


def body(region: Region, name: str = "", **fields: Any) -> Body:
    return Body.objects.create(region=region, name=name or f"Utvalg {next(numbers)}", **{"kind": Body.Kind.DIRECTORS} | fields)


def user(email: str = "", **fields: Any) -> User:
    """Without a password: tests use force_login unless signing in is what they test."""
    number = next(numbers)
    password = fields.pop("password", None)
    return User.objects.create_user(email or f"person-{number}@example.test", password, **{"name": f"Person {number}"} | fields)


def grant(user: User, region: Region, role: Role, **fields: Any) -> RoleGrant:
    return RoleGrant.objects.create(user=user, region=region, role=role, **{"valid_from": LONG_AGO} | fields)


def person_with(role: Role, region: Region, organisation: Organisation | None = None, **fields: Any) -> User:
    """Somebody who holds one role in one region (a contact's for a municipality)."""
    who = user(**fields)
    grant(who, region, role, organisation=organisation or (municipality() if role is Role.CONTACT else None))
    return who
