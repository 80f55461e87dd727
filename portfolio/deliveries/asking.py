"""The words of mails about questions, and of the one with a code."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from portfolio.access.tokens import hash_of
from portfolio.deliveries.refusing import NotNeeded, NotWritten
from portfolio.lib.letters import Words
from portfolio.models import Delivery
from portfolio.queries import clock
from projects.actions.codes import code_in, newest
from projects.actions.links import is_alive, token_in
from projects.coding import HOLDS
from projects.emails import answered_text
from projects.models import AnswerCode, Offer, OfferQuestion, QuestionMail
from projects.queries.offers import OWN
from projects.queries.questions import passings, waiting


def code(delivery: Delivery) -> Words:
    """The figures, made in this moment. One that comes too late says nothing: another is asked for on the page."""
    row = AnswerCode.objects.select_related("link__invitee__offer__project__region", "link__invitee__organisation").get(delivery=delivery)
    if row.answer_id or newest(row.link) != row:
        raise NotNeeded(_("A newer code takes its place."))
    if clock.read() >= row.issued_at + HOLDS:
        raise NotNeeded(_("The code holds for ten minutes, and they have passed."))
    figures, invitee = code_in(row), row.link.invitee
    said = f"{figures[:3]} {figures[3:]}"
    words = {"code": said, "party": invitee.organisation, "region": invitee.offer.project.region, "own": own_of(invitee.offer)}
    return Words(render_to_string("mail/code.txt", words).strip() + "\n", strong=(said,))


def question(delivery: Delivery) -> Words:
    mail = QuestionMail.objects.select_related("offer__project__region", "question", "link__invitee__organisation").get(delivery=delivery)
    return to_party(mail, mail.question) if mail.question else to_office(mail)


def to_office(mail: QuestionMail) -> Words:
    """What waits now, which may be more than when it was asked for."""
    found, asked, project = list(waiting(mail.offer)), list(passings(mail.offer)), mail.offer.project
    if not found and not asked:
        raise NotNeeded(_("What it was about is done."))
    page = settings.SITE_URL + reverse("offer-questions", args=[project.region.slug, project.reference, mail.offer.number])
    words = {"questions": found, "passings": asked, "offer": mail.offer, "project": project, "link": page}
    return Words(render_to_string("mail/questions.txt", words).strip() + "\n", page, _("Open the page"))


def to_party(mail: QuestionMail, about: OfferQuestion) -> Words:
    link = mail.link
    assert link
    if link.revoked_at:
        raise NotNeeded(_("A newer mail with another link takes its place."))
    if not is_alive(mail.offer, link.invitee):
        raise NotNeeded(_("The offer has ended."))
    token = token_in(link)
    if hash_of(token) != link.token_sha256:
        raise NotWritten(_("The secret key of the installation has changed. Give the party a new link from the page of the offer."))
    address = settings.SITE_URL + reverse("answer-link", args=[token])
    text = answered_text(about, own_of(mail.offer), link.invitee.organisation, mail.offer.project.region, address)
    return Words(text, address, _("Read the offer and answer"))


def own_of(offer: Offer) -> Any:
    return offer.versions.latest("number").terms[OWN]
