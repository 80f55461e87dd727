"""The words of mails about offers: those that carry the link, the receipt of an answer, what an offer came to, and that somebody else is the contact."""

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from costsharing.queries.offered import share_of
from portfolio.access.tokens import hash_of
from portfolio.deliveries.refusing import NotNeeded, NotWritten
from portfolio.lib.letters import Words
from portfolio.models import Delivery, Organisation
from portfolio.queries import clock
from projects.actions.links import is_alive, token_in, valid_link
from projects.actions.tidings import ELSEWHERE
from projects.emails import elsewhere_text, moved_text, offer_words, outcome_words, receipt_text
from projects.linking import masked
from projects.models import AnswerLink, Invitee, OfferMail
from projects.models.invitee import REMINDER
from projects.offering import State, last_day_of

Kind = OfferMail.Kind


def about(delivery: Delivery) -> OfferMail:
    found = OfferMail.objects.select_related("invitee__offer__project__region", "invitee__organisation", "link", "version", "answer__version", "delivery")
    return found.get(delivery=delivery)


def offer(delivery: Delivery) -> Words:
    mail = about(delivery)
    if mail.kind == Kind.CONCLUDED:
        return outcome(mail)
    if mail.kind == Kind.REPLACED and delivery.key.startswith(ELSEWHERE):
        return elsewhere(mail)
    if mail.kind == Kind.REPLACED:
        return Words(moved_text(mail.invitee.organisation, mail.version.terms))
    return with_link(mail)


def elsewhere(mail: OfferMail) -> Words:
    """To the registered contact: the link was passed on, and to whom as far as that may be said."""
    party = mail.invitee
    link = valid_link(party)
    if link is None or link.to_address.casefold() == party.address.casefold():
        raise NotNeeded(_("A newer mail with another link takes its place."))
    return Words(elsewhere_text(party.organisation, mail.version.terms, masked(link.to_address)))


def with_link(mail: OfferMail) -> Words:
    """The link is made in this moment and stands nowhere else."""
    link, party, now = mail.link, mail.invitee, clock.read()
    assert link
    if link.revoked_at:
        raise NotNeeded(_("A newer mail with another link takes its place."))
    if not is_alive(party.offer, party):
        raise NotNeeded(_("The offer has ended."))
    token = token_in(link)
    if hash_of(token) != link.token_sha256:
        raise NotWritten(_("The secret key of the installation has changed. Give the party a new link from the page of the offer."))
    last_day = open_until(party, now)
    address = settings.SITE_URL + reverse("answer-link", args=[token])
    terms = mail.version.terms
    kind = REMINDER if mail.is_reminder else mail.kind
    older = party.offer.versions.filter(number__lt=mail.version.number).order_by("-number").first() if mail.kind == Kind.CHANGED else None
    share = share_of(terms["cost"], party.organisation)
    is_passed_on = bool(link.replaces and link.replaces.revoked_because == AnswerLink.Because.FORWARDED)
    return offer_words(party.organisation, terms, last_day, address, kind, share, older.terms if older else None, is_passed_on)


def open_until(party: Invitee, now: dt.datetime) -> dt.date | None:
    """The last day for answers, while it has not passed."""
    closes_at = party.offer.closes_at
    return last_day_of(closes_at, party.offer.project.region.time_zone) if closes_at and closes_at > now else None


def outcome(mail: OfferMail) -> Words:
    """No link: what it came to is told, and nothing is to be done."""
    party, terms = mail.invitee, mail.version.terms
    if party.offer.state != State.CONCLUDED:
        raise NotNeeded(_("The offer is not concluded."))
    among = Organisation.objects.filter(pk__in=party.offer.conclusion["joins"])
    return outcome_words(party.organisation, terms, party.offer, share_of(terms["cost"], party.organisation, among))


def receipt(delivery: Delivery) -> Words:
    """Says what was answered, by whom, and what to do if it is wrong; no link, so that the receipt opens nothing."""
    mail = about(delivery)
    answer = mail.answer
    assert answer
    until = open_until(mail.invitee, clock.read())
    return Words(receipt_text(mail.invitee.organisation, mail.version.terms, answer, until))
