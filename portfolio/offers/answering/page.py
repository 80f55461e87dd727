"""The one page that a link opens. Reading it changes nothing; an answer is written, looked at once more, and then sent."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any
from zoneinfo import ZoneInfo

from allauth.core.ratelimit import consume_or_429
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation

from costsharing.engine.reading import read_value
from costsharing.queries.grounds import coded
from portfolio.access.rules import READ, public
from portfolio.models import Organisation
from portfolio.offers.answering import sitting
from portfolio.offers.answering.forms import INHABITANTS, AgainForm, AnswerForm, LaterForm
from portfolio.offers.answering.meaning import meaning, of_a_yes, of_silence
from portfolio.offers.answering.sitting import Seat
from portfolio.offers.answering.typed import written
from portfolio.offers.papers.listing import listed
from portfolio.offers.paying import Fee, fee_of, joining_in
from portfolio.queries import clock
from portfolio.web.posting import SeeOther, key_of
from projects.actions.answers import Changed, Overtaken, answer_by_link
from projects.actions.codes import CodeNeeded
from projects.actions.links import Gone, ask_again, fetched
from projects.linking import Opens, masked
from projects.models import Answer, AnswerLink, Offer
from projects.offering import WILLING, Choice, fingerprint, last_day_of
from projects.queries.offers import OWN, late_answer, standing_answers
from projects.queries.questions import read_by
from projects.wording.answers import Summary, summary_of
from projects.wording.promises import promised

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
    if is_sent_already(request, seat):
        return SeeOther(reverse("answer", args=[seat.link.public_id]))
    shown = Shown(seat)
    form = form_of(request, shown)
    if request.POST.get("do") == "back" or not form.is_valid():
        return page(request, seat, form, 200 if request.POST.get("do") == "back" else 422)
    summary = summary_of(form.said(), shown.terms["currency"])
    around_it = [shown.stood, seat.opens.value]  # an answer that came meanwhile, or the end of the last day, is looked at before this one is sent
    seen = fingerprint([shown.version.terms_sha256, seat.link.invitee_id, summary.choice.value, summary.lines, *around_it])
    if version_in(request) != shown.version.number:
        return page(request, seat, form, 409)
    step = Step(form, shown, summary, seen, key_of(request.POST))
    if request.POST.get("do") not in ("send", "code", "anew") or request.POST.get("shown") != seen:
        return confirm(request, seat, step)
    return step


def is_sent_already(request: HttpRequest, seat: Seat) -> bool:
    """By this very form: sent twice it is one answer, whatever has come since."""
    return request.POST.get("do") in ("send", "code") and Answer.objects.filter(key=key_of(request.POST), invitee=seat.link.invitee_id).exists()


def stored(request: HttpRequest, seat: Seat, step: Step) -> HttpResponse:
    """On to what was stored; back to the page where something has moved meanwhile, with everything that was typed."""
    shown = step.shown
    try:
        answer_by_link(link=seat.link, version=shown.version.number, said=step.form.said(), shown_sha256=step.seen, key=step.key, stood=shown.stood)
    except Changed:
        return page(request, seat, step.form, 409)
    except Overtaken:
        again = step_of(request, seat)
        return confirm(request, seat, again) if isinstance(again, Step) else again
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
        self.invitee = invitee
        self.version = offer.versions.latest("number")
        self.terms = self.version.terms
        answers = standing_answers(offer)
        asked = list(offer.invitees.filter(withdrawn_at__isnull=True).select_related("organisation"))
        self.answer = answers.get(invitee.pk)
        self.stood = self.answer.pk if self.answer else 0
        self.others: list[Organisation] = sorted((each.organisation for each in asked if each.pk != invitee.pk), key=lambda one: one.name)
        self.fee: Fee | None = fee_of(self.terms.get("cost"), invitee.organisation, joining_in(offer, self.version, asked, answers))
        zone = offer.project.region.time_zone
        self.sent_on = timezone.localdate(self.version.sent_at, ZoneInfo(zone))
        self.last_day = last_day_of(offer.closes_at, zone) if offer.closes_at else None
        self.days_left = (self.last_day - timezone.localdate(clock.read(), ZoneInfo(zone))).days if self.last_day else 0

    @cached_property
    def late(self) -> Answer | None:
        return late_answer(self.invitee)

    def inhabitants(self) -> int | None:
        """Of all who are asked; None where the terms do not know it of each."""
        asked = {coded(each.code, each.pk) for each in (*self.others, self.invitee.organisation)}
        people = read_value(self.terms["cost"]["case"]).participants if self.terms["cost"] else ()
        known = {one.code: int(one.figures[INHABITANTS].value) for one in people if one.code in asked and INHABITANTS in one.figures}
        return sum(known.values()) if asked == set(known) else None

    def summary(self, answer: Answer | None) -> Summary | None:
        return summary_of(answer, self.terms["currency"]) if answer else None


def form_of(request: HttpRequest, shown: Shown) -> Form:
    if request.POST.get("which") == "later":
        return LaterForm(request.POST)
    return AnswerForm(request.POST, others=shown.others, inhabitants=shown.inhabitants())


def page(request: HttpRequest, seat: Seat, form: Form | None = None, status: int = 200) -> HttpResponse:
    """409: the terms have changed since the form was opened; what was typed stands in it still."""
    shown = Shown(seat)
    answer = shown.answer
    context = around(seat, shown) | {
        "form": form if isinstance(form, AnswerForm) else AnswerForm(others=shown.others),
        "later": form if isinstance(form, LaterForm) else LaterForm(),
        "faulty": form if form is not None and status == 422 else None,
        "is_later": isinstance(form, LaterForm),
        "has_form": seat.opens is Opens.ANSWERS or form is not None,
        "is_open": form is not None,
        "meaning": meaning(shown.version),
        "silence": of_silence(shown.version),
        "parties": len(shown.others) + 1,
        "sent_on": shown.sent_on,
        "summary": shown.summary(answer),
        "late": shown.late,
        "late_summary": shown.summary(shown.late),
        "is_after_end": is_after_end(shown, answer),
        "has_changed": status == 409,
        "questions": list(read_by(seat.link.invitee)),
        "is_older": answer is not None and answer.version_id != shown.version.pk,
    }
    return render(request, "answers/answer.html", context, status=status)


def confirm(request: HttpRequest, seat: Seat, step: Step) -> HttpResponse:
    """What it comes to, and what it takes the place of."""
    choice, shown = step.summary.choice, step.shown
    context = {
        "key": key_of(None),
        "meaning": list(of_a_yes(shown.version)) if choice in WILLING else [],
        "silence": of_silence(shown.version),
        "needs_until": step.form.said().needs_until,
        "is_after_end": is_after_end(shown, step.form.said()),
        "stands": shown.summary(shown.answer),
        "receipts": receipts_to(seat),
        "has_moved": request.POST.get("do") in ("send", "code", "anew"),
    }
    return render(request, "answers/confirm.html", carried(request, seat, step) | context)


def is_after_end(shown: Shown, said: Any) -> bool:
    """It is decided on a day when no answer is taken any more."""
    return bool(said and said.choice == Choice.NEEDS_TIME and shown.last_day and said.needs_until > shown.last_day)


def receipts_to(seat: Seat) -> list[str]:
    """Each mailbox once, as much of it as its owner needs to know it by."""
    invitee = seat.link.invitee
    whole = {each.casefold(): masked(each) for each in (seat.link.to_address, invitee.address, invitee.mailbox) if each}
    return list(dict.fromkeys(whole.values()))


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


def dead(request: HttpRequest, form: AgainForm | None = None, status: int = 404, is_asked: bool = False) -> HttpResponse:
    """One and the same page for a link that is unknown, revoked or too old; and for somebody who has sat too long. What they had typed stands on it,
    to be copied, and nowhere else.
    """
    context = {"form": form or AgainForm(), "is_asked": is_asked, "is_letter": True, "written": written(request)}
    response = render(request, "answers/dead.html", context, status=status)
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django would log the address, and the token in it may open something once more
    return sitting.unkept(response)


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
answer = public(_answer, (*READ, "POST"))
new_link = public(_new_link, (*READ, "POST"))
