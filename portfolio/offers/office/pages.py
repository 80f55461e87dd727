"""The office's pages of a project's offers: drafted, looked at as they will arrive, and sent by an act of its own."""

from collections.abc import Iterator

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portfolio import mail
from portfolio.access.permissions import P
from portfolio.access.rules import signed_in_user
from portfolio.actions.rows import Refused
from portfolio.models import User
from portfolio.offers.office.acting import FORM, address, around, offer_or_404, once, sent_before
from portfolio.offers.office.comparing import in_words
from portfolio.offers.office.forms import CostForm, DraftForm
from portfolio.offers.office.sending import Preview, preview_of
from portfolio.templatetags.portfolio_format import moment
from portfolio.web.posting import SeeOther, done_before, key_of, note
from projects.access import on_project
from projects.actions import offers as acts
from projects.actions.held import Moved
from projects.actions.locking import lock
from projects.models import Offer, Project
from projects.offering import State, last_day_of
from projects.wording.promises import promised


@on_project(P.PROJECT_EDIT, FORM)
def offers(request: HttpRequest, project: Project) -> HttpResponse:
    """Those that there are, and a form for the next one."""
    form, key, user = DraftForm(request.POST or None, project=project), key_of(request.POST), signed_in_user(request)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            lock(project, user)
            if earlier := done_before(key, user):
                messages.info(request, _("This was saved already, %(at)s.") % {"at": moment(earlier.at)})
                return SeeOther(earlier.result)
            made = acts.draft(project=project, by=user, **form.fields_of_offer())
            there = look_at(made, project)
            note(key, user, there)
        messages.success(request, _("The draft is saved. Nothing has been sent."))
        return SeeOther(there)
    zone = project.region.time_zone
    rows = [(each, last_day_of(each.closes_at, zone) if each.closes_at else None) for each in Offer.objects.filter(project=project).order_by("-number")]
    return render(request, "offers/offers.html", around(project, form=form, key=key, rows=rows), status=422 if form.is_bound else 200)


def look_at(offer: Offer, project: Project) -> str:
    """Where it is seen before it is sent; of whoever may not send it, where it is written: what it draws stands below."""
    return address("offer-send" if P.OFFER_SEND in project.allowed else "offer-edit", offer)


@on_project(P.OFFER_SEND, FORM)
def offer_send(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    """Each mail as it will arrive; then, by a button of its own, to all of them at once."""
    if request.method == "POST" and (earlier := sent_before(request)):
        return earlier
    offer = offer_or_404(project, number)
    choice = CostForm(request.POST if request.method == "POST" else request.GET, project=project)
    scenario = choice.scenarios.get(choice.chosen)
    preview = preview_of(offer, scenario, timezone.localdate()) if offer.state == State.DRAFT else None
    status = 200
    if request.method == "POST" and preview is not None:
        hinders = [*preview.hindrances, *why_not(offer, choice)]
        if choice.is_valid() and request.POST.get("seen") == preview.seen and not hinders and (answer := sent(request, project, offer, preview)):
            return answer
        status = 409
    context = around(project, offer=offer, preview=preview, choice=choice, scenario=scenario, has_moved=status == 409)
    context["promised"] = list(promised(preview.terms)) if preview else []
    context["told"] = [(label, text or "–") for label, text in in_words(preview.terms)] if preview else []
    context["hindrances"] = [*preview.hindrances, *why_not(offer, choice)] if preview else []
    context["key"] = key_of(request.POST if status == 409 else None)
    context["is_held"] = mail.is_held()
    context["last_day"] = last_day_of(offer.closes_at, project.region.time_zone) if offer.closes_at else None
    return render(request, "offers/send.html", context, status=status)


def why_not(offer: Offer, choice: CostForm) -> Iterator[str]:
    """What keeps it from being sent besides what it says."""
    if Offer.objects.filter(project=offer.project_id, state=State.OPEN).exists():
        yield _("Another offer of the project is open. Close it first.")
    if choice.is_open:
        yield _("Choose by which scenario the fee is counted, or that there is none.")


def sent(request: HttpRequest, project: Project, offer: Offer, preview: Preview) -> HttpResponse | None:
    """None where something has moved between looking and sending."""

    def act(user: User) -> str:
        acts.send(offer=offer, terms=preview.terms, shown=preview.shown, recipients=preview.recipients, by=user)
        count = len(preview.letters)
        return ngettext("The offer is on its way to %(n)s party.", "The offer is on its way to %(n)s parties.", count) % {"n": count}

    try:
        return once(request, project, address("offer", offer), act)
    except Moved:
        return None
    except Refused as why:
        messages.error(request, str(why))
        return SeeOther(address("offer-send", offer))
