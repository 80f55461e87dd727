"""The page of one party of an offer, and the extracts of its minutes."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from portfolio.access.permissions import P
from portfolio.offers.board import board_of
from portfolio.offers.parties.party import party_of
from portfolio.web import papers
from portfolio.web.posting import SeeOther
from projects.access import on_project
from projects.actions.links import is_alive
from projects.models import FormalDecision, Invitee, Project
from projects.offering import AGREED, State, Wait
from projects.queries.lagging import lag_of


def party_or_404(project: Project, number: int, party: int) -> Invitee:
    found = Invitee.objects.filter(pk=party, offer__number=number, offer__project=project).select_related("offer", "organisation", "contact").first()
    if found is None:
        raise Http404
    found.offer.project = project
    return found


def url_of(invitee: Invitee, name: str = "offer-party") -> str:
    project = invitee.offer.project
    return reverse(name, args=[project.region.slug, project.reference, invitee.offer.number, invitee.pk])


def around(invitee: Invitee, **more: Any) -> dict[str, Any]:
    project = invitee.offer.project
    own = {"region": project.region, "project": project, "tab": "participation", "offer": invitee.offer, "invitee": invitee}
    return own | {"sees_people": P.MEMBERS_VIEW in project.allowed, "may_act": P.OFFER_SEND in project.allowed} | more


@on_project(P.PROJECT_EDIT)
def party(request: HttpRequest, project: Project, number: int, party: int) -> HttpResponse:
    """Who answered, and where mails went, is shown to those who see the region's people."""
    invitee = party_or_404(project, number, party)
    page = party_of(invitee)
    line = None if invitee.withdrawn_at else next((each for each in board_of(invitee.offer).lines if each.invitee.pk == invitee.pk), None)
    lag = lag_of(invitee) if invitee.offer.state == State.CONCLUDED else None
    sends = invitee.offer.state != State.CONCLUDED and is_alive(invitee.offer, invitee)
    return render(
        request,
        "offers/party.html",
        around(invitee, page=page, line=line, sends=sends, lag=lag, may_confirm=page.wait is Wait.CONFIRMATION or not_yes(page.decision)),
    )


def not_yes(decision: FormalDecision | None) -> bool:
    """What does not say yes is confirmed without papers."""
    return decision is not None and decision.confirmed_at is None and decision.ruling not in AGREED


@on_project(P.PROJECT_EDIT)
def extract(request: HttpRequest, project: Project, number: int, party: int, decision: int) -> HttpResponse:
    """The file as it was sent in, to be saved and not shown by the browser; back to the party when there is none."""
    invitee = party_or_404(project, number, party)
    found = FormalDecision.objects.filter(pk=decision, invitee=invitee).exclude(extract="").first()
    if found is None:
        return SeeOther(url_of(invitee))
    content = papers.stored(Path(settings.MEDIA_ROOT), found.extract, found.extract_sha256)
    if content is None:
        raise Http404
    headers = {
        "Content-Disposition": f'attachment; filename="{project.reference}-{number}-{found.pk}.pdf"',
        "X-Content-Type-Options": "nosniff",
        "X-Sha256": found.extract_sha256,
        "Cache-Control": "private, no-cache",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)
