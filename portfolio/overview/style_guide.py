"""Every part that pages are built of, drawn live by the templates that the pages use. Nobody's data is in it, so anybody may look."""

from types import SimpleNamespace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portfolio.access.rules import public
from portfolio.overview import samples

SCHEMES = ("light", "dark")


def _style_guide(request: HttpRequest) -> HttpResponse:
    """?scheme=dark or light shows the large parts so; without it they are as the reader's computer asks."""
    asked = request.GET.get("scheme", "")
    context = {
        "panels": [samples.panel(scheme) for scheme in SCHEMES],
        "scheme": asked if asked in SCHEMES else "",
        "schemes": SCHEMES,
        "words": samples.words(),
        "example": SimpleNamespace(slug="example", name="", currency="NOK"),
        "sample": samples.project(),
        "page": samples.page(),
        "waits": samples.waits(),
        "listing": samples.listing(),
        "filters": samples.filters(),
    }
    return render(request, "about/style_guide.html", context)


style_guide = public(_style_guide)
