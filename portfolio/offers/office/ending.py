"""An offer is closed, or given a later day: what each does stands on its page before it is done."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from portfolio.access.permissions import P
from portfolio.actions.rows import Refused
from portfolio.offers.office.acting import FORM, address, around, offer_or_404, once, sent_before
from portfolio.offers.office.course import course_of
from portfolio.offers.office.forms import ExtendForm
from portfolio.queries import clock
from portfolio.templatetags.portfolio_format import day
from portfolio.web.posting import key_of
from projects.access import on_project
from projects.actions import closing
from projects.actions.held import Moved
from projects.linking import READS_ON
from projects.models import Offer, Project
from projects.offering import State, last_day_of, may_close
from projects.queries.offers import answered_in, has_answered, rulings, standing_answers


@on_project(P.OFFER_SEND, FORM)
def offer_close(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    """Who has answered and who has not; then, by a button, no answer counts from here on."""
    if request.method == "POST" and (earlier := sent_before(request)):
        return earlier
    offer = offer_or_404(project, number)
    refused = ""
    if request.method == "POST":
        try:
            return once(request, project, address("offer-conclude", offer), lambda user: closed(offer, user))
        except Refused as why:
            refused = str(why)
    context = standing(offer) | {"refused": refused, "key": key_of(request.POST if refused else None)}
    return render(request, "offers/close.html", around(project, **context), status=422 if refused else 200)


def closed(offer: Offer, user: Any) -> str:
    tally = closing.close(offer=offer, by=user)
    return _("The offer is closed: %(n)s of %(all)s have answered.") % {"n": answered_in(tally.counted), "all": len(tally.counted)}


def standing(offer: Offer) -> dict[str, Any]:
    """Who has answered what, and whether it may be closed now."""
    parties = list(offer.invitees.filter(withdrawn_at__isnull=True).select_related("organisation").order_by("organisation__name", "pk"))
    answers, decided, now = standing_answers(offer), rulings(offer), clock.read()
    said = [(each, answers.get(each.pk), decided.get(each.pk)) for each in parties]
    silent = [each for each, answer, ruling in said if not has_answered(answer.choice if answer else None, ruling.ruling if ruling else None)]
    may = offer.state == State.OPEN and offer.closes_at is not None and may_close(offer.closes_at, now, len(silent))
    return {
        "offer": offer,
        "parties": said,
        "answered": len(parties) - len(silent),
        "silent": silent,
        "may_close": may,
        "last_day": last_day(offer),
        "is_over": offer.closes_at is not None and now >= offer.closes_at,
        "readable_days": READS_ON.days,
        "newest": offer.versions.count(),
        "course": course_of(offer),
    }


def last_day(offer: Offer) -> dt.date | None:
    return last_day_of(offer.closes_at, offer.project.region.time_zone) if offer.closes_at else None


@on_project(P.OFFER_SEND, FORM)
def offer_extend(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    """A later day and why; a closed offer is open again."""
    if request.method == "POST" and (earlier := sent_before(request)):
        return earlier
    offer = offer_or_404(project, number)
    may = offer.state in (State.OPEN, State.CLOSED)
    form = ExtendForm(request.POST or None, offer=offer)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return once(request, project, address("offer-extend", offer), lambda user: extended(request, offer, form, user))
            except Refused as why:
                form.add_error(None, str(why))
            except Moved:
                offer, status = offer_or_404(project, number), 409
    context = standing(offer) | {"form": form, "may": may, "has_moved": status == 409, "key": key_of(request.POST if form.is_bound else None)}
    return render(request, "offers/extend.html", around(project, **context), status=status)


def extended(request: HttpRequest, offer: Offer, form: ExtendForm, user: Any) -> str:
    try:
        shown = parse_datetime(request.POST.get("shown", ""))
    except ValueError:
        shown = None
    if shown is None:
        raise Moved
    made = closing.extend(offer=offer, closes_at=form.closes_at(), by=user, reason=form.cleaned_data["reason"], shown=shown)
    return _("Answers are taken until %(day)s.") % {"day": day(last_day(made))}
