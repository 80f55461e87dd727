"""The page of an offer to a party: an answer is written, looked at once more, and then sent. Reading it changes nothing."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portfolio.access.rules import READ, public
from portfolio.offers.answering.door import at_the_page, ended
from portfolio.offers.answering.forms import AnswerForm, LaterForm
from portfolio.offers.answering.meaning import meaning, of_a_yes, of_silence
from portfolio.offers.answering.own import by_account
from portfolio.offers.answering.seats import ByLink, Seat
from portfolio.offers.answering.shown import Shown, around, is_after_end, known_of
from portfolio.web.posting import SeeOther, key_of
from projects.actions.answers import Changed, Overtaken
from projects.actions.codes import CodeNeeded
from projects.actions.links import Gone
from projects.linking import Opens, masked
from projects.models import Answer
from projects.offering import WILLING, fingerprint
from projects.queries.questions import read_by
from projects.wording.answers import Summary, summary_of

Form = AnswerForm | LaterForm


def _answer(request: HttpRequest, seat: Seat) -> HttpResponse:
    return posted(request, seat) if request.method == "POST" else page(request, seat)


@dataclass(frozen=True)
class Step:
    """An answer that was looked at, word by word, and is to be sent. seen: its fingerprint; key: of the form that showed it."""

    form: Form
    shown: Shown
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
        return SeeOther(seat.url())
    shown = Shown(seat)
    form = form_of(request, shown)
    if request.POST.get("do") == "back" or not form.is_valid():
        return page(request, seat, form, 200 if request.POST.get("do") == "back" else 422)
    summary = summary_of(form.said(), shown.terms["currency"])
    around_it = [shown.stood, seat.opens.value]  # an answer that came meanwhile, or the end of the last day, is looked at before this one is sent
    seen = fingerprint([shown.version.terms_sha256, seat.invitee.pk, summary.choice.value, summary.lines, *around_it])
    if version_in(request) != shown.version.number:
        return page(request, seat, form, 409)
    step = Step(form, shown, summary, seen, key_of(request.POST))
    if request.POST.get("do") not in ("send", "code", "anew") or request.POST.get("shown") != seen:
        return confirm(request, seat, step)
    return step


def is_sent_already(request: HttpRequest, seat: Seat) -> bool:
    """By this very form: sent twice it is one answer, whatever has come since."""
    return request.POST.get("do") in ("send", "code") and Answer.objects.filter(key=key_of(request.POST), invitee=seat.invitee).exists()


def stored(request: HttpRequest, seat: Seat, step: Step) -> HttpResponse:
    """On to what was stored; back to the page where something has moved meanwhile, with everything that was typed."""
    shown = step.shown
    try:
        seat.send(version=shown.version.number, said=step.form.said(), shown_sha256=step.seen, key=step.key, stood=shown.stood)
    except Changed:
        return page(request, seat, step.form, 409)
    except Overtaken:
        again = step_of(request, seat)
        return confirm(request, seat, again) if isinstance(again, Step) else again
    except CodeNeeded:  # since the answer was looked at the region has come to ask for one
        return confirm(request, seat, step)
    except Gone:
        return ended(request, seat)
    return SeeOther(seat.url())


def version_in(request: HttpRequest) -> int:
    """Of the terms that the form was shown with; 0, which none has, for anything else."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0


def form_of(request: HttpRequest, shown: Shown) -> Form:
    if request.POST.get("which") == "later":
        return LaterForm(request.POST)
    return AnswerForm(request.POST, others=shown.others, inhabitants=shown.inhabitants(), currency=shown.terms["currency"])


def page(request: HttpRequest, seat: Seat, form: Form | None = None, status: int = 200) -> HttpResponse:
    """409: the terms have changed since the form was opened; what was typed stands in it still."""
    shown, who = Shown(seat), known_of(seat)
    answer = shown.answer
    context = around(seat, shown) | {
        "form": form if isinstance(form, AnswerForm) else AnswerForm(others=shown.others, currency=shown.terms["currency"], initial=who),
        "later": form if isinstance(form, LaterForm) else LaterForm(initial=who),
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
        "came": shown.came,
        "is_after_end": is_after_end(shown, answer),
        "has_changed": status == 409,
        "questions": list(read_by(seat.invitee)),
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


def receipts_to(seat: Seat) -> list[str]:
    """Each mailbox once, as much of it as its owner needs to know it by."""
    invitee = seat.invitee
    whole = {each.casefold(): masked(each) for each in (seat.address, invitee.address, invitee.mailbox) if each}
    return list(dict.fromkeys(whole.values()))


def carried(request: HttpRequest, seat: Seat, step: Step) -> dict[str, Any]:
    """Everything that was typed, to be sent again with what was shown of it."""
    ours = ("csrfmiddlewaretoken", "kept", "do", "shown", "key", "version", "code")
    typed = [(name, value) for name, values in request.POST.lists() if name not in ours for value in values]
    invitee = seat.invitee
    with_code = {"needs_code": isinstance(seat, ByLink) and invitee.offer.project.region.answers_need_code, "code_to": masked(invitee.address)}
    return around(seat, step.shown) | with_code | {"summary": step.summary, "typed": typed, "shown": step.seen, "key": step.key}


answer = public(at_the_page(_answer), (*READ, "POST"))
own_answer = by_account(_answer, (*READ, "POST"))
