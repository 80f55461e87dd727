"""Each request has an id that its log lines, its answer and the files it orders carry."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portfolio.lib import logs
from portfolio.models import User

QUIET = ("healthz", "readyz")
log = logging.getLogger(__name__)


class RequestIdMiddleware:
    """Outermost. The proxy's id is believed only where a proxy of ours stands in front."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = logs.chosen(request.headers.get("X-Request-ID", "") if settings.SECURE_PROXY_SSL_HEADER else "")
        began = time.monotonic()
        with logs.belonging_to(request_id):
            response = self.get_response(request)
            self.tell(request, response, began)
        response["X-Request-ID"] = request_id
        return response

    def tell(self, request: HttpRequest, response: HttpResponse, began: float) -> None:
        """The pattern of the address, not the address: that may hold the key of a password reset."""
        match = request.resolver_match
        if match.url_name in QUIET if match else response.status_code < 400:
            return  # the machinery's questions, and static files
        user = getattr(request, "_cached_user", None)  # looking at request.user could ask the database once more
        seen = {
            "method": request.method,
            "route": match.route if match else "",
            "status": response.status_code,
            "milliseconds": round((time.monotonic() - began) * 1000),
        }
        if isinstance(user, User):
            seen["user"] = user.pk
        log.info("%s /%s %s", seen["method"], seen["route"], seen["status"], extra=seen)
