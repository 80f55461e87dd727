"""The region's organisations as everybody in the region reads them; how to reach people is for those who may see its members."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from portfolio.access.permissions import P
from portfolio.access.rules import on_region
from portfolio.models import Region
from portfolio.queries.organisations import known_to, memberships, organisation_page, own_organisations
from portfolio.register.pages import page


@on_region(P.REGION_VIEW)
def organisations(request: HttpRequest, region: Region) -> HttpResponse:
    context = {"members": memberships(region, on=timezone.localdate()), "own": own_organisations(region)}
    return page(request, region, "register/organisations.html", context)


@on_region(P.REGION_VIEW)
def organisation(request: HttpRequest, region: Region, number: int) -> HttpResponse:
    found = get_object_or_404(known_to(region), pk=number)
    return page(request, region, "register/organisation.html", {"page": organisation_page(region, found, on=timezone.localdate())})
