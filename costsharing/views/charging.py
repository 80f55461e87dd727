"""Planning charges, and taking them from step to step."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from costsharing.actions.charging import advance, plan, step_back, unplan, why_not_plan
from costsharing.forms.charges import STEPS, PlanForm, StepForm, count_of
from costsharing.models import Allocation
from costsharing.queries.charges import charges_of, left, sent_net
from costsharing.queries.charges import earlier as earlier_of
from costsharing.views.acting import acted
from costsharing.views.allocated import address, allocation_of
from costsharing.views.charges import charges_page
from costsharing.views.tab import money_tab
from portfolio.access.permissions import P
from portfolio.access.rules import READ
from portfolio.actions.rows import Refused
from portfolio.models import User
from portfolio.web.posting import SeeOther, key_of
from projects.access import on_project
from projects.models import Project


@on_project(P.PROJECT_EDIT, methods=(*READ, "POST"))
def charges_plan(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    """?n= or n: how many instalments."""
    allocation = allocation_of(project, number)
    if request.method != "POST":
        return plan_page(request, allocation, PlanForm(None, allocation=allocation, count=count_of(request.GET.get("n"))))
    form = PlanForm(request.POST, allocation=allocation, count=count_of(request.POST.get("n")))
    if not form.is_valid():
        return plan_page(request, allocation, form, 422)

    def write(held: Allocation, user: User) -> str:
        made = plan(allocation=held, terms=form.terms(), by=user)
        return ngettext("%(n)s charge is planned.", "%(n)s charges are planned.", len(made)) % {"n": len(made)}

    return acted(request, allocation, form, write) or plan_page(request, allocation, form, 422)


def plan_page(request: HttpRequest, allocation: Allocation, form: PlanForm, status: int = 200) -> HttpResponse:
    owed = left(allocation)
    rows = [(form[f"due_{number}"], form[f"part_{number}"]) for number in range(1, form.count + 1)]
    context = {
        "allocation": allocation,
        "form": form,
        "parts": rows,
        "key": key_of(form.data if form.is_bound else None),
        "payers": len(owed),
        "owed": sum(owed.values()),
        "sent": sum(sent_net(earlier_of(allocation)).values()),
        "why_not": why_not_plan(allocation),
    }
    return money_tab(request, allocation.project, "costsharing/charges_plan.html", context, status)


@on_project(P.PROJECT_EDIT, methods=("POST",))
def charges_step(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    """do: decide, invoice, pay, back (one step, all that is ticked) or unplan (everything)."""
    allocation = allocation_of(project, number)
    form = StepForm(request.POST, charges=list(charges_of(allocation)), today=timezone.localdate())
    if form.do not in (*STEPS, "back", "unplan"):
        return SeeOther(address(allocation))
    if not form.is_valid():
        return charges_page(request, allocation, form, 422)
    return acted(request, allocation, form, lambda held, user: stepped(held, form, user)) or charges_page(request, allocation, form, 422)


def stepped(allocation: Allocation, form: StepForm, user: User) -> str:
    """The rows are read again now that they are held."""
    reason = form.cleaned_data["reason"]
    if form.do == "unplan":
        unplan(allocation=allocation, by=user, reason=reason)
        return _("The plan is taken away.")
    rows = list(charges_of(allocation).filter(pk__in=[each.pk for each in form.ticked]))
    if len(rows) < len(form.ticked):
        raise Refused(_("Some of them are taken away meanwhile. Look at the list as it stands now."))
    if form.do == "back":
        step_back(allocation=allocation, charges=rows, by=user, reason=reason)
        return _("Taken back one step.")
    advance(allocation=allocation, charges=rows, step=form.step(), by=user)
    return ngettext("%(n)s charge is now: %(state)s.", "%(n)s charges are now: %(state)s.", len(rows)) % {"n": len(rows), "state": STEPS[form.do].label}
