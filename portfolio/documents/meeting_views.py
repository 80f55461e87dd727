"""A body's meeting: what it is asked to decide, and the pack made of that. For the office, which sees every project of the region."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from milestones.gates import Sitting
from milestones.queries.decisions import asked_at
from portfolio.access.permissions import P
from portfolio.access.rules import READ, on_region, signed_in_user
from portfolio.documents.packing import projects_of
from portfolio.documents.requests import packs_of, request_pack
from portfolio.documents.views import served
from portfolio.models import Document, Meeting, Region
from portfolio.web.posting import SeeOther


def meeting_or_404(region: Region, number: int) -> Meeting:
    found = Meeting.objects.filter(pk=number, body__region=region).select_related("body__region").first()
    if found is None:
        raise Http404
    return found


@on_region(P.REGISTER_EDIT, methods=(*READ, "POST"))
def meeting(request: HttpRequest, region: Region, number: int) -> HttpResponse:
    """POST asks for a pack. With seen=STATE only what is new of the latest one, or 204."""
    found = meeting_or_404(region, number)
    if request.method == "POST":
        request_pack(meeting=found, by=signed_in_user(request), now=timezone.now())
        return SeeOther(request.path)
    packs = list(packs_of(found))
    latest = packs[0] if packs else None
    issued = [pack for pack in packs if pack.state == Document.State.READY]
    context = {"region": region, "menu": True, "meeting": found, "latest": latest, "issued": issued}
    if "seen" in request.GET:
        return HttpResponse(status=204) if latest and latest.state == request.GET["seen"] else render(request, "documents/_pack.html", context)
    sitting = Sitting(found.date, found.body.name, found.body.papers_days, found.is_cancelled)
    dates = {"papers_due": sitting.papers_due(region.country), "mandate_due": sitting.mandate_due(region.country)}
    asked = {"asked": asked_at(found), "projects": projects_of(found).count()}
    return render(request, "documents/meeting.html", context | dates | asked)


@on_region(P.REGISTER_EDIT)
def pack_file(request: HttpRequest, region: Region, number: int, document: int) -> HttpResponse:
    found = meeting_or_404(region, number)
    pack = get_object_or_404(packs_of(found), pk=document, state=Document.State.READY)
    return served(pack, f"{region.slug}-{found.date.isoformat()}-{pack.sha256[:8]}.pdf")
