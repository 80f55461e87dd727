"""A body's meeting: what it is asked to decide, what it decided, and the pack made of that. For its members and for those who read the whole region."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from milestones.gates import Outcome, Sitting
from milestones.queries.decisions import asked_at, decided_at
from milestones.wording.gates import document_word, outcome_word
from portfolio.access.meetings import on_meeting
from portfolio.access.permissions import P
from portfolio.access.rules import signed_in_user
from portfolio.documents.packing import projects_of
from portfolio.documents.requests import packs_of, request_pack
from portfolio.documents.views import served
from portfolio.models import Document, Meeting
from portfolio.web.posting import SeeOther
from projects.access import projects_where


@on_meeting(P.MEETING_VIEW)
def meeting(request: HttpRequest, found: Meeting, may: frozenset[P]) -> HttpResponse:
    """With seen=STATE only what is new of the latest pack, or 204. Projects that the reader does not see are named, as on paper, and not linked."""
    region = found.body.region
    packs = list(packs_of(found))
    latest = packs[0] if packs else None
    issued = [pack for pack in packs if pack.state == Document.State.READY]
    context = {"region": region, "menu": True, "meeting": found, "latest": latest, "issued": issued, "may_make": P.REGISTER_EDIT in may}
    if "seen" in request.GET:
        return HttpResponse(status=204) if latest and latest.state == request.GET["seen"] else render(request, "documents/_pack.html", context)
    sitting = Sitting(found.date, found.body.name, found.body.papers_days, found.is_cancelled)
    dates = {"papers_due": sitting.papers_due(region.country), "mandate_due": sitting.mandate_due(region.country)}
    seen = projects_where(signed_in_user(request), region.pk, P.PROJECT_VIEW)
    points = asked_at(found)
    asked = [(point, seen is None or point.project_id in seen) for point in points]
    decided = [(row, outcome_word(Outcome(row.outcome)), seen is None or row.project_id in seen) for row in decided_at(found)]
    words = {document_word(point.project) for point in points}  # of each project that asks; a word of its own only when they agree
    rows = {"asked": asked, "decided": decided, "projects": projects_of(found).count(), "own_name": words.pop() if len(words) == 1 else ""}
    return render(request, "documents/meeting.html", context | dates | rows)


@on_meeting(P.REGISTER_EDIT, methods=("POST",))
def make_pack(request: HttpRequest, found: Meeting, may: frozenset[P]) -> HttpResponse:
    request_pack(meeting=found, by=signed_in_user(request), now=timezone.now())
    return SeeOther(reverse("meeting", args=[found.body.region.slug, found.pk]))


@on_meeting(P.MEETING_VIEW)
def pack_file(request: HttpRequest, found: Meeting, may: frozenset[P], document: int) -> HttpResponse:
    pack = get_object_or_404(packs_of(found), pk=document, state=Document.State.READY)
    return served(pack, f"{found.body.region.slug}-{found.date.isoformat()}-{pack.sha256[:8]}.pdf")
