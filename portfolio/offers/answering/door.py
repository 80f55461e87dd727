"""How one comes to the page of a link, and what everybody else finds there. Fetching it changes nothing of the offer."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.ratelimit import consume_or_429
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation

from portfolio.access.rules import READ, public
from portfolio.offers.answering import sitting
from portfolio.offers.answering.forms import AgainForm
from portfolio.offers.answering.seats import ByLink, Seat
from portfolio.offers.answering.typed import written
from portfolio.queries import clock
from projects.actions.links import ask_again, fetched
from projects.models import AnswerLink


def _open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Straight on to an address without the token. Whoever fetches it, person or machine, changes nothing of the offer."""
    seat = sitting.seat_by_token(token)
    if seat is None:  # guesses are counted, not those who have a link: one mail gateway may open hundreds
        return consume_or_429(request, action="answer_link", limit_get=True) or dead(request)
    fetched(link=seat.link, at=clock.read())
    return sitting.sit(redirect("answer", seat.link.public_id), seat.link)


def at_the_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For whoever sits at a link's page, in the language that it speaks; for everybody else the page of every dead link."""

    @wraps(view)
    def seated(request: HttpRequest, public_id: uuid.UUID, **named: Any) -> HttpResponse:
        seat = sitting.seat_by_cookie(request, public_id)
        if seat is None:
            return dead(request)
        with translation.override(language_for(request, seat.link)):
            response = view(request, seat, **named)
        has_left = response.status_code == 404 or sitting.COOKIE in response.cookies
        return response if has_left else sitting.sit(response, seat.link)

    return seated


def language_for(request: HttpRequest, link: AnswerLink) -> str:
    """The party's, until the reader chooses another at the foot of the page."""
    return translation.get_language() or link.invitee.language if settings.LANGUAGE_COOKIE_NAME in request.COOKIES else link.invitee.language


def dead(request: HttpRequest, form: AgainForm | None = None, status: int = 404, is_asked: bool = False) -> HttpResponse:
    """One and the same page for a link that is unknown, revoked or too old; and for somebody who has sat too long. What they had typed stands on it,
    to be copied, and nowhere else.
    """
    context = {"form": form or AgainForm(), "is_asked": is_asked, "is_letter": True, "written": written(request)}
    response = render(request, "answers/dead.html", context, status=status)
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django would log the address, and the token in it may open something once more
    return sitting.unkept(response)


def ended(request: HttpRequest, seat: Seat) -> HttpResponse:
    """While somebody was at the page it ended for them."""
    return dead(request) if isinstance(seat, ByLink) else absent(request)


def absent(request: HttpRequest) -> HttpResponse:
    """For whoever is signed in and does not, or no longer, speak for the party: as where there is nothing, with what they had typed, to be copied."""
    return sitting.unkept(render(request, "404.html", {"written": written(request)}, status=404))


def _new_link(request: HttpRequest) -> HttpResponse:
    """To the address on record, if it is one: the answer is the same whether or not it is."""
    if request.method != "POST":  # whoever chooses a language at the foot of the page comes back to it
        return dead(request, status=200)
    if limited := consume_or_429(request, action="answer_again", key=request.POST.get("address", "").strip().casefold()):
        return limited
    form = AgainForm(request.POST)
    if not form.is_valid():
        return dead(request, form, 422)
    ask_again(address=form.cleaned_data["address"], at=clock.read())
    return dead(request, AgainForm(), 200, is_asked=True)


open_link = public(_open_link)
new_link = public(_new_link, (*READ, "POST"))
