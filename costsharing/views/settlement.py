"""A year made up: looked at first, then settled, then read and printed as it was settled."""

from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from costsharing.actions.differences import charge_differences, why_not_charge
from costsharing.actions.settling import carry, settle, why_not_settle
from costsharing.engine.faults import Refused as CaseRefused
from costsharing.forms.settlement import DueForm, SettleForm
from costsharing.models import Allocation, FundingLine
from costsharing.queries.settled import Reckoned, reckon, stored_rows
from costsharing.views.acting import acted
from costsharing.views.allocated import allocation_of
from costsharing.views.tab import money_tab
from costsharing.wording import fault_text
from portfolio.access.permissions import P
from portfolio.access.rules import signed_in_user
from portfolio.models import User
from portfolio.web.confirming import ConfirmForm, confirm, is_confirmed
from portfolio.web.posting import done_before, key_of
from projects.access import on_project
from projects.models import Project

WITH_ALL = Allocation.objects.select_related("replaced_by", "settlement__body", "settlement__settled_by")


@on_project(P.PROJECT_VIEW)
def settlement(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    return settlement_page(request, allocation_of(project, number, WITH_ALL))


@dataclass(frozen=True)
class Typed:
    """What came with a form. reckoned: what it would come to; confirming: the password was asked for; due: when the differences fall due."""

    form: Form | None = None
    reckoned: Reckoned | None = None
    confirming: ConfirmForm | None = None
    due: DueForm | None = None


NOTHING = Typed()


def settlement_page(request: HttpRequest, allocation: Allocation, typed: Typed = NOTHING, status: int = 200) -> HttpResponse:
    may, user = allocation.project.allowed, signed_in_user(request)
    context: dict[str, Any] = {"allocation": allocation, "why_not": why_not_settle(allocation), "may_edit": P.PROJECT_EDIT in may}
    context |= {"may_settle": P.ALLOCATION_ADOPT in may, "form": typed.form or SettleForm(None, allocation=allocation)}
    context["key"] = key_of(request.POST if request.method == "POST" else None)
    if hasattr(allocation, "settlement"):
        context |= settled_context(allocation, typed)
    elif typed.reckoned:
        found = typed.reckoned
        asks = typed.confirming or (None if is_confirmed(request) else ConfirmForm(user=user))
        context |= {"rows": found.rows, "sums": found.sums, "seen": found.seen, "total": found.total, "confirming": asks}
        context["has_password"] = user.has_usable_password()
    return money_tab(request, allocation.project, "costsharing/settlement.html", context, status)


def settled_context(allocation: Allocation, typed: Typed) -> dict[str, Any]:
    stored = allocation.settlement
    stored.allocation = allocation
    rows, sums = stored_rows(stored)
    line = FundingLine.objects.filter(carries=stored)
    context: dict[str, Any] = {"settled": stored, "rows": rows, "sums": sums, "is_carried": line.exists(), "next_year": allocation.year + 1}
    if any(row.to_pay or row.paid_back for row in rows):
        due = typed.due or DueForm(None, settlement=stored, today=timezone.localdate())
        context |= {"due": due, "why_not_charge": why_not_charge(stored)}
    return context


@on_project(P.ALLOCATION_ADOPT, methods=("POST",))
def settlement_make(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    """Shows what it comes to; with do=settle it is stored, if that is what was shown and the person has shown who they are."""
    allocation = allocation_of(project, number, WITH_ALL)
    form = SettleForm(request.POST, allocation=allocation)
    reckoned = reckoned_of(allocation, form) if form.is_valid() else None
    if reckoned is None or request.POST.get("do") != "settle":
        if done_before(key_of(request.POST), signed_in_user(request)):
            return settlement_page(request, allocation)
        return settlement_page(request, allocation, Typed(form, reckoned), 200 if reckoned else 422)
    if not is_confirmed(request):
        confirming = ConfirmForm(request.POST, user=signed_in_user(request))
        if not confirming.is_valid():
            return settlement_page(request, allocation, Typed(form, reckoned, confirming), 422)
        confirm(request)

    def write(held: Allocation, user: User) -> str:
        settle(allocation=held, actual=form.actual(), decision=form.decision(), seen=request.POST.get("seen", ""), by=user)
        return _("The year is settled.")

    made = acted(request, allocation, form, write, "settlement", P.ALLOCATION_ADOPT)
    return made or settlement_page(request, allocation_of(project, number, WITH_ALL), Typed(form, reckoned), 422)  # as it stands if another was first


def reckoned_of(allocation: Allocation, form: SettleForm) -> Reckoned | None:
    """None when the actual costs cannot be split; the form says why."""
    try:
        return reckon(allocation, form.actual(), form.cleaned_data["unspent"])
    except CaseRefused as refused:
        for fault in refused.faults:
            form.add_error(None, fault_text(fault))
        return None


@on_project(P.PROJECT_EDIT, methods=("POST",))
def settlement_carry(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    """What was carried forward becomes a line of funding in the next year's budget."""
    allocation = settled(project, number)

    def write(held: Allocation, user: User) -> str:
        return _("Added to the funding: %(text)s") % {"text": carry(settlement=held.settlement, by=user).text}

    form = Form({})
    form.is_valid()
    return acted(request, allocation, form, write, "settlement") or settlement_page(request, allocation, Typed(form), 422)


@on_project(P.PROJECT_EDIT, methods=("POST",))
def settlement_charge(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    """What is left to pay and to give back becomes charges and credits."""
    allocation = settled(project, number)
    form = DueForm(request.POST, settlement=allocation.settlement, today=timezone.localdate())

    def write(held: Allocation, user: User) -> str:
        made = charge_differences(settlement=held.settlement, due=form.due(), by=user)
        return ngettext("%(n)s charge is made of the settlement.", "%(n)s charges are made of the settlement.", len(made)) % {"n": len(made)}

    made = acted(request, allocation, form, write) if form.is_valid() else None
    return made or settlement_page(request, settled(project, number), Typed(form, due=form), 422)


def settled(project: Project, number: int) -> Allocation:
    """With its settlement; 404 while there is none."""
    allocation = allocation_of(project, number, WITH_ALL)
    if not hasattr(allocation, "settlement"):
        raise Http404
    allocation.settlement.allocation = allocation
    return allocation
