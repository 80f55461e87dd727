"""All papers of an offer for the office: the whole of it, the parties' sheets to print, what each pays; and what is attached."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from portfolio.access.permissions import P
from portfolio.documents.offerpaper import OfferPaper
from portfolio.documents.offers import papers as made
from portfolio.documents.offers.asked import facts_of, party_of
from portfolio.documents.offers.facts import Facts, Party
from portfolio.offers.office.acting import around, offer_or_404
from portfolio.offers.papers.forms import AttachForm
from portfolio.offers.papers.serving import printed
from portfolio.web.posting import key_of
from projects.access import on_project
from projects.actions.attaching import may_attach, named_in_versions
from projects.models import Invitee, Offer, OfferVersion, Project
from projects.queries.offers import OWN

IN_A_FILE = 40
"""Sheets in one file: some four seconds of work, so that nobody waits for long."""


@dataclass(frozen=True)
class Run:
    """One file of sheets: from the first to the last of these parties."""

    number: int
    first: str
    last: str
    size: int

    @property
    def name(self) -> str:
        return f"sheets-{self.number}"


@on_project(P.PROJECT_EDIT)
def papers(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    return page(request, project, offer_or_404(project, number))


def page(request: HttpRequest, project: Project, offer: Offer, form: AttachForm | None = None, status: int = 200) -> HttpResponse:
    version = newest(offer)
    sent = named_in_versions(offer)
    rows = [(each, each.sha256 in sent) for each in offer.attachments.order_by("position")]
    context: dict[str, Any] = {
        "offer": offer,
        "version": version,
        "has_fees": bool(version and version.terms.get("cost")),
        "runs": list(runs(offer)) if version else [],
        "rows": rows,
        "has_unsent": version is not None and may_attach(offer) and not all(is_sent for _row, is_sent in rows),
        "may_attach": may_attach(offer),
        "form": form or AttachForm(),
        "key": key_of(request.POST),
    }
    return render(request, "offers/papers.html", around(project, **context), status=status)


def newest(offer: Offer) -> OfferVersion | None:
    """With its offer, since papers read the region's time zone; None for a draft, which has nothing that was sent."""
    found = offer.versions.order_by("-number").first()
    if found:
        found.offer = offer
    return found if found and OWN in found.terms else None


def asked(offer: Offer) -> list[Invitee]:
    return list(offer.invitees.filter(withdrawn_at__isnull=True).select_related("organisation").order_by("organisation__name", "pk"))


def runs(offer: Offer) -> Iterator[Run]:
    names = [each.organisation.name for each in asked(offer)]
    for number, start in zip(count(1), range(0, len(names), IN_A_FILE), strict=False):
        some = names[start : start + IN_A_FILE]
        yield Run(number, some[0], some[-1], len(some))


def parties_of(offer: Offer, facts: Facts, number: int) -> list[Party]:
    return [party_of(each, facts) for each in asked(offer)[(number - 1) * IN_A_FILE : number * IN_A_FILE]]


@on_project(P.PROJECT_EDIT)
def paper(request: HttpRequest, project: Project, number: int, kind: str) -> HttpResponse:
    """kind: offer, fees, or sheets-1 for the first file of sheets. In the reader's language; each party's own goes to it in its own."""
    offer = offer_or_404(project, number)
    version = newest(offer)
    content = content_of(offer, facts_of(version), kind) if version else None
    if content is None:
        raise Http404
    return printed(request, content, f"{project.reference}-{offer.number}-{kind}.pdf")


def content_of(offer: Offer, facts: Facts, kind: str) -> OfferPaper | None:
    if kind == "offer":
        return made.whole_paper(facts)
    if kind == "fees":
        return made.fees_paper(facts)
    name, _dash, run = kind.partition("-")
    if name != "sheets" or not run.isdecimal() or len(run) > 3:
        return None
    parties = parties_of(offer, facts, int(run)) if int(run) else []
    return made.sheets_paper(facts, parties) if parties else None
