"""Regions and people of the demo. Safe to repeat: what is missing is made, what somebody has changed since is left alone."""

import datetime as dt
from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.db import transaction

from portfolio.lib.demofiles import DemoMembers, DemoPeople, DemoPerson, DemoRegion
from portfolio.models import Body, Organisation, Region, RegionMembership, RoleGrant, Seat, User


class RealPeopleHere(Exception):
    """The demo's password is known to everybody: it is not put where real people already work."""


@transaction.atomic
def set_up(regions: Iterable[DemoRegion], demo: DemoPeople) -> None:
    mails = [person.mail for person in demo.people]
    if User.objects.exists() and not User.objects.filter(email__in=mails).exists():
        raise RealPeopleHere("People who do not belong to the demo work here, and its password is known to everybody: no region and nobody was added.")
    for region in regions:
        _set_up_region(region)
    for person in demo.people:
        _set_up_person(person, demo)


def _set_up_region(entry: DemoRegion) -> None:
    names = ("name", "country", "language", "currency", "time_zone", "letterhead")
    region, made = Region.objects.get_or_create(slug=entry.slug, defaults={name: getattr(entry, name) for name in names})
    if made:
        region.office = Organisation.objects.create(region=region, country=entry.country, kind=entry.office_kind, name=entry.office_name)
        region.save()
    memberships = [membership for members in entry.members for membership in _set_up_members(region, members)]
    for row in entry.bodies:
        body, made = Body.objects.get_or_create(region=region, name=row.name, defaults={"kind": row.kind})
        if made and row.seat_of_each_member:
            for member in memberships:
                body.seats.create(function=row.seat_of_each_member, organisation=member.organisation, valid_from=member.valid_from, valid_to=member.valid_to)
    return region


def _set_up_members(region: Region, members: DemoMembers) -> Iterable[RegionMembership]:
    for code in members.codes:
        municipality = Organisation.objects.get(country=region.country, kind=Organisation.Kind.MUNICIPALITY, code=code)
        yield RegionMembership.objects.get_or_create(
            region=region, organisation=municipality, valid_from=members.valid_from, defaults={"valid_to": members.valid_to, "note": members.note}
        )[0]


def _set_up_person(person: DemoPerson, demo: DemoPeople) -> None:
    region = Region.objects.get(slug=person.region)
    user = User.objects.filter(email=person.mail).first()
    if user is None:
        user = User.objects.create_user(person.mail, demo.password, name=person.name, language=region.language)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    municipality = None
    if person.municipality:
        municipality = Organisation.objects.get(country=region.country, kind=Organisation.Kind.MUNICIPALITY, code=person.municipality)
    if not user.grants.filter(region=region, role=person.role, organisation=municipality).exists():
        RoleGrant.objects.create(user=user, region=region, role=person.role, organisation=municipality, valid_from=demo.since)


def give_seat(*, user: User, body: Body, since: dt.date) -> Seat:
    """A place in the body for whoever signs in as one of its members."""
    held = body.seats.filter(user=user).first()
    return held or Seat.objects.create(body=body, user=user, function=user.name, valid_from=since)
