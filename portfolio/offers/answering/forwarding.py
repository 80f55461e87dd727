"""The link goes to the right person. Within the party's house at once, and this one ends; elsewhere the office sends it, or does not."""

from typing import Any

from allauth.core.ratelimit import consume
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from portfolio.access.rules import READ, public
from portfolio.offers.answering import sitting
from portfolio.offers.answering.door import at_the_page, dead
from portfolio.offers.answering.forms import PassOnForm
from portfolio.offers.answering.seats import ByLink
from portfolio.offers.answering.shown import Shown, around
from portfolio.queries import clock
from portfolio.web.posting import SeeOther, key_of
from projects.actions.asking import ask_to_pass_on
from projects.actions.links import Gone, NotTheirs, pass_on
from projects.linking import house_of, masked
from projects.models import Invitee, PassingOn


@at_the_page
def _forward(request: HttpRequest, seat: ByLink) -> HttpResponse:
    if request.method != "POST":
        return page(request, seat, PassOnForm())
    form = PassOnForm(request.POST)
    if not form.is_valid():
        return page(request, seat, form, 422)
    if not consume(request, action="answer_forward", key=seat.key):
        form.add_error(None, _("The link has been passed on so often that it cannot be for now. Try again in an hour."))
        return page(request, seat, form, 429)
    to = {"name": form.cleaned_data["name"], "address": form.cleaned_data["address"]}
    try:
        return passed_on(request, seat, to)
    except Gone:
        return dead(request)


def passed_on(request: HttpRequest, seat: ByLink, to: dict[str, str]) -> HttpResponse:
    """Whoever passed it on has left the page: this is the last that they see of it."""
    try:
        link = pass_on(link=seat.link, at=clock.read(), **to)
    except NotTheirs:
        ask_to_pass_on(link=seat.link, key=key_of(request.POST), at=clock.read(), **to)
        return SeeOther(request.path)
    went = {"name": link.to_name, "went_to": masked(link.to_address)}
    response = render(request, "answers/passed_on.html", around(seat, Shown(seat)) | went)
    response.delete_cookie(sitting.COOKIE, path=sitting.path_of(seat.link))
    return sitting.unkept(response)


def page(request: HttpRequest, seat: ByLink, form: PassOnForm, status: int = 200) -> HttpResponse:
    last = PassingOn.objects.filter(link=seat.link).order_by("-asked_at", "-pk").first()
    more: dict[str, Any] = {"form": form, "key": key_of(request.POST), "houses": houses_of(seat.invitee), "last": last}
    return render(request, "answers/forward.html", around(seat, Shown(seat)) | more, status=status)


def houses_of(invitee: Invitee) -> list[str]:
    """Within which a link goes on at once."""
    return sorted({house_of(each) for each in (invitee.address, invitee.mailbox)} - {""})


forward = public(_forward, (*READ, "POST"))
