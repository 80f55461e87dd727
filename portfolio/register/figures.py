"""Key figures: read by everybody in the region, added by the office."""

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portfolio.access.grants import allowed, roles_in
from portfolio.access.permissions import P
from portfolio.access.rules import READ, on_region, signed_in_user
from portfolio.actions.figures import add_figure
from portfolio.models import Organisation, Region
from portfolio.queries.figures import figures_for, used_sources
from portfolio.register.figure_form import FigureForm
from portfolio.register.figure_pages import day_rule, figures_page, series_page
from portfolio.register.pages import page
from portfolio.web.posting import done_before, key_of
from portfolio.web.saying import saved_already


class SeeOther(HttpResponseRedirect):
    status_code = 303


def may_edit(request: HttpRequest, region: Region) -> bool:
    return P.REGISTER_EDIT in allowed(roles_in(signed_in_user(request), region.pk))


@on_region(P.REGION_VIEW)
def figures(request: HttpRequest, region: Region) -> HttpResponse:
    shown = figures_page(region, timezone.localdate(), request.GET.get("kind", ""), request.GET.get("name", ""))
    context = {"page": shown, "day_rule": day_rule(region.country), "may_edit": may_edit(request, region)}
    return page(request, region, "register/figures.html", context)


@on_region(P.REGION_VIEW)
def series(request: HttpRequest, region: Region, figure: int) -> HttpResponse:
    """Any figure of a series leads to all of it; another region's is not there."""
    held = get_object_or_404(figures_for(region.pk).select_related("organisation"), pk=figure)
    return page(request, region, "register/figure_series.html", {"page": series_page(held, region), "may_edit": may_edit(request, region)})


@on_region(P.REGION_VIEW)
def sources(request: HttpRequest, region: Region) -> HttpResponse:
    rules = [day_rule(country) for country in Organisation.Country.values]
    return page(request, region, "register/figure_sources.html", {"sources": used_sources(region.pk), "rules": rules})


@on_region(P.REGISTER_EDIT, methods=(*READ, "POST"))
def new(request: HttpRequest, region: Region) -> HttpResponse:
    if request.method != "POST":
        asked = {name: request.GET[name] for name in ("organisation", "kind", "name") if name in request.GET}
        return form_page(request, region, FigureForm(initial=asked, region=region))
    user, key = signed_in_user(request), key_of(request.POST)
    if earlier := done_before(key, user):
        saved_already(request, earlier.at)
        return SeeOther(earlier.result)
    form = FigureForm(request.POST, region=region)
    if not form.is_valid():
        return form_page(request, region, form, 422)
    given = {name: form.cleaned_data[name] for name in ("organisation", "kind", "name", "value", "date", "basis", "source")}
    try:
        made = add_figure(region=region, written=form.new_source(), by=user, at=timezone.now(), key=key, **given)
    except IntegrityError:  # somebody was faster with the same figure, or the same form came twice at once
        form.add_error(None, _("This could not be saved because it meets something that was saved at the same time. Look through it and send it again."))
        return form_page(request, region, form, 409)
    messages.info(request, _("The figure is added."))
    return SeeOther(reverse("figures-series", args=[region.slug, made.pk]))


def form_page(request: HttpRequest, region: Region, form: FigureForm, status: int = 200) -> HttpResponse:
    return page(request, region, "register/figure_new.html", {"form": form, "key": key_of(request.POST if form.is_bound else None)}, status)
