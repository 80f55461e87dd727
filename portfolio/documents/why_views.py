"""The one-page file that explains an amount: asked for by a button, followed, and fetched when it is made. The same file for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from costsharing.queries.allocations import Explained, explained
from portfolio.access.permissions import P
from portfolio.access.rules import READ, signed_in_user
from portfolio.documents.requests import request_why, why_file
from portfolio.documents.views import served
from portfolio.models import Document
from portfolio.web.posting import SeeOther
from projects.access import on_project
from projects.models import Project


@on_project(P.PROJECT_VIEW, methods=(*READ, "POST"))
def why_pdf(request: HttpRequest, project: Project, number: int, code: str) -> HttpResponse:
    """POST asks for the file. GET is the file, or the page that waits for it; with seen=STATE only what is new of it, or 204."""
    found = explained(project, number, code)
    if found is None:
        raise Http404
    if request.method == "POST":
        request_why(project=project, found=found, by=signed_in_user(request), now=timezone.now())
        return SeeOther(request.path)
    document = why_file(project, found)
    if "seen" in request.GET:
        return progress(request, project, found, document)
    if document and document.state == Document.State.READY:
        return served(document, f"{project.reference}-{found.allocation.number}-{code}-{document.language}.pdf")
    return render(request, "documents/why.html", context(project, found, document))


def progress(request: HttpRequest, project: Project, found: Explained, document: Document | None) -> HttpResponse:
    if document and document.state == request.GET["seen"]:
        return HttpResponse(status=204)
    return render(request, "documents/_why.html", context(project, found, document))


def context(project: Project, found: Explained, document: Document | None) -> dict[str, object]:
    return {"region": project.region, "project": project, "tab": "money", "found": found, "latest": document}
