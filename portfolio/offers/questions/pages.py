"""The office's side of questions: who asked what, the answers that all read, and links that are to go to another house."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portfolio.access.permissions import P
from portfolio.access.rules import READ
from portfolio.actions.rows import Refused
from portfolio.models import User
from portfolio.offers.office.acting import around, offer_or_404, once, sent_before
from portfolio.offers.office.letters import of_answer, seen_of
from portfolio.offers.office.sending import Letter
from portfolio.offers.questions.forms import ReplyForm
from portfolio.queries import clock
from portfolio.web.posting import SeeOther, digest, key_of, typed
from projects.access import on_project
from projects.actions import asking
from projects.models import Offer, OfferQuestion, PassingOn, Project
from projects.offering import State
from projects.queries.questions import earlier_answers, passings


@dataclass(frozen=True)
class Row:
    """theirs: what somebody else has answered while the form was open. key: of the form, which acts once."""

    question: OfferQuestion
    form: ReplyForm
    earlier: list[OfferQuestion]
    theirs: str = ""
    key: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def shown(self) -> str:
        return digest({"answer": self.question.answer})


@on_project(P.OFFER_SEND, (*READ, "POST"))
def questions(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    """Each with its own form; the one that was posted comes back with what was typed. Where it is told by mail the mails are looked at first."""
    if request.method == "POST" and (earlier := sent_before(request)):
        return earlier
    offer = offer_or_404(project, number)
    found = all_of(offer)
    if request.method != "POST":
        return page(request, offer, found)
    mine = next((each for each in found if str(each.pk) == request.POST.get("question", "")), None)
    if mine is None:
        return page(request, offer, found, status=409)
    form, do = ReplyForm(request.POST, question=mine), request.POST.get("do")
    if not form.is_valid() or do == "back":
        return page(request, offer, found, form, mine, status=200 if do == "back" else 422)
    if digest({"answer": mine.answer}) != request.POST.get("shown") and mine.answer != form.cleaned_data["answer"]:
        return page(request, offer, found, form, mine, status=409)
    if form.cleaned_data["tells"]:
        mine.offer = offer
        letters = of_answer(mine, form.cleaned_data["answer"])
        if do != "send" or request.POST.get("seen") != seen_of(letters):
            return look(request, mine, form.cleaned_data["answer"], letters, has_moved=do == "send")
    try:
        return once(request, project, f"{request.path}#q{mine.pk}", lambda user: replied(mine, form, user))
    except asking.Answered:
        return page(request, offer, all_of(offer), form, mine, status=409)


def replied(question: OfferQuestion, form: ReplyForm, user: User) -> str:
    count = asking.reply(question=question, stood=question.answer, by=user, at=clock.read(), **form.cleaned_data)
    return said(count, form.cleaned_data["tells"])


def look(request: HttpRequest, question: OfferQuestion, answer: str, letters: Sequence[Letter], has_moved: bool) -> HttpResponse:
    """The answer, and the mails as they will arrive; nothing is stored yet."""
    context = {
        "offer": question.offer,
        "question": question,
        "answer": answer,
        "letters": letters,
        "seen": seen_of(letters),
        "typed": [*((name, value) for name, value in typed(request.POST) if name != "seen"), ("shown", request.POST.get("shown", ""))],
        "has_moved": has_moved,
        "key": key_of(request.POST),
    }
    return render(request, "offers/questions_look.html", around(question.offer.project, **context), status=409 if has_moved else 200)


def said(count: int, tells: bool) -> str:
    if not tells:
        return _("The answer stands on the page of all who are invited. Nobody was written to.")
    return ngettext("The answer is on its way to %(n)s party.", "The answer is on its way to %(n)s parties.", count) % {"n": count}


def all_of(offer: Offer) -> list[OfferQuestion]:
    return list(OfferQuestion.objects.filter(offer=offer).select_related("invitee__organisation", "answered_by").order_by("asked_at", "pk"))


def page(
    request: HttpRequest, offer: Offer, found: list[OfferQuestion], form: ReplyForm | None = None, mine: OfferQuestion | None = None, status: int = 200
) -> HttpResponse:
    """409: the answer has changed since the form was opened; both stand there."""
    earlier = earlier_answers(offer)
    rows = [
        Row(each, form, earlier.get(each.pk, []), each.answer if status == 409 else "", key_of(request.POST))
        if form and mine and each.pk == mine.pk
        else Row(each, ReplyForm(question=each), earlier.get(each.pk, []))
        for each in found
    ]
    context: dict[str, Any] = {
        "offer": offer,
        "waiting": [row for row in rows if not row.question.answer],
        "answered": [row for row in rows if row.question.answer],
        "form": form,
        "passings": [(each, uuid.uuid4()) for each in passings(offer)],
        "is_draft": offer.state == State.DRAFT,
    }
    return render(request, "offers/questions.html", around(offer.project, **context), status=status)


@on_project(P.OFFER_SEND, ("POST",))
def passing(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    """The link goes where somebody at the party wants it, or stays. do: grant or refuse; what was shown comes along, so no other address gets it."""
    if earlier := sent_before(request):
        return earlier
    offer = offer_or_404(project, number)
    asked = next((each for each in passings(offer) if str(each.pk) == request.POST.get("asked")), None)
    back = reverse("offer-questions", args=[project.region.slug, project.reference, number])
    if asked is None or request.POST.get("do") not in ("grant", "refuse"):
        messages.error(request, _("Nobody waits for this any more."))
        return SeeOther(back)
    asked.name, asked.address = request.POST.get("name", ""), request.POST.get("address", "")
    try:
        return once(request, project, back, lambda user: settled(asked, request.POST["do"] == "grant", user))
    except Refused as why:
        messages.error(request, str(why))
        return SeeOther(back)


def settled(asked: PassingOn, is_granted: bool, user: User) -> str:
    link = asking.settle(asked=asked, is_granted=is_granted, by=user, at=clock.read())
    return _("A new link is on its way to %(address)s.") % {"address": link.to_address} if link else _("The link stays where it is.")
