"""The decision of a party's own body: recorded or changed, confirmed by an act of its own, and corrected afterwards."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from portfolio.access.permissions import P
from portfolio.access.rules import READ, signed_in_user
from portfolio.actions.rows import Refused
from portfolio.models import User
from portfolio.offers.office.acting import once
from portfolio.offers.parties.forms import RuledForm, initial_of
from portfolio.offers.parties.page import around, party_or_404, url_of
from portfolio.web import papers
from portfolio.web.posting import Pair, SeeOther, key_of, worded
from projects.access import on_project
from projects.actions import formal
from projects.actions.formal import Ruled, seen_of
from projects.actions.held import Moved
from projects.models import FormalDecision, Invitee, Project
from projects.queries.offers import OWN

FORM = (*READ, "POST")


def standing(invitee: Invitee) -> FormalDecision | None:
    return FormalDecision.objects.filter(invitee=invitee, replaced_by__isnull=True).order_by("decided_on", "pk").last()


def asked_for(request: HttpRequest, invitee: Invitee) -> FormalDecision | None:
    """What the form was opened on; for a form that is opened now what stands, or nothing where ?another=1 asks for another meeting's."""
    if request.method != "POST":
        return None if request.GET.get("another") else standing(invitee)
    number = request.POST.get("on", "")
    return FormalDecision.objects.filter(invitee=invitee, pk=int(number)).first() if number.isascii() and number.isdecimal() and len(number) < 18 else None


def form_of(request: HttpRequest, invitee: Invitee, old: FormalDecision | None) -> RuledForm:
    asks = invitee.offer.versions.latest("number").terms[OWN]["asks_signature"]
    if request.method == "POST":
        return RuledForm(request.POST, request.FILES, invitee=invitee, asks_signature=asks, old=old)
    return RuledForm(initial=initial_of(old) if old else {}, invitee=invitee, asks_signature=asks, old=old)


class Taken(Exception):
    """first: what somebody else has recorded of the same meeting."""

    def __init__(self, first: FormalDecision) -> None:
        super().__init__(first)
        self.first = first


@on_project(P.OFFER_SEND, FORM)
def decision(request: HttpRequest, project: Project, number: int, party: int) -> HttpResponse:
    """As long as nobody has confirmed it, it can be changed; afterwards the form makes a correction."""
    invitee = party_or_404(project, number, party)
    old = asked_for(request, invitee)
    form = form_of(request, invitee, old)
    if request.method != "POST":
        return shown(request, invitee, form)
    if not form.is_valid():
        return shown(request, invitee, form, 422)
    said = form.said(kept(project, form.cleaned_data["file"]), timezone.localdate())

    def act(user: User) -> str:
        first = stored(request, invitee, form, said, user)
        if first is not None:
            raise Taken(first)
        return _("The decision is saved. It counts as confirmed only when somebody has looked at the extract and confirmed it.")

    try:
        return once(request, project, url_of(invitee), act)
    except Taken as other:
        return shown(request, invitee, form, 409, other.first)
    except Moved:
        return shown(request, invitee, form, 409, old and FormalDecision.objects.get(pk=old.pk))
    except Refused as why:
        form.add_error(None, str(why))
        return shown(request, invitee, form, 409)


def stored(request: HttpRequest, invitee: Invitee, form: RuledForm, said: Ruled, user: User) -> FormalDecision | None:
    """What somebody else had recorded meanwhile, where that says something else; None when this is stored. Raises Moved, or Refused."""
    if form.old is None:
        row, is_new = formal.record(invitee=invitee, said=said, by=user)
    elif form.old.confirmed_at:
        row, is_new = formal.correct(decision=form.old, said=said, reason=form.cleaned_data["reason"], by=user)
    else:
        formal.change(decision=form.old, said=said, seen=request.POST.get("seen", ""), by=user)
        return None
    return None if is_new or not says_else(row, said) else row


def says_else(row: FormalDecision, said: Ruled) -> bool:
    return any((getattr(row, name) or "") != (getattr(said, name) or "") for name in initial_of(row) if name != "received_on")


def kept(project: Project, content: bytes | None) -> tuple[str, str]:
    return papers.keep(content, Path(settings.MEDIA_ROOT), f"minutes/{project.region_id}") if content else ("", "")


def shown(request: HttpRequest, invitee: Invitee, form: RuledForm, status: int = 200, theirs: FormalDecision | None = None) -> HttpResponse:
    """theirs: what somebody else has written meanwhile; it is shown beside what was typed, and the form goes on from there."""
    old = theirs or form.old
    context = {
        "form": form,
        "old": old,
        "is_correction": old is not None and old.confirmed_at is not None,
        "seen": seen_of(old) if old else "",
        "key": key_of(request.POST if form.is_bound and theirs is None else None),
        "had_file": bool(request.FILES),
        "pairs": pairs(form, theirs) if theirs else [],
        "standing": standing(invitee) if old is None else None,
    }
    if theirs and theirs.confirmed_at and "reason" not in form.fields:
        context["form"] = again(request, invitee, form, theirs)
    return render(request, "offers/party_decision.html", around(invitee, **context), status=status)


def again(request: HttpRequest, invitee: Invitee, form: RuledForm, theirs: FormalDecision) -> RuledForm:
    """What was typed, as the correction of one that has been confirmed meanwhile."""
    return RuledForm(initial=request.POST.dict(), invitee=invitee, asks_signature="signed_on" in form.fields, old=theirs)


def pairs(form: RuledForm, theirs: FormalDecision) -> list[Pair]:
    """Only what differs."""
    before = initial_of(theirs)
    every = [
        Pair(str(form.fields[n].label), worded(form.fields[n], before[n]), worded(form.fields[n], form.cleaned_data.get(n))) for n in before if n in form.fields
    ]
    return [pair for pair in every if pair.differs]


@on_project(P.OFFER_SEND, FORM)
def confirm(request: HttpRequest, project: Project, number: int, party: int) -> HttpResponse:
    """GET shows what would be confirmed; POST confirms that, and nothing that has changed since."""
    invitee = party_or_404(project, number, party)
    found, back = standing(invitee), url_of(invitee)
    if found is None or found.confirmed_at:
        messages.info(request, _("There is no decision that waits to be confirmed."))
        return SeeOther(back)
    has_moved = False
    if request.method == "POST":
        try:
            formal.confirm(decision=found, seen=request.POST.get("seen", ""), by=signed_in_user(request))
        except Moved:
            has_moved, found = True, standing(invitee) or found
        except Refused as why:
            messages.error(request, str(why))
            return SeeOther(back)
        else:
            messages.success(request, _("Confirmed. The decision never changes from here on; a correction is a new one."))
            return SeeOther(back)
    context: dict[str, Any] = {
        "decision": found,
        "seen": seen_of(found),
        "has_moved": has_moved,
        "lacking": formal.lacks(found),
    }
    return render(request, "offers/party_confirm.html", around(invitee, **context), status=409 if has_moved else 200)
