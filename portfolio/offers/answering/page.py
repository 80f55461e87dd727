"""The one page that a link opens. Reading it changes nothing; an answer is written, looked at once more, and then sent."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from allauth.core.ratelimit import consume_or_429
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation

from portfolio.access.rules import READ, public
from portfolio.models import Organisation
from portfolio.offers.answering import sitting
from portfolio.offers.answering.forms import AgainForm, AnswerForm, AskForm, LaterForm, PassOnForm
from portfolio.offers.answering.sitting import Seat
from portfolio.offers.papers.listing import listed
from portfolio.offers.paying import Fee, fee_of, joining_in
from portfolio.queries import clock
from portfolio.web.posting import SeeOther, key_of
from projects.actions.answers import Changed, answer_by_link
from projects.actions.codes import CodeNeeded
from projects.actions.links import Gone, ask_again, fetched
from projects.linking import Opens, masked
from projects.models import AnswerLink, Offer
from projects.offering import fingerprint, last_day_of
from projects.queries.offers import OWN, standing_answers
from projects.queries.questions import read_by
from projects.wording.answers import Summary, promised, summary_of

Form = AnswerForm | LaterForm


def _open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Straight on to an address without the token. Whoever fetches it, person or machine, changes nothing of the offer."""
    seat = sitting.seat_by_token(token)
    if seat is None:  # guesses are counted, not those who have a link: one mail gateway may open hundreds
        return consume_or_429(request, action="answer_link", limit_get=True) or dead(request)
    fetched(link=seat.link, at=clock.read())
    return sitting.sit(redirect("answer", seat.link.public_id), seat.link)


