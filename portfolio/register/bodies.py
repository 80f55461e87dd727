"""Who decides and advises in the region, and when they meet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from portfolio.access.meetings import bodies_open_to
from portfolio.access.permissions import P
from portfolio.access.rules import on_region, signed_in_user
from portfolio.models import Region
from portfolio.queries.bodies import bodies_of, body_page
from portfolio.register.pages import page


@on_region(P.REGION_VIEW)
def bodies(request: HttpRequest, region: Region) -> HttpResponse:
    return page(request, region, "register/bodies.html", {"bodies": bodies_of(region, on=timezone.localdate())})


@on_region(P.REGION_VIEW)
def body(request: HttpRequest, region: Region, number: int) -> HttpResponse:
    found = get_object_or_404(region.bodies, pk=number)
    opened = bodies_open_to(signed_in_user(request), region)
    context = {"page": body_page(found, on=timezone.localdate()), "may_open": opened is None or found.pk in opened}
    return page(request, region, "register/body.html", context)
