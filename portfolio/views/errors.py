import sys

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

TOO_MUCH = (RequestDataTooBig, TooManyFilesSent)
GONE = (OperationalError, InterfaceError)
"""The database does not answer, or has no place for one more."""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 where the fault is only that it was too much. Without the request: reading more of it would fail again."""
    if isinstance(exception, TOO_MUCH):
        return HttpResponse(render_to_string("413.html"), status=413)
    return HttpResponse(render_to_string("400.html"), status=400)


def broken(request: HttpRequest) -> HttpResponse:
    """500, or 503 while the database is away: proxies and browsers then know that it is for now. Without the request: its session may be what failed."""
    if isinstance(sys.exc_info()[1], GONE):
        return HttpResponse(render_to_string("500.html"), status=503, headers={"Retry-After": "5"})
    return HttpResponse(render_to_string("500.html"), status=500)
