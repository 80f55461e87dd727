"""What the pages about a region's organisations read."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery

from portfolio.access.grants import current
from portfolio.lib.alphabet import place
from portfolio.models import Contact, Organisation, Region, RegionMembership
from portfolio.queries.register import Population, population_of


@dataclass(frozen=True)
class Members:
    """Each by name: those of today, those that come, those that have left."""

    today: list[RegionMembership]
    coming: list[RegionMembership]
    former: list[RegionMembership]


def memberships(region: Region, *, on: dt.date) -> Members:
    """Each with ``contact``: the function of the one whom the region writes to first, None when it knows nobody."""
    first = contacts_in(region).filter(current(on), organisation=OuterRef("organisation"), kind=Contact.Kind.CONTACT).order_by("order", "pk")
    rows = RegionMembership.objects.filter(region=region).select_related("organisation__successor").annotate(contact=Subquery(first.values("function")[:1]))
    found = sorted(rows, key=lambda row: (place(row.organisation.name, region.language), row.valid_from))
    return Members(
        [row for row in found if row.valid_from <= on and (row.valid_to is None or row.valid_to >= on)],
        [row for row in found if row.valid_from > on],
        [row for row in found if row.valid_to is not None and row.valid_to < on],
    )


def own_organisations(region: Region) -> list[Organisation]:
    return sorted(region.own_organisations.select_related("parent"), key=lambda row: place(row.name, region.language))


def known_to(region: Region) -> QuerySet[Organisation]:
    """The shared register and what the region has added: nothing that another region has."""
    return Organisation.objects.filter(Q(region__isnull=True) | Q(region=region)).select_related("parent", "successor")


def contacts_in(region: Region) -> QuerySet[Contact]:
    return Contact.objects.filter(region=region)


@dataclass(frozen=True)
class OrganisationPage:
    organisation: Organisation
    memberships: list[RegionMembership]
    contacts: list[Contact]
    former_contacts: list[Contact]
    parts: list[Organisation]
    predecessors: list[Organisation]
    population: Population | None

    @property
    def is_shared(self) -> bool:
        return self.organisation.region_id is None

    @property
    def lacks(self) -> list[str]:
        """The kinds of contact that nobody is, in words."""
        held = {contact.kind for contact in self.contacts}
        return [str(label) for kind, label in Contact.Kind.choices if kind not in held]


def organisation_page(region: Region, organisation: Organisation, *, on: dt.date) -> OrganisationPage:
    contacts = list(contacts_in(region).filter(organisation=organisation).order_by("order", "pk"))
    contacts.sort(key=lambda contact: Contact.Kind.values.index(contact.kind))
    related = known_to(region).filter(Q(parent=organisation, region=region) | Q(successor=organisation)).order_by("name")
    return OrganisationPage(
        organisation,
        list(RegionMembership.objects.filter(region=region, organisation=organisation).order_by("valid_from")),
        [contact for contact in contacts if not has_ended(contact, on)],
        [contact for contact in contacts if has_ended(contact, on)],
        parts=[row for row in related if row.parent_id == organisation.pk and row.region_id == region.pk],
        predecessors=[row for row in related if row.successor_id == organisation.pk],
        population=first_of(population_of([organisation], on=on).values()),
    )


def has_ended(contact: Contact, on: dt.date) -> bool:
    return contact.valid_to is not None and contact.valid_to < on


def first_of(found: Iterable[Population]) -> Population | None:
    return next(iter(found), None)
