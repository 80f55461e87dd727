"""The mandate to read, the button that asks for its file, and the files."""

import hashlib
import logging
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from milestones.queries.approvals import approval
from portfolio.access.permissions import P
from portfolio.access.rules import signed_in_user
from portfolio.documents.mandate import NoMandate, content_of
from portfolio.documents.requests import request_mandate
from portfolio.documents.screen import chapters_of
from portfolio.models import Document
from projects.access import on_project
from projects.models import Project
from projects.queries import mandate_files

log = logging.getLogger(__name__)


@on_project(P.DRAFT_VIEW)
def mandate(request: HttpRequest, project: Project) -> HttpResponse:
    try:
        content = content_of(project)
    except NoMandate:
        content = None
    page = {"content": content, "chapters": chapters_of(content) if content else [], "latest": mandate_files(project).first(), "approval": approval(project)}
    return render(request, "documents/mandate.html", {"region": project.region, "project": project, "tab": "mandate", "page": page})


@on_project(P.DOCUMENT_MAKE, methods=("POST",))
def make(request: HttpRequest, project: Project) -> HttpResponse:
    try:
        request_mandate(project=project, by=signed_in_user(request), now=timezone.now())
    except NoMandate as missing:
        raise Http404 from missing
    return HttpResponse(status=303, headers={"Location": reverse("documents", args=[project.region.slug, project.reference])})


@on_project(P.DRAFT_VIEW)
def progress(request: HttpRequest, project: Project) -> HttpResponse:
    """A fragment for the page that waits; nothing (204) while there is no news, so that nothing is read aloud twice."""
    files = list(mandate_files(project))
    latest = files[0] if files else None
    if latest and request.GET.get("seen") == latest.state:
        return HttpResponse(status=204)
    issued = [file for file in files if file.state == Document.State.READY]
    return render(request, "documents/_news.html", {"region": project.region, "project": project, "latest": latest, "issued": issued})


@on_project(P.DRAFT_VIEW)
def file(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    """The file as it was made, or nothing: a file that is not the one whose hash was noted is never served."""
    document = get_object_or_404(mandate_files(project), pk=number, state=Document.State.READY)
    return served(document, f"{project.reference}-{document.sha256[:8]}.pdf")


def served(document: Document, name: str) -> HttpResponse:
    """The bytes that were made, or 404: the file is gone or has another hash."""
    folder = Path(settings.MEDIA_ROOT).resolve()
    path = (folder / document.file).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        log.error("document %s: its file is gone", document.pk)
        raise Http404
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != document.sha256:
        log.error("document %s: its file has another hash than when it was made", document.pk)
        raise Http404
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Sha256": document.sha256, "Cache-Control": "private, no-cache"},
    )
