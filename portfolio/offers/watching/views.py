"""The answer board of an offer, the same as files, and a reminder to those who have said nothing."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portfolio.access.permissions import P
from portfolio.access.rules import READ, signed_in_user
from portfolio.actions.rows import Refused
from portfolio.models import User
from portfolio.offers.office.acting import around, offer_or_404, once
from portfolio.offers.watching.page import listing_of, may_see, page_of
from portfolio.offers.watching.reminding import Reminder, reminder_of
from portfolio.offers.watching.table import as_file
from portfolio.queries import clock
from portfolio.templatetags.portfolio_format import moment
from portfolio.web.posting import SeeOther, done_before, key_of
from projects.access import on_project
from projects.actions.reminding import remind
from projects.models import Offer, Project
from projects.offering import State, takes_answers


def seen_or_404(project: Project, number: int) -> Offer:
    offer = offer_or_404(project, number)
    if not may_see(project, offer):
        raise Http404
    return offer


@on_project(P.PROJECT_VIEW)
def offer(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    """?show=: which rows; ?for=: whose fee the curve is drawn for."""
    this = seen_or_404(project, number)
    if this.state == State.DRAFT:
        return render(request, "offers/draft.html", around(project, offer=this))
    return render(request, "offers/board.html", around(project, offer=this, page=page_of(this, request.GET, clock.read(), signed_in_user(request))))


@on_project(P.PROJECT_VIEW)
def offer_csv(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    return as_table(request, project, number, "csv")


@on_project(P.PROJECT_VIEW)
def offer_xlsx(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    return as_table(request, project, number, "xlsx")


def as_table(request: HttpRequest, project: Project, number: int, ending: str) -> HttpResponse:
    """Exactly the rows that the page was asked for."""
    this = seen_or_404(project, number)
    if this.state == State.DRAFT:
        raise Http404
    found = listing_of(this, request.GET, signed_in_user(request))
    return as_file(found.shown, found.heads, this, timezone.localdate().isoformat(), ending)


@on_project(P.OFFER_SEND, (*READ, "POST"))
def offer_remind(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    """Each mail as it will arrive; then, by a button of its own, to all of them at once."""
    this, now = offer_or_404(project, number), clock.read()
    is_open = takes_answers(State(this.state), this.closes_at, now)
    found, key = reminder_of(this, now) if is_open else None, key_of(request.POST)
    has_moved = False
    if request.method == "POST":
        if earlier := done_before(key, signed_in_user(request)):
            messages.info(request, _("This was sent already, %(at)s.") % {"at": moment(earlier.at)})
            return SeeOther(earlier.result)
        if found and found.letters and request.POST.get("seen") == found.seen:
            return reminded(request, project, this, found)
        has_moved = True
    context: dict[str, Any] = around(project, offer=this, found=found, key=key, has_moved=has_moved)
    return render(request, "offers/remind.html", context, status=409 if has_moved else 200)


def reminded(request: HttpRequest, project: Project, offer: Offer, found: Reminder) -> HttpResponse:
    there = reverse("offer", args=[project.region.slug, project.reference, offer.number])

    def act(user: User) -> str:
        count = remind(offer=offer, parties=found.parties, by=user)
        return ngettext("The reminder is on its way to %(n)s party.", "The reminder is on its way to %(n)s parties.", count) % {"n": count}

    try:
        return once(request, project, there, act)
    except Refused as why:
        messages.error(request, str(why))
    return SeeOther(there)
