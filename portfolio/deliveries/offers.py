"""The words of mails about offers: the mail that carries the link, and the receipt of an answer."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from portfolio.access.tokens import hash_of
from portfolio.deliveries.refusing import NotNeeded, NotWritten
from portfolio.models import Delivery
from portfolio.queries import clock
from projects.actions.links import is_alive, token_in
from projects.emails import offer_text, receipt_text
from projects.models import OfferMail
from projects.offering import last_day_of


def about(delivery: Delivery) -> OfferMail:
    found = OfferMail.objects.select_related("invitee__offer__project__region", "invitee__organisation", "link", "version", "answer__version")
    return found.get(delivery=delivery)


def offer(delivery: Delivery) -> str:
    """With the link, which is made in this moment and stands nowhere else."""
    mail = about(delivery)
    link, party, now = mail.link, mail.invitee, clock.read()
    assert link
    if link.revoked_at:
        raise NotNeeded(_("A newer mail with another link takes its place."))
    if not is_alive(party.offer, party):
        raise NotNeeded(_("The offer has ended."))
    token = token_in(link)
    if hash_of(token) != link.token_sha256:
        raise NotWritten(_("The secret key of the installation has changed. Give the party a new link from the page of the offer."))
    closes_at = party.offer.closes_at
    last_day = last_day_of(closes_at, party.offer.project.region.time_zone) if closes_at and closes_at > now else None
    address = settings.SITE_URL + reverse("answer-link", args=[token])
    return offer_text(party.organisation, mail.version.terms, last_day, address, mail.kind == OfferMail.Kind.CHANGED)


def receipt(delivery: Delivery) -> str:
    """Says what was answered, by whom, and what to do if it is wrong; no link, so that the receipt opens nothing."""
    mail = about(delivery)
    answer = mail.answer
    assert answer
    return receipt_text(mail.invitee.organisation, mail.version.terms, answer)
