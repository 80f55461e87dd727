"""What was asked for no longer fits what stands: somebody was faster. Said on a page of its own, with the way back."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class Conflict(Exception):
    """message: a sentence for the reader. back: address of the page that shows how it stands now."""

    def __init__(self, message: str, back: str) -> None:
        super().__init__(message)
        self.back = back


class ConflictMiddleware:
    """409 for a Conflict that a view raises; what it had begun to write is undone by its transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Conflict):
            return None
        return render(request, "409.html", {"message": str(exception), "back": exception.back}, status=409)
