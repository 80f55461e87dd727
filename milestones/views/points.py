"""A decision point: what it rests on, what is missing, when papers are due, and what was decided."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from milestones.actions.preparing import answer, choose_meeting
from milestones.forms.preparing import AnswersForm, MeetingForm
from milestones.models import DecisionPoint
from milestones.queries.decisions import decisions_of
from milestones.queries.gates import Point, meetings_for
from milestones.views.shared import FORM, decision_url, point_or_404, point_url
from milestones.views.tab import plan_tab
from milestones.wording.gates import document_word, missing_text
from portfolio.access.meetings import bodies_open_to
from portfolio.access.permissions import P
from portfolio.access.rules import signed_in_user
from portfolio.templatetags.portfolio_format import moment
from portfolio.web.posting import SeeOther, digest, done_before, key_of, note
from projects.access import on_project
from projects.actions.locking import lock
from projects.models import Project


@on_project(P.PROJECT_VIEW)
def decision_point(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    found = point_or_404(project, number)
    opened = bodies_open_to(signed_in_user(request), project.region)
    may_open = found.row.meeting is not None and (opened is None or found.row.meeting.body_id in opened)
    missing = [missing_text(each, document_word(project)) for each in found.missing]
    context = {"point": found, "may_open": may_open, "missing": missing, "decisions": decisions_of(found.row)}
    return plan_tab(request, project, "milestones/point.html", context)


def answered(request: HttpRequest, found: Point) -> HttpResponse:
    """To the decision that closed the question, and nothing is changed."""
    assert found.decided
    number, project = found.decided.row.number, found.row.project
    messages.info(request, _("Decision %(number)s has answered this question, so its meeting and its basis stay as they were.") % {"number": number})
    return SeeOther(decision_url(project, number))


# ---- meeting -----------------------------------------------------------------
@on_project(P.PROJECT_EDIT, methods=FORM)
def decision_meeting(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    """The form; POST gives the point the meeting's day and body."""
    found = point_or_404(project, number)
    if found.is_closed:
        return answered(request, found)
    if request.method != "POST":
        return meeting_page(request, project, found, meeting_form(None, found, project))
    user, key, back = signed_in_user(request), key_of(request.POST), point_url(project, number)
    with transaction.atomic():
        held = lock(project, user)
        if earlier := done_before(key, user):
            messages.info(request, _("This was saved already, %(at)s.") % {"at": moment(earlier.at)})
            return SeeOther(earlier.result)
        found = point_or_404(held, number)
        if found.is_closed:
            return answered(request, found)
        form = meeting_form(request.POST, found, project)
        if not form.is_valid():
            return meeting_page(request, project, found, form, 422)
        if digest(form.before) != request.POST.get("shown", ""):
            form.add_error(None, _("Somebody has changed date, body or meeting since you opened the page. Look how it stands now, and choose again."))
            return meeting_page(request, project, found, form, 409)
        row = DecisionPoint.objects.get(pk=number)
        entry = choose_meeting(point=row, meeting=form.chosen, by=user, reason=form.cleaned_data["reason"])
        note(key, user, back)
    undo = reverse("edit-undo", args=[project.region.slug, project.reference, "decision-points", entry.history_id])
    messages.success(request, _("Saved."), extra_tags=undo)
    return SeeOther(back)


def meeting_form(data: Any, found: Point, project: Project) -> MeetingForm:
    row, meetings = found.row, meetings_for(found.row, project.region_id, timezone.localdate())
    return MeetingForm(data, point=row, meetings=meetings, country=found.country, own_name=document_word(project))


def meeting_page(request: HttpRequest, project: Project, found: Point, form: MeetingForm, status: int = 200) -> HttpResponse:
    context = {"point": found, "form": form, "key": key_of(request.POST if form.is_bound and status != 409 else None), "shown": digest(form.before)}
    return plan_tab(request, project, "milestones/meeting.html", context, status)


# ---- checklist ---------------------------------------------------------------
@on_project(P.PROJECT_EDIT, methods=FORM)
def decision_checklist(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    """The questions of the project's kind; POST stores all answers at once."""
    found = point_or_404(project, number)
    if found.is_closed:
        return answered(request, found)
    if request.method != "POST":
        return answers_page(request, project, found, AnswersForm(None, questions=found.questions))
    user, key, back = signed_in_user(request), key_of(request.POST), point_url(project, number)
    with transaction.atomic():
        held = lock(project, user)
        if earlier := done_before(key, user):
            messages.info(request, _("This was saved already, %(at)s.") % {"at": moment(earlier.at)})
            return SeeOther(earlier.result)
        found = point_or_404(held, number)
        if found.is_closed:
            return answered(request, found)
        form = AnswersForm(request.POST, questions=found.questions)
        if not form.is_valid():
            return answers_page(request, project, found, form, 422)
        if digest(form.before) != request.POST.get("shown", ""):
            form.add_error(
                None, _("Somebody has answered since you opened the page. Beside each question stands what is stored now; look through it and send again.")
            )
            return answers_page(request, project, found, form, 409)
        answer(point=found.row, given=form.given, by=user)
        note(key, user, back)
    messages.success(request, _("Saved."))
    return SeeOther(back)


def answers_page(request: HttpRequest, project: Project, found: Point, form: AnswersForm, status: int = 200) -> HttpResponse:
    stored = {each.item.pk: each.answer for each in found.questions} if status == 409 else {}
    rows = [(reply, comment, stored.get(each.item.pk)) for each, (reply, comment) in zip(found.questions, form.rows, strict=True)]
    kept = request.POST.get("shown", "") if status == 422 else digest(form.before)
    context = {"point": found, "form": form, "rows": rows, "key": key_of(None), "shown": kept}
    return plan_tab(request, project, "milestones/checklist.html", context, status)
