"""A form posted by somebody who is no longer signed in, or whose token is too old, comes back with everything that was typed."""

import re
import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

TOKEN = "csrfmiddlewaretoken"  # noqa: S105  the name of a field
MARK = "kept"
"""Names a cookie and a field of the page. Signing in gives a new token, so the page's own is old by then; both holding the same mark says that the form is
of this browser and from us, as the token does.
"""
HOLDS = 24 * 60 * 60  # seconds
MARKED = re.compile(r"[\w-]{43}")


def can_keep(request: HttpRequest) -> bool:
    """Something was typed, and it is no password: those are never written into a page."""
    names = [name for name in request.POST if name not in (TOKEN, MARK)]
    return request.method == "POST" and bool(names) and not any("password" in name.lower() for name in names)


def page(request: HttpRequest, status: int = 403) -> HttpResponse:
    signed_out = not request.user.is_authenticated
    mark = mark_of(request) or secrets.token_urlsafe(32)
    context: dict[str, Any] = {
        "title": _("You are signed out") if signed_out else _("The form was open for long"),
        "typed": [(name, value) for name, values in request.POST.lists() if name not in (TOKEN, MARK) for value in values],
        "mark": mark,
        "action": request.get_full_path(),
        "signed_out": signed_out,
        "lost_files": bool(request.FILES),
    }
    response = render(request, "kept.html", context, status=status)
    response["Cache-Control"] = "no-store"
    response.set_cookie(MARK, mark, max_age=HOLDS, secure=settings.CSRF_COOKIE_SECURE, httponly=True, samesite="Strict")
    return response


def mark_of(request: HttpRequest) -> str:
    """Of the browser; more than one tab may show such a page."""
    found = request.COOKIES.get(MARK, "")
    return found if MARKED.fullmatch(found) else ""


def is_marked(request: HttpRequest) -> bool:
    """Sent from a page of ours that kept it, in the same browser."""
    mark = mark_of(request)
    return request.method == "POST" and bool(mark) and came_from_us(request) and constant_time_compare(request.POST.get(MARK, ""), mark)


class KeptFormMiddleware:
    """Before Django's own check, which passes over what has been checked here: what was kept over signing in is taken at the first try."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if is_marked(request):
            request.csrf_processing_done = True  # type: ignore[attr-defined]


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open when somebody signed in has the token from before. Only what came from a page of ours is offered to be sent again."""
    if can_keep(request) and came_from_us(request):
        return page(request)
    return render(request, "403_csrf.html", status=403)


def came_from_us(request: HttpRequest) -> bool:
    """As the browser says; a page elsewhere cannot forge it."""
    told = urlsplit(request.headers.get("origin") or request.headers.get("referer", ""))
    return (told.scheme, told.netloc) == (request.scheme, request.get_host())
