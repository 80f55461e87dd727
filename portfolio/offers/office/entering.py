"""What came by letter or telephone, entered by the office; and a late answer that is let count."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from portfolio.access.permissions import P
from portfolio.actions.rows import Refused
from portfolio.models import Organisation, User
from portfolio.offers.office.acting import FORM, address, around, offer_or_404, once, party_or_404, sent_before
from portfolio.offers.office.enterform import EnterForm
from portfolio.offers.office.forms import LateForm
from portfolio.offers.ripple import declines, ripple_of
from portfolio.queries import clock
from portfolio.web.posting import key_of, typed
from projects.access import on_project
from projects.actions import closing
from projects.actions.answers import Changed, enter
from projects.models import Answer, Invitee, Offer, Project
from projects.offering import Choice, State, last_day_of, takes_answers
from projects.queries.offers import standing_answer
from projects.wording.answers import Summary, summary_of


@on_project(P.OFFER_SEND, FORM)
def offer_party_answer(request: HttpRequest, project: Project, number: int, party: int) -> HttpResponse:
    """do=look shows it in words, do=back the form again, do=send stores it."""
    if request.method == "POST" and (earlier := sent_before(request)):
        return earlier
    invitee = party_or_404(offer_or_404(project, number), party)
    others = Organisation.objects.filter(offers_received__offer=invitee.offer, offers_received__withdrawn_at__isnull=True).exclude(pk=invitee.organisation_id)
    form = EnterForm(request.POST or None, others=list(others), since=sent_on(invitee.offer) if is_over(invitee.offer) else None)
    if request.method != "POST" or request.POST.get("do") == "back":
        return entering(request, invitee, form)
    if not form.is_valid():
        return entering(request, invitee, form, status=422)
    newest = invitee.offer.versions.latest("number")
    summary = summary_of(form.said(), project.region.currency)
    if request.POST.get("version") != str(newest.number):
        return entering(request, invitee, form, status=409)
    if request.POST.get("do") != "send":
        return entering(request, invitee, form, summary)
    try:
        return once(request, project, address("offer-party", invitee.offer, invitee.pk), lambda user: entered(request, invitee, form, user))
    except Changed:
        return entering(request, invitee, form, status=409)
    except Refused as why:
        form.add_error(None, str(why))
        return entering(request, invitee, form, status=422)


def entered(request: HttpRequest, invitee: Invitee, form: EnterForm, user: User) -> str:
    version, because, arrived = int(request.POST["version"]), form.cleaned_data["because"], form.cleaned_data.get("arrived_on")
    answer, _is_new = enter(invitee=invitee, version=version, said=form.said(), because=because, by=user, key=key_of(request.POST), arrived=arrived)
    if answer.is_late:
        return _("The answer of %(party)s is kept as late: it counts once it is let count. A receipt goes to the party.") % {"party": invitee.organisation}
    return _("The answer of %(party)s is entered. A receipt goes to the party.") % {"party": invitee.organisation}


def is_over(offer: Offer) -> bool:
    """What comes in now comes late."""
    return not takes_answers(State(offer.state), offer.closes_at, clock.read())


def sent_on(offer: Offer) -> dt.date:
    return timezone.localdate(offer.opened_at) if offer.opened_at else timezone.localdate()


def entering(request: HttpRequest, invitee: Invitee, form: EnterForm, summary: Summary | None = None, status: int = 200) -> HttpResponse:
    """The form, or with a summary what would be stored."""
    offer = invitee.offer
    answer = standing_answer(invitee)
    currency = offer.project.region.currency
    context = {
        "offer": offer,
        "invitee": invitee,
        "mailbox": invitee.mailbox if invitee.mailbox.casefold() != invitee.address.casefold() else "",
        "form": form,
        "summary": summary,
        "because": form.cleaned_data["because"] if summary else "",
        "stands": (answer, summary_of(answer, currency)) if answer else None,
        "version": offer.versions.order_by("-number").first(),
        "may_enter": not invitee.withdrawn_at and offer.state in (State.OPEN, State.CLOSED),
        "is_over": is_over(offer),
        "arrived": form.cleaned_data.get("arrived_on") if summary else None,
        "last_day": last_day_of(offer.closes_at, offer.project.region.time_zone) if offer.closes_at else None,
        "typed": [(name, value) for name, value in typed(request.POST) if name != "version"] if summary else [],
        "key": key_of(request.POST if form.is_bound else None),
        "has_moved": status == 409,
        "ripple": ripple_of(offer.project, [declines(invitee.organisation)], timezone.localdate()) if summary and summary.choice is Choice.DECLINES else None,
    }
    return render(request, "offers/enter.html", around(offer.project, **context), status=status)


@on_project(P.OFFER_SEND, FORM)
def offer_party_late(request: HttpRequest, project: Project, number: int, party: int) -> HttpResponse:
    """A late answer beside the one that stands, and why it counts."""
    if request.method == "POST" and (earlier := sent_before(request)):
        return earlier
    invitee = party_or_404(offer_or_404(project, number), party)
    late = Answer.objects.filter(invitee=invitee, is_late=True, counted_by__isnull=True).select_related("version").order_by("-received_at", "-pk").first()
    form, status = LateForm(request.POST or None), 200
    if request.method == "POST":
        if late is None or str(late.pk) != request.POST.get("late"):
            status = 409
        elif not form.is_valid():
            status = 422
        else:
            try:
                return once(request, project, address("offer-conclude", invitee.offer), lambda user: let_in(late, form, user))
            except Refused as why:
                form.add_error(None, str(why))
                status = 422
    currency, answer = project.region.currency, standing_answer(invitee)
    context = {
        "offer": invitee.offer,
        "invitee": invitee,
        "form": form,
        "late": (late, summary_of(late, currency)) if late else None,
        "stands": (answer, summary_of(answer, currency)) if answer else None,
        "may": invitee.offer.state == State.CLOSED,
        "has_moved": status == 409,
        "key": key_of(request.POST if form.is_bound else None),
    }
    return render(request, "offers/late.html", around(project, **context), status=status)


def let_in(late: Answer, form: LateForm, user: User) -> str:
    tally = closing.let_count(late=late, by=user, because=form.cleaned_data["because"])
    return _("The answer counts from now on. It has been counted anew (count %(n)s).") % {"n": tally.number}
