"""A paper or an attachment as an answer of the server: to be saved, never to be guessed at by the browser."""

import logging
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify

from portfolio.documents import atonce, renderer
from portfolio.documents.kinds import Printable
from portfolio.web import papers
from projects.models import OfferAttachment

log = logging.getLogger(__name__)


def printed(request: HttpRequest, content: Printable, name: str) -> HttpResponse:
    """Made now if nobody has asked for it before. A paper that cannot be made is told as such."""
    try:
        data = atonce.bytes_of(content)
    except renderer.NotMade as fault:
        log.error("%s cannot be made: %s (%s)", name, fault.reason, fault.detail)
        return render(request, "answers/not_made.html", {"reason": fault.reason, "is_letter": True}, status=503)
    return saved(data, name, "application/pdf")


def saved(data: bytes, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-cache"}
    return HttpResponse(data, content_type=kind, headers=headers)


def attached(found: OfferAttachment) -> HttpResponse:
    """The bytes that were sent in, or 404: they are gone or are others by now."""
    content = papers.stored(Path(settings.MEDIA_ROOT), found.file, found.sha256)
    if content is None:
        log.error("attachment %s: its file is gone or is another", found.pk)
        raise Http404
    return saved(content, f"{slugify(found.title)[:60] or 'attachment'}.pdf", "application/pdf")
