"""The words of mails about offers: the mail that carries the link, and the receipt of an answer."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from portfolio.access.tokens import hash_of
from portfolio.deliveries.refusing import NotNeeded, NotWritten
from portfolio.models import Delivery
from portfolio.queries import clock
from projects.actions.links import is_alive, token_in
from projects.models import OfferMail
from projects.offering import last_day_of
from projects.queries.offers import OWN
from projects.wording.answers import summary_of


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
    words = {
        "party": party.organisation,
        "terms": mail.version.terms,
        "own": mail.version.terms[OWN],
        "has_changed": mail.kind == OfferMail.Kind.CHANGED,
        "last_day": last_day_of(closes_at, party.offer.project.region.time_zone) if closes_at and closes_at > now else None,
        "link": settings.SITE_URL + reverse("answer-link", args=[token]),
    }
    return render_to_string("mail/offer.txt", words).strip() + "\n"


def receipt(delivery: Delivery) -> str:
    """Says what was answered, by whom, and what to do if it is wrong; no link, so that the receipt opens nothing."""
    mail = about(delivery)
    answer = mail.answer
    assert answer
    summary = summary_of(answer, mail.version.terms["currency"])
    words = {"party": mail.invitee.organisation, "terms": mail.version.terms, "own": mail.version.terms[OWN], "answer": answer, "summary": summary}
    return render_to_string("mail/receipt.txt", words).strip() + "\n"
