"""The register as everybody in the region reads it."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from portfolio.access.permissions import P
from portfolio.access.rules import on_region
from portfolio.models import Region
from portfolio.queries.register import members_of
from portfolio.register.pages import page


@on_region(P.REGION_VIEW)
def organisations(request: HttpRequest, region: Region) -> HttpResponse:
    return page(request, region, "register/organisations.html", {"members": members_of(region, on=timezone.localdate())})
