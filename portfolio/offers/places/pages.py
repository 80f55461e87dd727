"""A party joins a project late or leaves it: looked at first with all that it changes, then saved by an act of its own, which can be taken back."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from costsharing.queries.places import decided_since, own_years
from portfolio.access.permissions import P
from portfolio.access.rules import READ, signed_in_user
from portfolio.actions import rows
from portfolio.actions.rows import Refused
from portfolio.models import User
from portfolio.offers.places.forms import JoinForm, LeaveForm, ReasonForm
from portfolio.offers.places.resting import decision_of, joins_by, leaves_by, reason_of
from portfolio.offers.ripple import ripple_of
from portfolio.overview.participation_page import standing_mark
from portfolio.templatetags.portfolio_format import moment
from portfolio.web.posting import SeeOther, done_before, key_of, note
from projects.access import on_project
from projects.actions import places as acts
from projects.models import OfferVersion, Participation, Project
from projects.offering import AGREED, Ruling, State
from projects.queries.offers import OWN

FORM = (*READ, "POST")
Asked = JoinForm | LeaveForm
Act = Callable[[User, str], Participation]


def place_or_404(project: Project, number: int) -> Participation:
    found = Participation.objects.filter(project=project, pk=number).select_related("organisation__successor", "joins_on_terms__offer").first()
    if found is None:
        raise Http404
    found.project = project
    return found


def around(project: Project, **more: Any) -> dict[str, Any]:
    return {"region": project.region, "project": project, "tab": "participation"} | more


def address(name: str, place: Participation) -> str:
    return reverse(name, args=[place.project.region.slug, place.project.reference, place.pk])


# ---- pages -----------------------------------------------------------------------
@on_project(P.PROJECT_VIEW)
def place(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    """Its days, its terms and what it pays; and for the office the way to give notice or to take something back."""
    row = place_or_404(project, number)
    today = timezone.localdate()
    context = around(project, place=row, status=standing_mark(row, today), years=own_years(project, row.organisation), currency=project.region.currency)
    if P.OFFER_SEND in project.allowed:
        entry = rows.latest(Participation, row.pk)
        context |= {"may_act": True, "why_not_undo": why_not_undo(row, entry) if entry and acts.is_a_step(entry) else None}
    return render(request, "offers/place.html", context)


@on_project(P.OFFER_SEND, FORM)
def join_late(request: HttpRequest, project: Project) -> HttpResponse:
    """GET shows what would change, once a party and a day are asked for; POST saves it."""
    yes = decision_of(request, project, *AGREED)
    initial = joins_by(project, yes) if yes else {"organisation": request.GET.get("organisation", ""), "terms": newest_terms(project)}
    form = JoinForm(asked_of(request), project=project, initial=initial)

    def act(by: User, reason: str) -> Participation:
        said = form.cleaned_data
        return acts.join_late(project=project, organisation=said["organisation"], on=said["on"], fee=said["fee"], terms=said["terms"], reason=reason, by=by)

    return answered(request, project, form, act, "offers/join.html", {"said": late_joining(project), "rests_on": yes})


@on_project(P.OFFER_SEND, FORM)
def leave(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    """As joining late; what has been asked for before stands in the form."""
    row = place_or_404(project, number)
    no = decision_of(request, project, Ruling.NO, party=row.organisation)
    stands = leaves_by(no) if no else {"notice_on": row.notice_on or timezone.localdate(), "on": row.valid_to}
    form = LeaveForm(asked_of(request), place=row, no=no, initial=stands)

    def act(by: User, reason: str) -> Participation:
        said = form.cleaned_data
        takes_over = bool(said.get("takes_over"))
        days = {"notice_on": said["notice_on"], "on": said["on"]}
        return acts.leave(place=row, **days, takes_over=takes_over, may_precede=no is not None, reason=reason, by=by)

    why_not = "" if row.state == Participation.State.ACTIVE else acts.why_not_leave(row, timezone.localdate())
    more = {"place": row, "said": late_joining(project, row.joins_on_terms), "why_not": why_not, "rests_on": no}
    return answered(request, project, form, act, "offers/leave.html", more)


@on_project(P.OFFER_SEND, ("POST",))
def place_undo(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    """While nothing was decided upon it."""
    row, user = place_or_404(project, number), signed_in_user(request)
    try:
        with transaction.atomic():
            held = acts.held_by_the_office(project, user)
            entry = rows.latest(Participation, row.pk)
            if entry and (why := why_not_undo(row, entry)):
                raise Refused(why)
            row.project = held
            acts.take_back(place=row, by=user)
    except Refused as refused:
        messages.error(request, str(refused))
        return SeeOther(address("place", row))
    messages.success(request, _("Undone."))
    return SeeOther(reverse("participation", args=[project.region.slug, project.reference]))


# ---- what the two have in common -----------------------------------------------
def asked_of(request: HttpRequest) -> Any:
    """None for a form that nobody has filled in yet."""
    if request.method == "POST":
        return request.POST
    return request.GET if "on" in request.GET else None


def answered(request: HttpRequest, project: Project, form: Asked, act: Act, template: str, more: dict[str, Any]) -> HttpResponse:
    """409, with what would change now, when something has moved since it was looked at; nothing typed is lost."""
    if request.method != "POST":
        return page(request, project, form, template, more, 422 if form.is_bound and not form.is_valid() else 200)
    user, key, reason = signed_in_user(request), key_of(request.POST), ReasonForm(request.POST)
    with transaction.atomic():
        held = acts.held_by_the_office(project, user)
        if earlier := done_before(key, user):
            messages.info(request, _("This was saved already, %(at)s.") % {"at": moment(earlier.at)})
            return SeeOther(earlier.result)
        if not form.is_valid():
            return page(request, project, form, template, more, 422, reason)
        is_stale = request.POST.get("seen", "") != ripple_of(held, form.changes, timezone.localdate()).seen
        if is_stale or not reason.is_valid():
            return page(request, project, form, template, more, 409 if is_stale else 422, reason)
        try:
            made = act(user, reason.cleaned_data["reason"])
        except Refused as refused:  # somebody was faster
            form.add_error(None, str(refused))
            return page(request, project, form, template, more, 409, reason)
        made.project = project
        there = address("place", made)
        note(key, user, there)
    messages.success(request, _("Saved. What was decided and invoiced stays until a new allocation takes its place."), extra_tags=address("place-undo", made))
    return SeeOther(there)


def page(
    request: HttpRequest, project: Project, form: Asked, template: str, more: dict[str, Any], status: int, reason: ReasonForm | None = None
) -> HttpResponse:
    context = around(project, form=form, is_stale=status == 409, key=key_of(request.POST if request.method == "POST" else None), **more)
    context |= {"today": timezone.localdate(), "parties_url": reverse("edit-parties", args=[project.region.slug, project.reference])}
    if form.is_bound and form.is_valid():
        ripple = ripple_of(project, form.changes, context["today"])
        because = ReasonForm(initial={"reason": reason_of(more["rests_on"]) if more["rests_on"] else ""})
        context |= {"ripple": ripple, "reason": reason or because, "asked": list(typed(form)), "seen": ripple.seen}
    return render(request, template, context, status=status)


def typed(form: forms.Form) -> Any:
    """What was asked for, to be sent again beside the reason."""
    for field in form:
        if field.data not in (None, "", False):
            yield field.html_name, "on" if field.data is True else field.data


def why_not_undo(row: Participation, entry: Any) -> str:
    """What was built upon it since; "" where nothing was."""
    year = min(day.year for day in (row.valid_to, row.valid_from, timezone.localdate(entry.history_date)) if day)
    built = decided_since(row.project, entry.history_date, year)
    if not built:
        return ""
    return _("Allocation %(n)s of %(year)s was decided since and rests on it. Change the days instead; a new allocation takes its place.") % {
        "n": built[0].number,
        "year": built[0].year,
    }


def newest_terms(project: Project) -> OfferVersion | None:
    sent = OfferVersion.objects.filter(offer__project=project).exclude(offer__state=State.DRAFT)
    return sent.order_by("-offer__number", "-number").first()


def late_joining(project: Project, joined_on: OfferVersion | None = None) -> str:
    """What the terms that it joined late on, else the newest, say of joining late and leaving, the period of notice too."""
    newest = joined_on or newest_terms(project)
    return str(newest.terms.get(OWN, {}).get("late_joining", "")) if newest else ""
