from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse


class LargestRequestMiddleware:
    """Refuses a request by the length that it announces, before anything of it is read; Django's own limit leaves files out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            announced = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            announced = 0  # Django reads nothing then
        if announced > settings.LARGEST_REQUEST:
            raise RequestDataTooBig("the request is larger than LARGEST_REQUEST")
        return self.get_response(request)
