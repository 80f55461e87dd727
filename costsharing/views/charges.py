"""The charges of an allocation: to be read, and as a file for whoever writes the invoices."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from costsharing.actions.charging import why_not_plan
from costsharing.forms.charges import StepForm
from costsharing.models import Allocation, Charge
from costsharing.queries.charges import charges_of, deeds_of, earlier, invoice_list, left, sums
from costsharing.tables.charges import charge_columns
from costsharing.views.allocated import allocation_of
from costsharing.views.tab import money_tab
from portfolio.access.permissions import P
from portfolio.lib.sheets import csv_file, xlsx_file
from portfolio.tables import files
from portfolio.templatetags.portfolio_format import page_language
from portfolio.web.posting import key_of
from projects.access import on_project
from projects.models import Project

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_DEEDS = 40


@on_project(P.PROJECT_VIEW)
def charges(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    return charges_page(request, allocation_of(project, number))


def charges_page(request: HttpRequest, allocation: Allocation, form: StepForm | None = None, status: int = 200) -> HttpResponse:
    """form: a step that was refused, with all that was ticked and typed."""
    rows = list(charges_of(allocation))
    form = form or StepForm(None, charges=rows, today=timezone.localdate())
    ticked = {each.pk for each in form.ticked}
    instalments = sorted({row.instalment for row in rows})
    context = {
        "allocation": allocation,
        "rows": [(row, row.pk in ticked, form.numbers.get(row.pk, "")) for row in rows],
        "instalments": [(number, str(number) in form.instalments) for number in instalments],
        "sums": sums(rows),
        "owed": sum(left(allocation).values()) if not rows else 0,
        "why_not_plan": why_not_plan(allocation),
        "before": list(earlier(allocation).order_by("-allocation__number", "instalment", "organisation__code").select_related("allocation")),
        "states": Charge.State.choices,
        "form": form,
        "key": key_of(form.data if form.is_bound else None),
        "deeds": deeds_of(allocation)[:MOST_DEEDS],
        "may_edit": P.PROJECT_EDIT in allocation.project.allowed,
    }
    return money_tab(request, allocation.project, "costsharing/charges.html", context, status)


@on_project(P.PROJECT_EDIT)
def charges_file(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    """?as=xlsx or csv, ?instalment=, ?state=. Refused while anybody in it lacks what an invoice needs, unless ?only=complete says to leave those out."""
    allocation = allocation_of(project, number)
    rows = charges_of(allocation)
    if (asked := request.GET.get("instalment", "")).isdecimal() and len(asked) < 4:
        rows = rows.filter(instalment=int(asked))
    if request.GET.get("state") in Charge.State.values:
        rows = rows.filter(state=request.GET["state"])
    found = invoice_list(allocation, rows)
    only_complete = request.GET.get("only") == "complete"
    if (found.lacking and not only_complete) or not found.lines:
        again = request.GET.copy()
        again["only"] = "complete"
        context = {"allocation": allocation, "list": found, "query": again.urlencode(), "left_out": len(found.lines) - len(found.complete)}
        return money_tab(request, project, "costsharing/charges_incomplete.html", context, 422)
    headings, values = files(charge_columns(allocation), found.complete)
    name = f"{project.reference}-{allocation.year}-{allocation.number}" + ("-" + _("incomplete") if found.lacking else "")
    if request.GET.get("as") == "csv":
        return attached(csv_file(headings, values, page_language()), "text/csv; charset=utf-8", f"{name}.csv")
    title = _("Charges")
    return attached(xlsx_file(f"{title} {allocation.year}, {project.name}", headings, values, page_language()), XLSX, f"{name}.xlsx")


def attached(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"})
