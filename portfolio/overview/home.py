"""The first page: straight to the portfolio for whoever has one, to the municipality for its contact, a choice for whoever has more."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from portfolio.access.grants import is_contact_only, own_municipalities, regions_of
from portfolio.access.rules import signed_in, signed_in_user
from projects.access import visible_to


def _home(request: HttpRequest) -> HttpResponse:
    user = signed_in_user(request)
    regions, municipalities = regions_of(user), own_municipalities(user)
    if len(municipalities) == 1 and is_contact_only(user):
        region, organisation = municipalities[0]
        return redirect("municipality", region.slug, organisation.pk)
    elsewhere = visible_to(user).exclude(region__in=regions).select_related("region").order_by("region__name", "name")
    if len(regions) == 1 and not elsewhere and not municipalities:
        return redirect("portfolio", regions[0].slug)
    return render(request, "overview/home.html", {"regions": regions, "elsewhere": elsewhere, "municipalities": municipalities})


home = signed_in(_home)
