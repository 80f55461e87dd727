"""Regions and people of the demo. Safe to repeat: a region or a person that is there is left as it is."""

import datetime as dt
from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.text import slugify

from portfolio.access.roles import Role
from portfolio.lib.demofiles import DemoContacts, DemoMembers, DemoPeople, DemoPerson, DemoRegion
from portfolio.models import Body, Contact, Organisation, Region, RegionMembership, RoleGrant, Seat, User


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
    if Region.objects.filter(slug=entry.slug).exists():
        return
    names = ("slug", "name", "country", "language", "currency", "time_zone", "letterhead", "reply_to")
    region = Region.objects.create(**{name: getattr(entry, name) for name in names})
    region.office = Organisation.objects.create(region=region, country=entry.country, kind=entry.office_kind, name=entry.office_name)
    region.save()
    memberships = [membership for members in entry.members for membership in _set_up_members(region, members)]
    for row in entry.bodies:
        body = Body.objects.create(region=region, name=row.name, kind=row.kind, papers_days=row.papers_days)
        for day in row.meetings:
            body.meetings.create(date=day, note=row.meeting_note)
        for member in memberships if row.seat_of_each_member else []:
            body.seats.create(function=row.seat_of_each_member, organisation=member.organisation, valid_from=member.valid_from, valid_to=member.valid_to)
    members = [membership.organisation for membership in memberships if membership.valid_to is None]
    for contact in entry.contacts:
        _set_up_contacts(region, contact, members)


def _set_up_contacts(region: Region, entry: DemoContacts, members: list[Organisation]) -> None:
    for place in members:
        if not entry.codes or place.code in entry.codes:
            mail = entry.mail.format(code=place.code, name=slugify(place.name))
            Contact.objects.create(region=region, organisation=place, kind=entry.kind, function=entry.function, mail=mail, language=region.language)


def _set_up_members(region: Region, members: DemoMembers) -> list[RegionMembership]:
    period = {"valid_from": members.valid_from, "valid_to": members.valid_to}
    return [RegionMembership.objects.create(region=region, organisation=_municipality(region, code), note=members.note, **period) for code in members.codes]


def _set_up_person(person: DemoPerson, demo: DemoPeople) -> None:
    if User.objects.filter(email=person.mail).exists():
        return
    region = Region.objects.get(slug=person.region)
    user = User.objects.create_user(person.mail, demo.password, name=person.name, language=region.language)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    municipality = _municipality(region, person.municipality) if person.municipality else None
    RoleGrant.objects.create(user=user, region=region, role=person.role, organisation=municipality, valid_from=demo.since)
    if person.role == Role.STEERING:
        for body in region.bodies.filter(kind=Body.Kind.STEERING_GROUP):
            give_seat(user=user, body=body, since=demo.since)


def _municipality(region: Region, code: str) -> Organisation:
    return Organisation.objects.get(country=region.country, kind=Organisation.Kind.MUNICIPALITY, code=code)


def give_seat(*, user: User, body: Body, since: dt.date) -> Seat:
    """A place in the body for whoever signs in as one of its members."""
    held = body.seats.filter(user=user).first()
    return held or Seat.objects.create(body=body, user=user, function=user.name, valid_from=since)
