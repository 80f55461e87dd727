"""What every answer goes through on its way to the browser."""

from typing import Any

from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXTS = ("text/html", "text/csv")


class CompressTextMiddleware(GZipMiddleware):
    """Pages and text files leave packed; what is packed already (PDF, XLSX, pictures) is left alone.

    A page repeats what its address says beside a secret token. The token is masked anew in every answer, and a random length of the packed file
    hides the rest (BREACH).
    """

    def process_response(self, request: Any, response: Any) -> HttpResponseBase:
        if not response.get("Content-Type", "").startswith(TEXTS):
            return response
        return super().process_response(request, response)
