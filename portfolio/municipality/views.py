"""My municipality: for its contacts over all regions that it takes part in, for the office within its own."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from portfolio.access.permissions import P
from portfolio.municipality.access import Door, on_municipality
from portfolio.municipality.files import as_csv, as_xlsx
from portfolio.municipality.offered import invitees
from portfolio.municipality.page import Page, page_of
from portfolio.municipality.taking import Scope
from portfolio.web import papers
from projects.models import FormalDecision


def scope_of(door: Door) -> Scope:
    """A contact reads of its municipality everywhere; others within the region, and of people as its rules say."""
    if door.is_own:
        return Scope(door.organisation, None, answers_in=door.answers_in)
    return Scope(door.organisation, door.region, pays_too=True, tells_people=P.MEMBERS_VIEW in door.allowed)


def seen(request: HttpRequest, door: Door) -> Page:
    return page_of(scope_of(door), door.region, request.GET, timezone.now(), timezone.localdate())


@on_municipality(P.PROJECT_VIEW)
def municipality(request: HttpRequest, door: Door) -> HttpResponse:
    context = {"region": door.region, "party": door.organisation, "door": door, "page": seen(request, door)}
    return render(request, "municipality/municipality.html", context)


@on_municipality(P.PROJECT_VIEW)
def municipality_csv(request: HttpRequest, door: Door) -> HttpResponse:
    return as_csv(seen(request, door))


@on_municipality(P.PROJECT_VIEW)
def municipality_xlsx(request: HttpRequest, door: Door) -> HttpResponse:
    return as_xlsx(seen(request, door))


@on_municipality(P.PROJECT_VIEW)
def municipality_extract(request: HttpRequest, door: Door, decision: int) -> HttpResponse:
    """The extract of the minutes with which it decided, as it was sent in."""
    found = FormalDecision.objects.filter(pk=decision, invitee__in=invitees(scope_of(door))).exclude(extract="").first()
    content = papers.stored(Path(settings.MEDIA_ROOT), found.extract, found.extract_sha256) if found else None
    if found is None or content is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="extract-{found.pk}.pdf"', "X-Sha256": found.extract_sha256, "Cache-Control": "private, no-cache"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
