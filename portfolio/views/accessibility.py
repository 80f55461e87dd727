"""The accessibility statement that the law asks of public bodies in Sweden and Norway."""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portfolio.access.rules import public
from portfolio.models import User
from portfolio.queries.people import regions_with_office

ASSESSED_ON = dt.date(2026, 11, 22)
"""When the pages were last gone through, by hand and by the tests that go through them at every change."""
UPDATED_ON = dt.date(2026, 11, 22)


@dataclass(frozen=True)
class Authority:
    """Where one complains when the region does not answer. country: whose law it is."""

    country: str
    name: str
    url: str


AUTHORITIES = (
    Authority("SE", "Myndigheten för digital förvaltning (Digg)", "https://www.digg.se/tdosanmalan"),
    Authority("NO", "Tilsynet for universell utforming av ikt, Digitaliseringsdirektoratet", "https://www.uutilsynet.no/"),
)


def _accessibility(request: HttpRequest) -> HttpResponse:
    """Whoever is signed in sees whom to turn to in their own regions; a stranger reads of both countries and no region's name."""
    regions = regions_with_office(request.user) if isinstance(request.user, User) else []
    countries = {region.country for region in regions} or {each.country for each in AUTHORITIES}
    context = {
        "regions": regions,
        "authorities": [each for each in AUTHORITIES if each.country in countries],
        "assessed_on": ASSESSED_ON,
        "updated_on": UPDATED_ON,
    }
    return render(request, "about/accessibility.html", context)


accessibility = public(_accessibility)
