"""What whoever holds a link takes along: papers, a summary, the text of a case, attachments. Reading writes nothing."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from portfolio.access.rules import public
from portfolio.documents import odt
from portfolio.documents.offerpaper import OfferPaper
from portfolio.documents.offers import casework, papers
from portfolio.documents.offers.asked import facts_of, party_of
from portfolio.documents.offers.facts import Facts, Party
from portfolio.documents.offers.receipt import receipt_paper
from portfolio.offers.answering.door import dead, language_for
from portfolio.offers.answering.sitting import Seat, seat_by_cookie, sit
from portfolio.offers.papers.serving import attached, printed, saved
from projects.models import Answer, Offer, OfferAttachment, OfferVersion
from projects.queries.offers import late_answer, standing_answer


@dataclass(frozen=True)
class Held:
    """A seat, with the newest terms, or older ones that were asked for, and the party as its papers have them."""

    seat: Seat
    facts: Facts
    party: Party

    @property
    def name(self) -> str:
        """In the names of files."""
        return f"{self.seat.link.invitee.offer.project.reference}-{self.party.code}-v{self.facts.version.number}"


View = Callable[..., HttpResponse]


def with_link(view: Callable[..., HttpResponse]) -> View:
    """For whoever sits at the page of a link, in the language of the party. Without a seat it is the page of every dead link."""

    def seated(request: HttpRequest, public_id: uuid.UUID, **named: Any) -> HttpResponse:
        seat = seat_by_cookie(request, public_id)
        if seat is None:
            return dead(request)
        with translation.override(language_for(request, seat.link)):
            invitee = seat.link.invitee
            facts = facts_of(version_asked(request, invitee.offer))
            response = view(request, Held(seat, facts, party_of(invitee, facts)), **named)
        return sit(response, seat.link)

    return public(seated)


def version_asked(request: HttpRequest, offer: Offer) -> OfferVersion:
    """?version=n of those that were sent; the newest where none is named."""
    sent, text = offer.versions.select_related("offer__project__region"), request.GET.get("version", "")
    if not text:
        return sent.latest("number")
    found = sent.filter(number=int(text)).first() if text.isascii() and text.isdecimal() and len(text) < 6 else None
    if found is None:
        raise Http404
    return found


def own(held: Held) -> OfferPaper:
    return papers.own_paper(held.facts, held.party)


def fees(held: Held) -> OfferPaper | None:
    return papers.fees_paper(held.facts)


def in_short(held: Held) -> OfferPaper:
    return casework.summary_paper(held.facts, held.party)


def receipt(held: Held) -> OfferPaper | None:
    """Of the answer that stands, on the terms that it was given on."""
    return receipt_of(held, standing_answer(held.seat.link.invitee))


def late_receipt(held: Held) -> OfferPaper | None:
    """Of the answer that came after the end, while the office has not let it count."""
    return receipt_of(held, late_answer(held.seat.link.invitee))


def receipt_of(held: Held, answer: Answer | None) -> OfferPaper | None:
    if answer is None:
        return None
    facts = held.facts if answer.version_id == held.facts.version.pk else facts_of(answer.version)
    return receipt_paper(answer, facts, party_of(held.seat.link.invitee, facts))


KINDS: dict[str, Callable[[Held], OfferPaper | None]] = {"offer": own, "fees": fees, "receipt": receipt, "late-receipt": late_receipt, "summary": in_short}


def _paper(request: HttpRequest, held: Held, kind: str) -> HttpResponse:
    content = KINDS[kind](held) if kind in KINDS else None
    if content is None:
        raise Http404
    return printed(request, content, f"{held.name}-{kind}.pdf")


def _summary(request: HttpRequest, held: Held) -> HttpResponse:
    """On one page, to be printed for the own committee."""
    return render(request, "answers/summary.html", around(held) | {"leaf": casework.summary_leaf(held.facts, held.party)})


def _case_text(request: HttpRequest, held: Held) -> HttpResponse:
    """To be copied, or to be opened in a word processor."""
    parts, title = casework.case_paper(held.facts, held.party), casework.case_title(held.facts, held.party)
    return render(request, "answers/case_text.html", around(held) | {"parts": parts, "case_title": title})


def _case_file(request: HttpRequest, held: Held, kind: str) -> HttpResponse:
    parts, title = casework.case_paper(held.facts, held.party), casework.case_title(held.facts, held.party)
    if kind == "odt":
        return saved(odt.odt(title, parts, held.facts.language), f"{held.name}.odt", odt.KIND)
    if kind == "txt":
        return saved(odt.text(title, parts).encode(), f"{held.name}.txt", "text/plain; charset=utf-8")
    raise Http404


def _attachment(request: HttpRequest, held: Held, attachment: int) -> HttpResponse:
    """Of a version that was sent, whichever it was."""
    offer = held.seat.link.invitee.offer
    found = OfferAttachment.objects.filter(offer=offer, pk=attachment).first()
    if found is None or not any(found.sha256 == each["sha256"] for version in offer.versions.all() for each in version.terms["attachments"]):
        raise Http404
    return attached(found)


def around(held: Held) -> dict[str, Any]:
    link = held.seat.link
    return {"is_letter": True, "link": link, "invitee": link.invitee, "party": held.party, "terms": held.facts.terms, "own": held.facts.own}


paper = with_link(_paper)
summary = with_link(_summary)
case_text = with_link(_case_text)
case_file = with_link(_case_file)
attachment = with_link(_attachment)
