"""Somebody at a party asks about the offer. The page shows what all may read, and what the party itself waits for."""

from typing import Any

from allauth.core.ratelimit import consume
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from portfolio.access.rules import READ, public
from portfolio.actions.rows import Refused
from portfolio.offers.answering.door import at_the_page, ended
from portfolio.offers.answering.forms import AskForm
from portfolio.offers.answering.own import by_account
from portfolio.offers.answering.seats import Seat
from portfolio.offers.answering.shown import Shown, around, known_of
from portfolio.queries import clock
from portfolio.web.posting import SeeOther, key_of
from projects.actions.links import Gone
from projects.queries.questions import read_by


def _ask(request: HttpRequest, seat: Seat) -> HttpResponse:
    if request.method != "POST":
        return page(request, seat, AskForm(initial=known_of(seat)), is_sent="sent" in request.GET)
    form = AskForm(request.POST)
    if not form.is_valid():
        return page(request, seat, form, 422)
    if not consume(request, action="answer_ask", key=seat.key):
        form.add_error(None, _("So many questions have been asked here that no more are taken for now. Try again in an hour."))
        return page(request, seat, form, 429)
    given = form.cleaned_data
    try:
        seat.ask(name=given["name"], text=given["text"], key=key_of(request.POST), at=clock.read())
    except Refused as why:
        form.add_error(None, str(why))
        return page(request, seat, form, 409)
    except Gone:
        return ended(request, seat)
    return SeeOther(f"{request.path}?sent")


def page(request: HttpRequest, seat: Seat, form: AskForm, status: int = 200, is_sent: bool = False) -> HttpResponse:
    more: dict[str, Any] = {"form": form, "key": key_of(request.POST), "is_sent": is_sent, "questions": list(read_by(seat.invitee))}
    return render(request, "answers/ask.html", around(seat, Shown(seat)) | more, status=status)


ask = public(at_the_page(_ask), (*READ, "POST"))
own_ask = by_account(_ask, (*READ, "POST"))
