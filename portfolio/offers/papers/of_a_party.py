"""What whoever answers takes along: papers, a summary, the text of a case, attachments. Reading writes nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from portfolio.access.rules import public
from portfolio.documents import odt
from portfolio.documents.offerpaper import OfferPaper
from portfolio.documents.offers import casework, papers
from portfolio.documents.offers.asked import facts_of, party_of
from portfolio.documents.offers.facts import Facts, Party
from portfolio.documents.offers.receipt import receipt_paper
from portfolio.offers.answering.door import at_the_page
from portfolio.offers.answering.own import by_account
from portfolio.offers.answering.seats import Seat
from portfolio.offers.answering.shown import at_the_seat
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
        return f"{self.seat.invitee.offer.project.reference}-{self.party.code}-v{self.facts.version.number}"


View = Callable[..., HttpResponse]


def both(view: View) -> tuple[View, View]:
    """The view behind both doors: for whoever sits at the page of a link, and for a contact who is signed in."""

    def seated(request: HttpRequest, seat: Seat, **named: Any) -> HttpResponse:
        facts = facts_of(version_asked(request, seat.invitee.offer))
        return view(request, Held(seat, facts, party_of(seat.invitee, facts)), **named)

    return public(at_the_page(seated)), by_account(seated)


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
    return receipt_of(held, standing_answer(held.seat.invitee))


def late_receipt(held: Held) -> OfferPaper | None:
    """Of the answer that came after the end, while the office has not let it count."""
    return receipt_of(held, late_answer(held.seat.invitee))


def receipt_of(held: Held, answer: Answer | None) -> OfferPaper | None:
    if answer is None:
        return None
    facts = held.facts if answer.version_id == held.facts.version.pk else facts_of(answer.version)
    return receipt_paper(answer, facts, party_of(held.seat.invitee, facts))


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
    offer = held.seat.invitee.offer
    found = OfferAttachment.objects.filter(offer=offer, pk=attachment).first()
    if found is None or not any(found.sha256 == each["sha256"] for version in offer.versions.all() for each in version.terms["attachments"]):
        raise Http404
    return attached(found)


def around(held: Held) -> dict[str, Any]:
    return at_the_seat(held.seat) | {"party": held.party, "terms": held.facts.terms, "own": held.facts.own}


paper, own_paper = both(_paper)
summary, own_summary = both(_summary)
case_text, own_case_text = both(_case_text)
case_file, own_case_file = both(_case_file)
attachment, own_attachment = both(_attachment)
