"""The mails of a deed as they will arrive, to be looked at before it is done: to whom it writes, in each one's language, in the words that leave."""

import datetime as dt
from collections.abc import Collection, Iterable
from copy import copy

from django.conf import settings
from django.utils import translation

from costsharing.queries.offered import share_of
from portfolio.models import Contact, Organisation
from portfolio.offers.office.sending import Letter
from projects.actions.asking import has_told, to_tell
from projects.actions.links import valid_link
from projects.actions.offers import Recipient
from projects.actions.tidings import addresses_of
from projects.emails import Kind, answered_text, moved_text, offer_words, outcome_words, question_subject, subject_of
from projects.models import AnswerLink, Invitee, Offer, OfferQuestion
from projects.offering import Outcome, fingerprint, last_day_of
from projects.queries.offers import OWN

LINK = f"{settings.SITE_URL}/answer/open/…"
"""Where the link will stand: it is made when the mail is."""


def seen_of(letters: Iterable[Letter]) -> str:
    return fingerprint([[each.to.organisation.pk, each.to.address, each.to.language, each.subject, each.body] for each in letters])


def parties(offer: Offer) -> list[Invitee]:
    """By name, as a page lists them."""
    return list(offer.invitees.filter(withdrawn_at__isnull=True).select_related("organisation").order_by("organisation__name", "pk"))


def to(invitee: Invitee, address: str, name: str) -> Recipient:
    function = invitee.function if address.casefold() == invitee.address.casefold() else ""
    return Recipient(invitee.organisation, address, invitee.language, function, name)


def of_later_day(offer: Offer, closes_at: dt.datetime) -> tuple[Letter, ...]:
    """To whoever has a link that holds; three queries."""
    version, last_day = offer.versions.latest("number"), last_day_of(closes_at, offer.project.region.time_zone)
    links = {link.invitee_id: link for link in AnswerLink.objects.filter(invitee__offer=offer, revoked_at__isnull=True)}
    letters = []
    for invitee in parties(offer):
        if link := links.get(invitee.pk):
            fee = share_of(version.terms["cost"], invitee.organisation)
            with translation.override(invitee.language):
                subject = subject_of(Kind.EXTENDED, version.terms[OWN]["title"])
                body = offer_words(invitee.organisation, version.terms, last_day, LINK, Kind.EXTENDED, fee).text
            letters.append(Letter(to(invitee, link.to_address, link.to_name), subject, body, None))
    return tuple(letters)


def of_outcome(offer: Offer, outcome: Outcome, joins: Collection[int], reason: str) -> tuple[Letter, ...]:
    """joins: organisations. To contact and official mailbox of each; three queries."""
    concluded = copy(offer)
    joining = sorted(joins) if outcome is Outcome.STARTS else []
    concluded.outcome, concluded.reason, concluded.conclusion = outcome.value, reason, {"joins": joining}
    terms, among, letters = offer.versions.latest("number").terms, list(Organisation.objects.filter(pk__in=joining)), []
    for invitee in parties(offer):
        fee = share_of(terms["cost"], invitee.organisation, among) if invitee.organisation_id in joining else None
        with translation.override(invitee.language):
            subject = subject_of(Kind.CONCLUDED, terms[OWN]["title"])
            body = outcome_words(invitee.organisation, terms, concluded, fee).text
        letters += [Letter(to(invitee, address, name), subject, body, None) for address, name in addresses_of(invitee)]
    return tuple(letters)


def of_answer(question: OfferQuestion, answer: str) -> tuple[Letter, ...]:
    """Those whom this answer has been told to already get no second mail; three queries."""
    offer, asked = question.offer, copy(question)
    asked.answer = answer
    told = has_told(question) if question.answer == answer else set()
    own = offer.versions.latest("number").terms[OWN]
    letters = []
    for link in sorted(to_tell(offer), key=lambda link: (link.invitee.organisation.name, link.pk)):
        if link.pk not in told:
            with translation.override(link.invitee.language):
                body = answered_text(asked, own, link.invitee.organisation, offer.project.region, LINK)
                letters.append(Letter(to(link.invitee, link.to_address, link.to_name), question_subject(own["title"]), body, None))
    return tuple(letters)


def of_former(invitee: Invitee, chosen: Contact) -> tuple[Letter, ...]:
    """What whoever has the link now is told when somebody else gets one; nothing where there is no link, or it went there already."""
    link, terms = valid_link(invitee), invitee.offer.versions.latest("number").terms
    if link is None or link.to_address.casefold() == chosen.mail.casefold():
        return ()
    language = chosen.language or invitee.language
    with translation.override(language):
        subject, body = subject_of(Kind.REPLACED, terms[OWN]["title"]), moved_text(invitee.organisation, terms)
    return (Letter(Recipient(invitee.organisation, link.to_address, language, "", link.to_name), subject, body, None),)
