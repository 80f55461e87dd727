"""A draft: what it says and whom it goes to, thrown away and brought back."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from portfolio.access.permissions import P
from portfolio.access.rules import signed_in_user
from portfolio.actions import rows
from portfolio.actions.rows import Refused
from portfolio.offers.office.acting import FORM, address, around, offer_or_404, offers_of
from portfolio.offers.office.forms import EditForm
from portfolio.offers.office.pages import look_at
from portfolio.offers.office.whom import candidates_of
from portfolio.offers.terms import terms_of
from portfolio.web.posting import Pair, SeeOther, both_texts, digest, done_before, key_of, note, worded
from portfolio.web.saying import saved_already
from projects.access import on_project
from projects.actions import drafting
from projects.actions.locking import lock
from projects.models import Offer, Project
from projects.offering import State
from projects.policies import why_not_offered
from projects.wording.promises import promised


@on_project(P.PROJECT_EDIT, FORM)
def offer_edit(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    """POST with do=remove throws it away; do=look goes on to the preview, anything else stays here."""
    if request.method == "POST":
        return posted(request, project, number)
    offer = offer_or_404(project, number)
    if offer.state != State.DRAFT:
        messages.info(request, _("The offer has been sent already. Change its terms instead: everybody who was asked is told."))
        return SeeOther(offers_of(project))
    return page(request, offer, form_of(offer))


def form_of(offer: Offer, data: Any = None) -> EditForm:
    return EditForm(data, project=offer.project, offer=offer, candidates=candidates_of(offer, timezone.localdate()))


def posted(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    user, key = signed_in_user(request), key_of(request.POST)
    with transaction.atomic():
        lock(project, user)
        if earlier := done_before(key, user):
            saved_already(request, earlier.at)
            return SeeOther(earlier.result)
        offer = offer_or_404(project, number)
        stored = form_of(offer)
        form = form_of(offer, request.POST)
        is_removing = request.POST.get("do") == "remove"
        if not is_removing and not form.is_valid():
            return page(request, offer, form, 422)
        if digest(stored.before()) != request.POST.get("shown", ""):
            return both(request, offer, stored, form, is_removing)
        try:
            entry = drafting.remove(offer=offer, by=user) if is_removing else stored_by(offer, form, user)
        except Refused as why:
            form.add_error(None, str(why))
            return page(request, offer, form, 422)
        there = offers_of(project) if is_removing else look_at(offer, project) if request.POST.get("do") == "look" else address("offer-edit", offer)
        note(key, user, there)
    said = _("The draft is gone. Nothing had been sent.") if is_removing else _("The draft is saved. Nothing has been sent.")
    messages.success(request, said, extra_tags=undo_of(project, entry.history_id))
    return SeeOther(there)


def stored_by(offer: Offer, form: EditForm, user: Any) -> Any:
    return drafting.edit(offer=offer, fields=form.fields_of_offer(), chosen=form.organisations(), by=user)


def undo_of(project: Project, line: int) -> str:
    return f"{offers_of(project)}undo/{line}/"


def both(request: HttpRequest, offer: Offer, stored: EditForm, mine: EditForm, is_removing: bool) -> HttpResponse:
    """409: what stands now beside what was typed; sent again it goes over what stands."""
    given = mine.initial if is_removing else mine.cleaned_data
    pairs = [] if is_removing else [pair(stored, name, given) for name in stored.before()]
    last, standing = rows.latest(Offer, offer.pk), digest(stored.before())
    back, do = address("offer-edit", offer), "remove" if is_removing else "save"
    context = both_texts(request.POST, pairs=pairs, shown=standing, key=key_of(request.POST), do=do, last=last, back=back)
    more = {"offer": offer, "language": offer.project.language, "wants_removal": is_removing}
    return render(request, "offers/conflict.html", around(offer.project, **more) | context, status=409)


def pair(stored: EditForm, name: str, given: Any) -> Pair:
    field = stored.fields[name]
    return Pair(str(field.label), worded(field, stored.initial.get(name)), worded(field, given.get(name)))


def page(request: HttpRequest, offer: Offer, form: EditForm, status: int = 200) -> HttpResponse:
    terms = terms_of(offer, None, [])
    ticked = set(map(str, form["chosen"].value() or ()))
    context = {
        "offer": offer,
        "form": form,
        "key": key_of(request.POST if form.is_bound else None),
        "shown": request.POST.get("shown", "") if form.is_bound else digest(form.before()),
        "candidates": [(each, str(each.organisation.pk) in ticked) for each in form.candidates],
        "who": form["who"].value(),
        "terms": terms,
        "promised": list(promised(terms)),
        "why_not": why_not_offered(offer.project),
        "last": rows.latest(Offer, offer.pk),
    }
    return render(request, "offers/edit.html", around(offer.project, **context), status=status)


@on_project(P.PROJECT_EDIT, ("POST",))
def offer_undo(request: HttpRequest, project: Project, line: int) -> HttpResponse:
    """What was done to a draft last, taken back."""
    if not Offer.history.filter(project_id=project.pk, history_id=line).exists():
        raise Http404
    try:
        drafting.undo(project=project, line=line, by=signed_in_user(request))
    except Refused as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("Undone."))
    return SeeOther(offers_of(project))
