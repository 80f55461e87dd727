"""What a reminder would do, to be looked at before: who gets which mail, and who gets none and why."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from costsharing.queries.offered import share_of
from portfolio.models import Delivery
from portfolio.offers.watching.states import REFUSED
from projects.actions.reminding import QUIET, subject_of
from projects.emails import offer_words
from projects.models import AnswerLink, Invitee, Offer
from projects.models.invitee import REMINDER
from projects.offering import fingerprint, last_day_of
from projects.queries.offers import mail_states, rulings, standing_answers


@dataclass(frozen=True)
class Letter:
    """A mail as it will arrive; the link stands in it only once it is sent."""

    invitee: Invitee
    name: str
    address: str
    subject: str
    body: str


@dataclass(frozen=True)
class Without:
    """Said nothing either, but gets no mail. error: the mail server's words."""

    invitee: Invitee
    why: str
    error: str = ""


@dataclass(frozen=True)
class Reminder:
    """seen: the fingerprint of all that is shown."""

    letters: tuple[Letter, ...]
    without: tuple[Without, ...]
    seen: str

    @property
    def parties(self) -> list[int]:
        return [each.invitee.pk for each in self.letters]


def reminder_of(offer: Offer, now: dt.datetime) -> Reminder:
    """Seven queries, however many are asked."""
    said, decided, mails, version = standing_answers(offer), rulings(offer), mail_states(offer), offer.versions.latest("number")
    links = links_of(offer)
    last_day = last_day_of(offer.closes_at, offer.project.region.time_zone) if offer.closes_at else None
    letters: list[Letter] = []
    without: list[Without] = []
    for invitee in offer.invitees.filter(withdrawn_at__isnull=True).select_related("organisation").order_by("organisation__name", "pk"):
        if invitee.pk in said or invitee.pk in decided:
            continue
        link, mail = links.get(invitee.pk), mails.get(invitee.pk)
        if why := why_not(link, mail, now):
            without.append(Without(invitee, why, mail.error if mail and mail.state in REFUSED else ""))
        elif link:
            with translation.override(invitee.language):
                fee = share_of(version.terms["cost"], invitee.organisation)
                body = offer_words(invitee.organisation, version.terms, last_day, f"{settings.SITE_URL}/answer/open/…", REMINDER, fee).text
            letters.append(Letter(invitee, link.to_name, link.to_address, subject_of(version, invitee.language), body))
    seen = fingerprint([[each.invitee.pk, each.address, each.subject, each.body] for each in letters])
    return Reminder(tuple(letters), tuple(without), seen)


def links_of(offer: Offer) -> dict[int, AnswerLink]:
    """By party, the one that works."""
    return {each.invitee_id: each for each in AnswerLink.objects.filter(invitee__offer=offer, revoked_at__isnull=True)}


def why_not(link: AnswerLink | None, mail: Delivery | None, now: dt.datetime) -> str:
    """ "" for a party that can be reminded."""
    if link is None:
        return _("It has no link that works. Give it a new one.")
    if mail and mail.state in REFUSED:
        return _("The last mail did not arrive. Correct the address first.")
    if mail and mail.asked_at > now - QUIET:
        return _("A mail left for it less than an hour ago.")
    return ""
