"""Whom an offer may go to, and whom the region would write to at each: choosing sends nothing."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from portfolio.access.grants import current
from portfolio.models import Contact, Organisation, Region
from portfolio.queries.register import members_of
from projects.models import Offer, Participation

ASKED = (Participation.State.INVITED, Participation.State.ACTIVE)
ORDER = (Contact.Kind.CONTACT, Contact.Kind.DEPUTY, Contact.Kind.MAILBOX)
Reached = dict[str, Contact]


@dataclass(frozen=True)
class Candidate:
    """contacts: those who can be written to, the first of them first."""

    organisation: Organisation
    contacts: tuple[Contact, ...]
    has_place: bool
    is_member: bool
    is_chosen: bool


def candidates_of(offer: Offer, today: dt.date) -> list[Candidate]:
    """Who has a place in the project, the members of the region, and whoever is chosen already; four queries."""
    placed = {each.pk: each for each in placed_in(offer)}
    members = {each.pk: each for each in members_of(offer.project.region, on=today)}
    chosen = {each.pk: each for each in chosen_for(offer)}
    every = sorted((placed | members | chosen).values(), key=lambda each: (each.pk not in placed, each.name, each.pk))
    known = contacts_of(offer.project.region, every, today)
    return [Candidate(each, in_order(known[each.pk]), each.pk in placed, each.pk in members, each.pk in chosen) for each in every]


def asked_in(offer: Offer) -> list[Organisation]:
    """Those that were chosen, or everybody who has a place in the project: guests from elsewhere are parties like others."""
    return chosen_for(offer) or placed_in(offer)


def chosen_for(offer: Offer) -> list[Organisation]:
    return [row.organisation for row in offer.chosen.select_related("organisation").order_by("organisation__name", "pk")]


def placed_in(offer: Offer) -> list[Organisation]:
    """Whoever has a place in the project that is not over."""
    rows = Participation.objects.filter(project=offer.project_id, valid_to__isnull=True, state__in=ASKED).select_related("organisation")
    return [row.organisation for row in rows.order_by("organisation__name", "pk")]


def contacts_of(region: Region, organisations: Collection[Organisation], today: dt.date) -> dict[int, Reached]:
    """By organisation and kind, the first that can be written to as the region has them today."""
    known: dict[int, Reached] = defaultdict(dict)
    for contact in Contact.objects.filter(current(today), region=region, organisation__in=organisations).order_by("order", "pk"):
        if contact.is_reachable:
            known[contact.organisation_id].setdefault(contact.kind, contact)
    return known


def in_order(there: Reached) -> tuple[Contact, ...]:
    return tuple(there[kind] for kind in ORDER if kind in there)
