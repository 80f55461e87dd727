from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from portfolio.access.permissions import P
from portfolio.access.rules import on_region, signed_in_user
from portfolio.models import Region
from portfolio.overview.timeline.page import timeline_page


@on_region(P.REGION_VIEW)
def timeline(request: HttpRequest, region: Region) -> HttpResponse:
    page = timeline_page(signed_in_user(request), region, timezone.localdate(), request.GET)
    return render(request, "overview/timeline.html", {"region": region, "page": page})
