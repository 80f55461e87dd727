"""A body's decision is recorded, once; a correction names what it corrects."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from milestones.actions.decisions import Said, correct, record
from milestones.forms.decisions import FIRST_ROWS, MORE_ROWS, MOST_ROWS, DecisionForm, initial_of
from milestones.models import Decision
from milestones.queries.gates import Point
from milestones.queries.plans import plan
from milestones.views.shared import FORM, decision_or_404, decision_url, point_or_404
from milestones.views.tab import plan_tab
from milestones.wording.approvals import version_name
from milestones.wording.gates import document_word, missing_text
from portfolio.access.permissions import P
from portfolio.access.rules import signed_in_user
from portfolio.templatetags.portfolio_format import moment
from portfolio.web import papers
from portfolio.web.posting import SeeOther, done_before, key_of, note
from projects.access import on_project
from projects.actions.locking import lock
from projects.models import Project

COMPARED = ("outcome", "text", "body", "met_on", "paragraph", "case_number", "dissent")


@on_project(P.DECISION_RECORD, methods=FORM)
def decision_record(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    """do=more shows the form with room for more conditions; anything else records."""
    found = point_or_404(project, number)
    if request.method != "POST":
        if found.decided and found.is_closed:
            return SeeOther(decision_url(project, found.decided.row.number))
        return page(request, project, found, DecisionForm(initial=beginning(found, project), region=project.region, approvable=approvable(found, project)))
    if request.POST.get("do") == "more":
        return page(request, project, found, more(request, project, found))
    return stored(request, project, found)


@on_project(P.DECISION_RECORD, methods=FORM)
def decision_correct(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    old = decision_or_404(project, number)
    found = point_or_404(project, old.point_id)
    if request.method != "POST":
        if successor := replaced_by(old):
            return SeeOther(decision_url(project, successor.number))
        form = DecisionForm(initial=initial_of(old), region=project.region, rows=max(FIRST_ROWS, old.conditions.count() + 1), replaces=old)
        return page(request, project, found, form)
    if request.POST.get("do") == "more":
        return page(request, project, found, more(request, project, found, old))
    return stored(request, project, found, old)


def replaced_by(row: Decision) -> Decision | None:
    return getattr(row, "replaced_by", None)


def beginning(found: Point, project: Project) -> dict[str, Any]:
    """The planned day when it has come, the body, the project's case number, and what is proposed."""
    planned = found.row.planned_on if found.row.precision == "day" and found.ends and found.ends <= timezone.localdate() else None
    return {"body": found.row.body_id, "met_on": planned, "case_number": project.case_number, "text": found.row.proposal}


def rows_of(request: HttpRequest) -> int:
    asked = request.POST.get("rows", "")
    return min(int(asked), MOST_ROWS) if asked.isdecimal() and len(asked) < 4 else FIRST_ROWS


def approvable(found: Point, project: Project) -> str:
    """The version of the mandate that the decision would approve, when there is a plan to freeze with it."""
    row = found.row
    return version_name(row.mandate_version, row.mandate_dated_on) if row.mandate_version and plan(project).has_dates else ""


def more(request: HttpRequest, project: Project, found: Point, old: Decision | None = None) -> DecisionForm:
    """As typed, not judged yet; a box that is not ticked is not sent."""
    typed = request.POST.dict() | {"freeze": "freeze" in request.POST}
    return DecisionForm(initial=typed, region=project.region, rows=rows_of(request) + MORE_ROWS, replaces=old, approvable=approvable(found, project))


def stored(request: HttpRequest, project: Project, found: Point, old: Decision | None = None) -> HttpResponse:
    """Whoever comes second finds what the first one recorded; what they wrote themselves is kept on the page."""
    user, key = signed_in_user(request), key_of(request.POST)
    with transaction.atomic():
        held = lock(project, user)
        if P.DECISION_RECORD not in held.allowed:
            raise PermissionDenied
        if earlier := done_before(key, user):
            messages.info(request, _("This was saved already, %(at)s.") % {"at": moment(earlier.at)})
            return SeeOther(earlier.result)
        form = DecisionForm(request.POST, request.FILES, region=project.region, rows=rows_of(request), replaces=old, approvable=approvable(found, held))
        if not form.is_valid():
            return page(request, project, found, form, 422)
        said = form.said(kept_minutes(project, form.cleaned_data["minutes"]))
        if old:
            made, is_new = correct(decision=old, said=said, reason=form.cleaned_data["reason"], by=user)
        else:
            made, is_new = record(point=found.row, said=said, by=user, freezes_plan=form.freezes_plan)
        if not is_new and says_else(made, said):
            return page(request, project, found, form, 409, made)
        url = decision_url(project, made.number)
        note(key, user, url)
    if not is_new:
        messages.info(request, _("This was recorded already, %(at)s.") % {"at": moment(made.recorded_at)})
    else:
        messages.success(request, recorded_text(made))
    return SeeOther(url)


def recorded_text(made: Decision) -> str:
    said = [_("Recorded as decision %(number)s. It never changes; a correction is a new one.") % {"number": made.number}]
    if hasattr(made, "baseline"):
        said.append(_("The plan is frozen as baseline."))
    return " ".join(said)


def says_else(made: Decision, said: Said) -> bool:
    conditions = [(each.text, each.due_on) for each in made.conditions.order_by("position")]
    return conditions != [(each.text, each.due_on) for each in said.conditions] or any(getattr(made, name) != getattr(said, name) for name in COMPARED)


def kept_minutes(project: Project, content: bytes | None) -> tuple[str, str]:
    return papers.keep(content, Path(settings.MEDIA_ROOT), f"minutes/{project.region_id}") if content else ("", "")


def page(request: HttpRequest, project: Project, found: Point, form: DecisionForm, status: int = 200, first: Decision | None = None) -> HttpResponse:
    """first: the decision that somebody else had recorded."""
    is_open = form.replaces is None and not found.is_closed
    context = {
        "point": found,
        "form": form,
        "old": form.replaces,
        "first": first,
        "missing": [missing_text(each, document_word(project)) for each in found.missing] if is_open else [],
        "key": key_of(request.POST if form.is_bound and first is None else None),
        "had_file": bool(request.FILES),
    }
    return plan_tab(request, project, "milestones/record.html", context, status)
