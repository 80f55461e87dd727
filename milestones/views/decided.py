"""A recorded decision, its minutes, and when its conditions were met."""

from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from milestones.actions.decisions import add_minutes, meet
from milestones.forms.decisions import MinutesForm
from milestones.forms.preparing import ConditionsForm
from milestones.gates import Outcome, approves
from milestones.models import Decision
from milestones.models.checklist import REPLY_LABELS
from milestones.queries.approvals import ledger
from milestones.queries.decisions import conditions_of
from milestones.views.recording import kept_minutes, replaced_by
from milestones.views.shared import FORM, decision_or_404, decision_url
from milestones.views.tab import plan_tab
from milestones.wording.approvals import approved_version
from milestones.wording.gates import conditions_text, outcome_word
from portfolio.access.permissions import P
from portfolio.access.rules import signed_in_user
from portfolio.templatetags.portfolio_format import moment
from portfolio.web import papers
from portfolio.web.posting import SeeOther, digest, done_before, key_of, note
from projects.access import on_project
from projects.actions.locking import lock
from projects.lifecycle import Stage
from projects.models import Project
from projects.policies import next_stages


@on_project(P.PROJECT_VIEW)
def decision(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    return shown(request, project, decision_or_404(project, number))


def shown(
    request: HttpRequest, project: Project, found: Decision, conditions: ConditionsForm | None = None, minutes: MinutesForm | None = None, status: int = 200
) -> HttpResponse:
    """With the forms that its reader may use: none once it is replaced."""
    rows, successor = conditions_of(found), replaced_by(found)
    may_edit = P.PROJECT_EDIT in project.allowed and successor is None
    may_record = P.DECISION_RECORD in project.allowed
    form = conditions or ConditionsForm(None, conditions=rows, decided_on=found.met_on)
    offers_stop = found.outcome == Outcome.STOP and successor is None and Stage.STOPPED in next_stages(project) and may_edit
    context = {
        "decision": found,
        "successor": successor,
        "outcome": outcome_word(Outcome(found.outcome)),
        "conditions": rows,
        "conditions_text": conditions_text(rows, timezone.localdate()),
        "form": form if may_edit and rows else None,
        "minutes_form": (minutes or MinutesForm()) if may_record and successor is None and not found.minutes else None,
        "may_correct": may_record and successor is None,
        "offers_stop": offers_stop,
        "key": key_of(request.POST if conditions and status == 422 else None),
        "shown": digest(form.before),
        "checklist": [each | {"word": str(REPLY_LABELS.get(each["reply"], ""))} for each in found.checklist],
        "today": timezone.localdate(),
        "approved": approved_version(found) if successor is None and approves(found.outcome, found.mandate_version) else "",
        "baseline": ledger(project).frozen_with(found),
    }
    return plan_tab(request, project, "milestones/decision.html", context, status)


@on_project(P.PROJECT_EDIT, methods=FORM)
def decision_conditions(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    """GET leads to the decision, whose page holds the form."""
    found = decision_or_404(project, number)
    if request.method != "POST":
        return SeeOther(decision_url(project, number))
    user, key, back = signed_in_user(request), key_of(request.POST), decision_url(project, number)
    with transaction.atomic():
        lock(project, user)
        if earlier := done_before(key, user):
            messages.info(request, _("This was saved already, %(at)s.") % {"at": moment(earlier.at)})
            return SeeOther(earlier.result)
        found = decision_or_404(project, number)
        form = ConditionsForm(request.POST, conditions=conditions_of(found), decided_on=found.met_on)
        if replaced_by(found):
            form.add_error(None, _("This decision has been replaced meanwhile. Open the one that replaces it and write it there."))
            return shown(request, project, found, form, status=409)
        if not form.is_valid():
            return shown(request, project, found, form, status=422)
        if digest(form.before) != request.POST.get("shown", ""):
            form.add_error(None, _("Somebody has changed the conditions since you opened the page. Look how they stand now, and send again."))
            return shown(request, project, found, form, status=409)
        meet(conditions=form.met, by=user)
        note(key, user, back)
    messages.success(request, _("Saved."))
    return SeeOther(back)


@on_project(P.PROJECT_VIEW)
def decision_minutes(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    """The file as it was sent in, to be saved and not shown by the browser; back to the decision when there is none."""
    found = decision_or_404(project, number)
    if not found.minutes:
        return SeeOther(decision_url(project, number))
    content = papers.stored(Path(settings.MEDIA_ROOT), found.minutes, found.minutes_sha256)
    if content is None:
        raise Http404
    name = f"{project.region.slug}-{found.number}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Sha256": found.minutes_sha256, "Cache-Control": "private, no-cache"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@on_project(P.DECISION_RECORD, methods=FORM)
def decision_minutes_add(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    found = decision_or_404(project, number)
    if request.method != "POST":
        return SeeOther(decision_url(project, number))
    form = MinutesForm(request.POST, request.FILES)
    if not form.is_valid():
        return shown(request, project, found, minutes=form, status=422)
    path, sha256 = kept_minutes(project, form.cleaned_data["minutes"])
    user = signed_in_user(request)
    with transaction.atomic():
        if P.DECISION_RECORD not in lock(project, user).allowed:
            raise PermissionDenied
        is_added = add_minutes(decision=found, path=path, sha256=sha256, by=user)
    if is_added:
        messages.success(request, _("Saved."))
    else:
        messages.info(request, _("The decision has its minutes already; they never change."))
    return SeeOther(decision_url(project, number))
