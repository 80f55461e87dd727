"""What parties are told of an offer without a link: what it came to, and that somebody else is the contact. Orders for mails, in the caller's transaction."""

import datetime as dt
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from portfolio import outbox
from portfolio.models import Delivery, User
from projects.models import AnswerLink, Invitee, Offer, OfferMail, OfferVersion
from projects.queries.offers import OWN

Kind = OfferMail.Kind
ELSEWHERE = "elsewhere:"
"""Begins the key of a mail that says to whom a link was passed on."""
UNSENT = (Delivery.State.WAITING, Delivery.State.FAILED)


def call_off(offer: Offer, but: str = "") -> None:
    """Mails with a link that wait: a newer one says what holds. What a mail server has refused stays as it is, with its words. but: of this kind none."""
    older = Delivery.objects.filter(of_offer__invitee__offer=offer, of_offer__link__isnull=False, state=Delivery.State.WAITING)
    older.exclude(of_offer__kind=but).update(state=Delivery.State.CANCELLED, error=_("A newer mail takes its place."))


def tell_of_outcome(offer: Offer, by: User, at: dt.datetime) -> None:
    """Contact and official mailbox of each party."""
    call_off(offer)
    version = offer.versions.latest("number")
    for invitee in offer.invitees.filter(withdrawn_at__isnull=True).order_by("pk"):
        for address, name in {invitee.mailbox.casefold(): (invitee.mailbox, ""), invitee.address.casefold(): (invitee.address, invitee.name)}.values():
            if address:
                tell(invitee, version, Kind.CONCLUDED, address, name, f"outcome:{invitee.pk}:{address.casefold()}"[:120], by, at)


def tell_the_former(invitee: Invitee, link: AnswerLink, by: User, at: dt.datetime) -> None:
    """Whoever had the link that has just ended, so that nobody is replaced behind their back."""
    if link.to_address.casefold() != invitee.address.casefold():
        tell(invitee, invitee.offer.versions.latest("number"), Kind.REPLACED, link.to_address, link.to_name, f"former:{link.pk}", by, at)


def tell_where_it_went(link: AnswerLink, at: dt.datetime) -> None:
    """The registered contact has asked for a link that was passed on; once an hour at most."""
    invitee = link.invitee
    version = invitee.offer.versions.latest("number")
    tell(invitee, version, Kind.REPLACED, invitee.address, invitee.name, f"{ELSEWHERE}{link.pk}:{at:%Y%m%d%H}", None, at)


def tell(invitee: Invitee, version: OfferVersion, kind: str, address: str, name: str, key: str, by: User | None, at: dt.datetime) -> None:
    with translation.override(invitee.language):
        words = _("What came of it: %(title)s") if kind == Kind.CONCLUDED else _("Somebody else answers now: %(title)s")
        subject = words % {"title": version.terms[OWN]["title"]}
    to: dict[str, Any] = {"to_address": address, "to_name": name, "subject": subject, "language": invitee.language}
    delivery = outbox.post(key=key, region=invitee.offer.project.region, kind=Delivery.Kind.OFFER, by=by, at=at, **to)
    OfferMail.objects.get_or_create(delivery=delivery, defaults={"kind": kind, "invitee": invitee, "version": version})
