"""A form posted by somebody who is no longer signed in, or whose token is too old, comes back with everything that was typed."""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

TOKEN = "csrfmiddlewaretoken"  # noqa: S105  the name of a field


def can_keep(request: HttpRequest) -> bool:
    """Something was typed, and it is no password: those are never written into a page."""
    names = [name for name in request.POST if name != TOKEN]
    return request.method == "POST" and bool(names) and not any("password" in name.lower() for name in names)


def page(request: HttpRequest, status: int = 403) -> HttpResponse:
    signed_out = not request.user.is_authenticated
    context: dict[str, Any] = {
        "title": _("You are signed out") if signed_out else _("The form was open for long"),
        "typed": [(name, value) for name, values in request.POST.lists() if name != TOKEN for value in values],
        "action": request.get_full_path(),
        "signed_out": signed_out,
        "lost_files": bool(request.FILES),
    }
    response = render(request, "kept.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Signing in gives a new token, so a form from before is refused once. Only what came from a page of ours is offered to be sent again."""
    if can_keep(request) and came_from_us(request):
        return page(request)
    return render(request, "403_csrf.html", status=403)


def came_from_us(request: HttpRequest) -> bool:
    """As the browser says; a page elsewhere cannot forge it."""
    told = urlsplit(request.headers.get("origin") or request.headers.get("referer", ""))
    return (told.scheme, told.netloc) == (request.scheme, request.get_host())
