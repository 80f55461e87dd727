"""An offer is drafted, sent, and changed while it is open: acts of the office, each of its own. How it ends stands in closing."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from portfolio.actions import rows
from portfolio.actions.rows import Refused, sign
from portfolio.models import Contact, Organisation, User
from portfolio.outbox import changed
from portfolio.queries import clock
from projects.actions import links, tidings
from projects.actions.held import Moved, offer_held_by, signed
from projects.actions.locking import lock
from projects.models import Invitee, Offer, OfferMail, OfferVersion, Participation, Project
from projects.offering import Binding, State, fingerprint, takes_answers
from projects.policies import why_not_offered
from projects.queries.offers import OWN, own_terms

OFFERED = ":offered"
"""Reason that the program gives for a participation."""
Terms = Mapping[str, Any]


@dataclass(frozen=True)
class Recipient:
    """Whom a party's mail goes to. mailbox: the official one, for receipts; "" for none."""

    organisation: Organisation
    address: str
    language: str
    function: str
    name: str = ""
    mailbox: str = ""
    contact: Contact | None = None


@transaction.atomic
def draft(*, project: Project, title: str, binding: Binding, by: User, **fields: Any) -> Offer:
    """With the next number of its project."""
    held = lock(project, by)
    number = 1 + (Offer.objects.filter(project=held).aggregate(last=Max("number"))["last"] or 0)
    offer = Offer(project=held, number=number, title=title, binding=binding.value, **fields)
    rows.save(row=offer, by=by)
    return offer


@transaction.atomic
def send(*, offer: Offer, terms: Terms, shown: str, recipients: Sequence[Recipient], by: User) -> OfferVersion:
    """To all of them at once, or to nobody. shown: the fingerprint of the terms in the preview. Raises Moved, or Refused."""
    held = offer_held_by(offer, by)
    now = clock.read()
    if held.state != State.DRAFT:
        raise Refused(_("The offer has been sent already."))
    if not recipients:
        raise Refused(_("Choose whom the offer goes to."))
    if held.closes_at is None or held.closes_at <= now:
        raise Refused(_("Set a last day for answers that lies ahead."))
    if Offer.objects.filter(project=held.project, state=State.OPEN).exists():
        raise Refused(_("Another offer of the project is open. Close it first."))
    refuse_unfit(held.project)
    version = frozen(held, terms, shown, by, now)
    held.state, held.opened_at = State.OPEN, now
    signed(held, by, "", now)
    for each in recipients:
        invite(held, each, version, by, now)
    changed()
    return version


def refuse_unfit(project: Project) -> None:
    if why := why_not_offered(project):
        raise Refused(why)


def invite(offer: Offer, to: Recipient, version: OfferVersion, by: User, at: dt.datetime) -> Invitee:
    """The party with its address as it is now, its link and its mail; and its place in the project, where it has none."""
    invitee = Invitee(offer=offer, invited_at=at, **vars(to))
    sign(invitee, by, "", at)
    invitee.save()
    link = links.issue(invitee=invitee, to_name=to.name, to_address=to.address, by=by, at=at)
    links.post(link=link, version=version, kind=OfferMail.Kind.OFFER, by=by, at=at)
    if not Participation.objects.filter(project=offer.project, organisation=to.organisation, valid_to__isnull=True).exists():
        place = Participation(project=offer.project, organisation=to.organisation, state=Participation.State.INVITED)
        sign(place, by, OFFERED, at)
        place.save()
    return invitee


@transaction.atomic
def change(*, offer: Offer, terms: Terms, shown: str, by: User, fields: Mapping[str, Any] | None = None) -> OfferVersion:
    """Other terms while it is open: each party is written to; answers stand, marked with the version that they were given on. Raises Moved, or Refused.

    fields: of the offer itself, written with the version that says them.
    """
    held = offer_held_by(offer, by)
    now = clock.read()
    if not takes_answers(State(held.state), held.closes_at, now):
        raise Refused(_("The offer takes no answers now. Move its day first."))
    if held.versions.latest("number").terms_sha256 == shown:
        raise Refused(_("These are the terms that were sent already."))
    refuse_unfit(held.project)
    for name, value in (fields or {}).items():
        setattr(held, name, value)
    version = frozen(held, terms, shown, by, now)
    if fields:
        signed(held, by, "", now)
    tidings.call_off(held)
    for invitee in held.invitees.filter(withdrawn_at__isnull=True).order_by("pk"):
        invitee.offer = held
        if link := links.valid_link(invitee):
            link.invitee = invitee
            links.post(link=link, version=version, kind=OfferMail.Kind.CHANGED, by=by, at=now)
    changed()
    return version


def frozen(offer: Offer, terms: Terms, shown: str, by: User, at: dt.datetime) -> OfferVersion:
    if fingerprint(terms) != shown or terms[OWN] != own_terms(offer):
        raise Moved
    number = 1 + (offer.versions.aggregate(last=Max("number"))["last"] or 0)
    return OfferVersion.objects.create(offer=offer, number=number, terms=dict(terms), terms_sha256=shown, sent_at=at, sent_by=by)
