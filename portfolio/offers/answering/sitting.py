"""Who holds a link sits at its page for a while: the token is exchanged at once for a cookie that this one page gets, so no address, log or referrer keeps it.

The cookie opens nothing by itself: whether the link still holds is asked anew at every request. It shows the page for half an hour; a form that was
open for longer is taken until the evening, so that nobody who was called away writes it twice.
"""

import uuid

from django.conf import settings
from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from portfolio.access.tokens import hash_of
from portfolio.offers.answering.seats import ByLink, opened
from projects.linking import PREFIX, SITTING, TYPING, Opens
from projects.models import AnswerLink

COOKIE, SALT = "samverk_answer", "samverk.answer"
signer = signing.TimestampSigner(salt=SALT)


def seat_by_token(token: str) -> ByLink | None:
    return seated(AnswerLink.objects.filter(token_sha256=hash_of(token))) if token.startswith(PREFIX) else None


def seat_by_cookie(request: HttpRequest, public_id: uuid.UUID) -> ByLink | None:
    holds = TYPING if request.method == "POST" else SITTING
    try:
        held = signer.unsign(request.COOKIES.get(COOKIE, ""), max_age=holds)
    except signing.BadSignature:
        return None
    return seated(AnswerLink.objects.filter(public_id=public_id)) if held == public_id.hex else None


def seated(links: QuerySet[AnswerLink]) -> ByLink | None:
    link = links.select_related("invitee__offer__project__region", "invitee__organisation").first()
    if link is None:
        return None
    found = opened(link.invitee, link.revoked_at)
    return ByLink(link.invitee, found, link) if found is not Opens.NOTHING else None


def path_of(link: AnswerLink) -> str:
    """Where its cookie goes, and nowhere else."""
    return reverse("answer", args=[link.public_id])


def sit(response: HttpResponse, link: AnswerLink) -> HttpResponse:
    """The cookie, anew from now, for this page alone."""
    response.set_cookie(
        COOKIE,
        signer.sign(link.public_id.hex),
        max_age=int(TYPING.total_seconds()),
        path=path_of(link),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",  # the first request comes from a mail
    )
    return unkept(response)


def unkept(response: HttpResponse) -> HttpResponse:
    """No copy stays anywhere, and no other page learns where the reader was."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "origin"  # with no-referrer a browser says of its forms that they come from nowhere, and they are refused
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
