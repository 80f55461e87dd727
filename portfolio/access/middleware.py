import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation

log = logging.getLogger(__name__)


class UserLanguageMiddleware:
    """A signed-in person's own choice of language goes before the browser's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.user.language:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        response["Content-Language"] = translation.get_language()
        return response


class DefaultDenyMiddleware:
    """A view without an access rule is not served: an error while developing, 404 in service."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        if hasattr(view, "access"):
            return
        name = f"{view.__module__}.{getattr(view, '__qualname__', view)}"
        if settings.DEBUG:
            raise ImproperlyConfigured(f"{name} has no access rule: decorate it with one of portfolio.access.rules.")
        log.error("refused: %s has no access rule", name)
        raise Http404