def at_the_page(view: Callable[[HttpRequest, Seat], HttpResponse]) -> Callable[[HttpRequest, uuid.UUID], HttpResponse]:
    """For whoever sits at a link's page, in the language that it speaks; for everybody else the page of every dead link."""

    @wraps(view)
    def seated(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        seat = sitting.seat_by_cookie(request, public_id)
        if seat is None:
            return dead(request)
        with translation.override(language_for(request, seat.link)):
            response = view(request, seat)
        has_left = response.status_code == 404 or sitting.COOKIE in response.cookies
        return response if has_left else sitting.sit(response, seat.link)

    return seated


@at_the_page
def _answer(request: HttpRequest, seat: Seat) -> HttpResponse:
    return posted(request, seat) if request.method == "POST" else page(request, seat)


@dataclass(frozen=True)
class Step:
    """An answer that was looked at, word by word, and is to be sent. seen: its fingerprint; key: of the form that showed it."""

    form: Form
    shown: "Shown"
    summary: Summary
    seen: str
    key: uuid.UUID


def posted(request: HttpRequest, seat: Seat) -> HttpResponse:
    """look: what was typed, to be looked at. back: to the form with it. send: stored."""
    step = step_of(request, seat)
    return stored(request, seat, step) if isinstance(step, Step) else step


def step_of(request: HttpRequest, seat: Seat) -> Step | HttpResponse:
    """What is to be sent; or the page that comes before it."""
    form = form_of(request, seat)
    if request.POST.get("do") == "back" or not form.is_valid():
        return page(request, seat, form, 200 if request.POST.get("do") == "back" else 422)
    shown = Shown(seat)
    summary = summary_of(form.said(), shown.terms["currency"])
    seen = fingerprint([shown.version.terms_sha256, seat.link.invitee_id, summary.choice.value, summary.lines])
    if version_in(request) != shown.version.number:
        return page(request, seat, form, 409)
    step = Step(form, shown, summary, seen, key_of(request.POST))
    if request.POST.get("do") not in ("send", "code", "anew") or request.POST.get("shown") != seen:
        return confirm(request, seat, step)
    return step


def stored(request: HttpRequest, seat: Seat, step: Step) -> HttpResponse:
    """On to what was stored; back to the page where something has moved meanwhile, with everything that was typed."""
    try:
        answer_by_link(link=seat.link, version=step.shown.version.number, said=step.form.said(), shown_sha256=step.seen, key=step.key)
    except Changed:
        return page(request, seat, step.form, 409)
    except CodeNeeded:  # since the answer was looked at the region has come to ask for one
        return confirm(request, seat, step)
    except Gone:
        return dead(request)
    return SeeOther(reverse("answer", args=[seat.link.public_id]))


def version_in(request: HttpRequest) -> int:
    """Of the terms that the form was shown with; 0, which none has, for anything else."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0


class Shown:
    """What a page tells a party of the newest terms."""

    def __init__(self, seat: Seat) -> None:
        invitee = seat.link.invitee
        offer: Offer = invitee.offer
        self.version = offer.versions.latest("number")
        self.terms = self.version.terms
        answers = standing_answers(offer)
        asked = list(offer.invitees.filter(withdrawn_at__isnull=True).select_related("organisation"))
        self.answer = answers.get(invitee.pk)
        self.others: list[Organisation] = sorted((each.organisation for each in asked if each.pk != invitee.pk), key=lambda one: one.name)
        self.fee: Fee | None = fee_of(self.terms.get("cost"), invitee.organisation, joining_in(offer, self.version, asked, answers))
        zone = offer.project.region.time_zone
        self.last_day = last_day_of(offer.closes_at, zone) if offer.closes_at else None
        self.days_left = (self.last_day - timezone.localdate(clock.read(), ZoneInfo(zone))).days if self.last_day else 0


def form_of(request: HttpRequest, seat: Seat, shown: Shown | None = None) -> Form:
    others = (shown or Shown(seat)).others
    return LaterForm(request.POST) if request.POST.get("which") == "later" else AnswerForm(request.POST, others=others)


def page(request: HttpRequest, seat: Seat, form: Form | None = None, status: int = 200) -> HttpResponse:
    """409: the terms have changed since the form was opened; what was typed stands in it still."""
    shown = Shown(seat)
    answer = shown.answer
    context = around(seat, shown) | {
        "form": form if isinstance(form, AnswerForm) else AnswerForm(others=shown.others),
        "later": form if isinstance(form, LaterForm) else LaterForm(),
        "faulty": form if form is not None and status == 422 else None,
        "is_later": isinstance(form, LaterForm),
        "has_changed": status == 409,
        "summary": summary_of(answer, shown.terms["currency"]) if answer else None,
        "questions": list(read_by(seat.link.invitee)),
        "is_older": answer is not None and answer.version_id != shown.version.pk,
    }
    return render(request, "answers/answer.html", context, status=status)


def confirm(request: HttpRequest, seat: Seat, step: Step) -> HttpResponse:
    return render(request, "answers/confirm.html", carried(request, seat, step) | {"key": key_of(None)})


def carried(request: HttpRequest, seat: Seat, step: Step) -> dict[str, Any]:
    """Everything that was typed, to be sent again with what was shown of it."""
    ours = ("csrfmiddlewaretoken", "do", "shown", "key", "version", "code")
    typed = [(name, value) for name, values in request.POST.lists() if name not in ours for value in values]
    invitee = seat.link.invitee
    with_code = {"needs_code": invitee.offer.project.region.answers_need_code, "code_to": masked(invitee.address)}
    return around(seat, step.shown) | with_code | {"summary": step.summary, "typed": typed, "shown": step.seen, "key": step.key}


def around(seat: Seat, shown: Shown) -> dict[str, Any]:
    invitee = seat.link.invitee
    return {
        "is_letter": True,
        "link": seat.link,
        "papers": listed(seat, shown.version, shown.answer),
        "public_id": seat.link.public_id,
        "invitee": invitee,
        "party": invitee.organisation,
        "offer": invitee.offer,
        "terms": shown.terms,
        "own": shown.terms[OWN],
        "version": shown.version,
        "fee": shown.fee,
        "answer": shown.answer,
        "last_day": shown.last_day,
        "days_left": shown.days_left,
        "takes_answers": seat.opens is Opens.ANSWERS,
        "sent_to": masked(seat.link.to_address),
        "starts_on": day_of(shown.terms["project"]["starts_on"]),
        "ends_on": day_of(shown.terms["project"]["ends_on"]),
        "promised": list(promised(shown.terms)),
    }


def day_of(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def language_for(request: HttpRequest, link: AnswerLink) -> str:
    """The party's, until the reader chooses another at the foot of the page."""
    return translation.get_language() or link.invitee.language if settings.LANGUAGE_COOKIE_NAME in request.COOKIES else link.invitee.language


def written(data: QueryDict) -> list[tuple[str, str]]:
    """What a person had written, by the names of its fields. The address of a link that is wanted stands in its own field."""
    labels = {name: field.label for form in (AnswerForm, AskForm, PassOnForm) for name, field in form.base_fields.items() if isinstance(field, forms.CharField)}
    labels |= {f"later-{name}": field.label for name, field in LaterForm.base_fields.items()}
    found = [(str(labels[name]), value) for name, values in data.lists() if name in labels for value in values if value.strip()]
    return found if set(data) - {"csrfmiddlewaretoken", "address"} else []


def dead(request: HttpRequest, form: AgainForm | None = None, status: int = 404, is_asked: bool = False) -> HttpResponse:
    """One and the same page for a link that is unknown, revoked or too old; and for somebody who has sat too long. What they had typed stands on it,
    to be copied, and nowhere else.
    """
    context = {"form": form or AgainForm(), "is_asked": is_asked, "is_letter": True, "written": written(request.POST)}
    response = render(request, "answers/dead.html", context, status=status)
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django would log the address, and the token in it may open something once more
    return sitting.unkept(response)


def _new_link(request: HttpRequest) -> HttpResponse:
    """To the address on record, if it is one: the answer is the same whether or not it is."""
    if limited := consume_or_429(request, action="answer_again", key=request.POST.get("address", "").strip().casefold()):
        return limited
    form = AgainForm(request.POST)
    if not form.is_valid():
        return dead(request, form, 422)
    ask_again(address=form.cleaned_data["address"], at=clock.read())
    return dead(request, AgainForm(), 200, is_asked=True)


open_link = public(_open_link)
answer = public(_answer, (*READ, "POST"))
new_link = public(_new_link, ("POST",))
