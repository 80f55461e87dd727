"""What the municipalities pay, in all projects of the region."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from portfolio.access.permissions import P
from portfolio.access.rules import on_region, signed_in_user
from portfolio.models import Region
from portfolio.overview.costs.files import as_csv, as_xlsx
from portfolio.overview.costs.own import own_page
from portfolio.overview.costs.page import costs_of, costs_page


@on_region(P.REGION_VIEW)
def costs(request: HttpRequest, region: Region) -> HttpResponse:
    page = costs_page(signed_in_user(request), region, timezone.localdate(), request.GET)
    return render(request, "costs/matrix.html", {"region": region, "page": page})


@on_region(P.REGION_VIEW)
def municipality(request: HttpRequest, region: Region) -> HttpResponse:
    page = own_page(signed_in_user(request), region, timezone.localdate(), request.GET)
    return render(request, "costs/municipality.html", {"region": region, "page": page})


@on_region(P.REGION_VIEW)
def costs_csv(request: HttpRequest, region: Region) -> HttpResponse:
    today = timezone.localdate()
    return as_csv(costs_of(signed_in_user(request), region, today, request.GET), today)


@on_region(P.REGION_VIEW)
def costs_xlsx(request: HttpRequest, region: Region) -> HttpResponse:
    today = timezone.localdate()
    return as_xlsx(costs_of(signed_in_user(request), region, today, request.GET), today)
