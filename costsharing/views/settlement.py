"""A year made up: looked at first, then settled, then read and printed as it was settled."""

from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from costsharing.actions.settling import carried_line, carry, settle, why_not_settle
from costsharing.engine.faults import Refused as CaseRefused
from costsharing.forms.settlement import SettleForm
from costsharing.models import Allocation, FundingLine
from costsharing.queries.settled import Reckoned, reckon, stored_rows
from costsharing.views.acting import acted
from costsharing.views.allocated import allocation_of
from costsharing.views.tab import money_tab
from portfolio.access.permissions import P
from portfolio.access.rules import signed_in_user
from portfolio.models import User
from portfolio.web.posting import done_before, key_of
from projects.access import on_project
from projects.models import Project

WITH_ALL = Allocation.objects.select_related("replaced_by", "settlement__body", "settlement__settled_by")


@on_project(P.PROJECT_VIEW)
def settlement(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    return settlement_page(request, allocation_of(project, number, WITH_ALL))


def settlement_page(
    request: HttpRequest, allocation: Allocation, form: Form | None = None, reckoned: Reckoned | None = None, status: int = 200
) -> HttpResponse:
    """form: typed already; reckoned: what it would come to."""
    context: dict[str, Any] = {"allocation": allocation, "why_not": why_not_settle(allocation), "may_edit": P.PROJECT_EDIT in allocation.project.allowed}
    context |= {"form": form or SettleForm(None, allocation=allocation), "key": key_of(form.data if form else None)}
    if hasattr(allocation, "settlement"):
        stored = allocation.settlement
        stored.allocation = allocation
        rows, sums = stored_rows(stored)
        line = FundingLine.objects.filter(project=allocation.project, kind=FundingLine.Kind.UNSPENT, text=carried_line(stored))
        context |= {"settled": stored, "rows": rows, "sums": sums, "is_carried": line.exists(), "next_year": allocation.year + 1}
    elif reckoned:
        context |= {"rows": reckoned.rows, "sums": reckoned.sums, "seen": reckoned.seen, "total": reckoned.total}
    return money_tab(request, allocation.project, "costsharing/settlement.html", context, status)


@on_project(P.PROJECT_EDIT, methods=("POST",))
def settlement_make(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    """Shows what it comes to; with do=settle it is stored, if that is what was shown."""
    allocation = allocation_of(project, number, WITH_ALL)
    form = SettleForm(request.POST, allocation=allocation)
    reckoned = reckoned_of(allocation, form) if form.is_valid() else None
    if reckoned is None or request.POST.get("do") != "settle":
        if done_before(key_of(request.POST), signed_in_user(request)):
            return settlement_page(request, allocation)
        return settlement_page(request, allocation, form, reckoned, 200 if reckoned else 422)

    def write(held: Allocation, user: User) -> str:
        settle(allocation=held, actual=form.actual(), decision=form.decision(), seen=request.POST.get("seen", ""), by=user)
        return _("The year is settled.")

    made = acted(request, allocation, form, write, "settlement")
    return made or settlement_page(request, allocation_of(project, number, WITH_ALL), form, reckoned, 422)  # as it stands once somebody else was first


def reckoned_of(allocation: Allocation, form: SettleForm) -> Reckoned | None:
    """None when the actual costs cannot be split; the form says why."""
    try:
        return reckon(allocation, form.actual(), form.cleaned_data["unspent"])
    except CaseRefused as refused:
        for fault in refused.faults:
            form.add_error(None, str(fault))
        return None


@on_project(P.PROJECT_EDIT, methods=("POST",))
def settlement_carry(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    """What was carried forward becomes a line of funding in the next year's budget."""
    allocation = allocation_of(project, number, WITH_ALL)
    if not hasattr(allocation, "settlement"):
        raise Http404

    def write(held: Allocation, user: User) -> str:
        return _("Added to the funding: %(text)s") % {"text": carry(settlement=held.settlement, by=user).text}

    form = Form({})
    form.is_valid()
    return acted(request, allocation, form, write, "settlement") or settlement_page(request, allocation, form, None, 422)
