"""The office reminds, by hand, those parties that have said nothing: the same link once more."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from portfolio import outbox
from portfolio.actions.rows import Refused
from portfolio.models import Delivery, User
from portfolio.queries import clock
from projects import emails
from projects.actions.held import invitee_held, offer_held_by
from projects.actions.links import valid_link
from projects.models import AnswerLink, Invitee, Offer, OfferMail, OfferVersion
from projects.models.invitee import REMINDER
from projects.offering import State, takes_answers
from projects.queries.offers import OWN, rulings, standing_answers

QUIET = dt.timedelta(hours=1)
"""So long after a mail nobody gets another one."""


@transaction.atomic
def remind(*, offer: Offer, parties: Collection[int], by: User) -> int:
    """Of these parties (Invitee), those that have said nothing still and got no mail within the hour; how many mails. Raises Refused."""
    held = offer_held_by(offer, by)
    now = clock.read()
    if not takes_answers(State(held.state), held.closes_at, now):
        raise Refused(_("The offer takes no answers now. Move its day first."))
    said, decided, version = standing_answers(held), rulings(held), held.versions.latest("number")
    count = 0
    for known in held.invitees.filter(pk__in=parties, withdrawn_at__isnull=True).order_by("pk").values_list("pk", flat=True):
        invitee = invitee_held(known)
        invitee.offer = held
        link = valid_link(invitee)
        if link and known not in said and known not in decided and not is_quiet(invitee, now):
            post(invitee, link, version, by, now)
            count += 1
    return count


def is_quiet(invitee: Invitee, now: dt.datetime) -> bool:
    """A mail with the link was asked for within the hour."""
    return OfferMail.objects.filter(invitee=invitee, link__isnull=False, delivery__asked_at__gt=now - QUIET).exists()


def post(invitee: Invitee, link: AnswerLink, version: OfferVersion, by: User, at: dt.datetime) -> None:
    key = f"offer:{link.pk}:{version.number}:{REMINDER}:{at:%Y%m%d%H%M}"
    mail: dict[str, Any] = {"to_address": link.to_address, "to_name": link.to_name, "language": invitee.language}
    mail["subject"] = subject_of(version, invitee.language)
    delivery = outbox.post(key=key, region=invitee.offer.project.region, kind=Delivery.Kind.OFFER, by=by, at=at, **mail)
    OfferMail.objects.get_or_create(delivery=delivery, defaults={"kind": OfferMail.Kind.OFFER, "invitee": invitee, "version": version, "link": link})


def subject_of(version: OfferVersion, language: str) -> str:
    with translation.override(language):
        return emails.subject_of(REMINDER, version.terms[OWN]["title"])
