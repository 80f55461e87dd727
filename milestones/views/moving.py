"""A date of the plan is moved: looked through first with everything that moves along, then saved as one deed, which can be undone as one."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from milestones.actions import moving
from milestones.forms.moving import MoveForm, ReasonForm
from milestones.queries.steps import MODELS, RECORDS, Sittings, rows_of, sittings_of, step_of
from milestones.ripple import Change, Edge, Kind, Stay, Step, Why
from milestones.views.tab import plan_tab
from milestones.wording.plans import kind_name, meeting_text, why_it_stays
from portfolio.access.permissions import P
from portfolio.access.rules import READ, signed_in_user
from portfolio.actions import rows
from portfolio.templatetags.portfolio_format import day, moment
from portfolio.web.daysoff import day_off
from portfolio.web.posting import SeeOther, done_before, key_of, note
from projects.access import on_project
from projects.actions.locking import lock
from projects.models import Project

FORM = (*READ, "POST")


@dataclass(frozen=True)
class Line:
    """A row of the preview: what it is, where it stands, where it would stand and at which meeting, or why it stays.

    remark: what there is to say of the new day.
    """

    kind: str
    text: str
    before: str
    after: str = ""
    why: str = ""
    meeting: str = ""
    remark: str = ""
    is_locked: bool = False


def dated(step: Step) -> str:
    found = [day(step.date(edge), step.precision) for edge in Edge]
    return " – ".join(filter(None, found))


def changed(change: Change, sittings: Sittings, country: str) -> Line:
    then = change.after
    remark = day_off(then.last, country) if then.kind is Kind.DECISION and then.last and then.precision == "day" else ""
    meeting = sittings.now.get(change.before.pk) if change.before.kind is Kind.DECISION else None
    told = meeting_text(meeting, sittings.after(then)) if meeting else ""
    return Line(kind_name(change.before.kind), change.before.text, dated(change.before), dated(then), meeting=told, remark=remark)


def staying(stay: Stay) -> Line:
    is_decided = stay.why is Why.DONE and stay.step.kind is Kind.DECISION
    return Line(kind_name(stay.step.kind), stay.step.text, dated(stay.step), why=why_it_stays(stay), is_locked=stay.step.is_confirmed or is_decided)


@on_project(P.PROJECT_EDIT, FORM)
def plan_move(request: HttpRequest, project: Project) -> HttpResponse:
    """GET shows what would move, once a date and a day are asked for; POST moves it."""
    if request.method == "POST":
        return save(request, project)
    stored, asked = rows_of(project), request.GET
    form = form_of(project, stored, asked) if "to" in asked else form_of(project, stored, None, initial={"date": asked.get("date", "")})
    return move_page(request, project, form, status=422 if form.is_bound and not form.is_valid() else 200)


def form_of(project: Project, stored: list[Any], data: Any, **options: Any) -> MoveForm:
    return MoveForm(data, steps=[step_of(row) for row in stored], sittings=sittings_of(stored), country=project.region.country, **options)


def move_page(request: HttpRequest, project: Project, form: MoveForm, reason: ReasonForm | None = None, status: int = 200) -> HttpResponse:
    found = form.found
    context: dict[str, Any] = {"form": form, "is_stale": status == 409, "has_dates": len(form.fields["date"].choices) > 1}  # type: ignore[attr-defined]
    if found:
        context |= {
            "reason": reason or ReasonForm(None, is_confirmed=found.main.before.is_confirmed),
            "changes": [changed(change, form.sittings, form.country) for change in found.changes],
            "stays": [staying(stay) for stay in found.stays],
            "asked": [(name, form.cleaned_data[name]) for name in ("date", "reach", "pace")] + [("to", form.cleaned_data["to"].isoformat())],
            "seen": form.seen,
            "key": key_of(request.POST if request.method == "POST" else None),
        }
    return plan_tab(request, project, "milestones/move.html", context, status)


def save(request: HttpRequest, project: Project) -> HttpResponse:
    """409, with what would move now, when the plan is no longer the one that was looked through."""
    user, data, key = signed_in_user(request), request.POST, key_of(request.POST)
    plan_url = reverse("plan", args=[project.region.slug, project.reference])
    with transaction.atomic():
        held = lock(project, user)
        if earlier := done_before(key, user):
            messages.info(request, _("This was saved already, %(at)s.") % {"at": moment(earlier.at)})
            return SeeOther(earlier.result)
        stored = rows_of(held)
        form = form_of(held, stored, data)
        is_fit, is_stale = form.is_valid(), data.get("seen", "") != form.seen
        reason = ReasonForm(data, is_confirmed=bool(form.found and form.found.main.before.is_confirmed))
        if is_stale or not is_fit or not reason.is_valid():
            return move_page(request, project, form, reason, 409 if is_stale else 422)
        assert form.found
        entry = moving.move(found=form.found, of=stored, sittings=form.sittings, by=user, reason=reason.cleaned_data["reason"])
        note(key, user, plan_url)
    undo = reverse("plan-move-undo", args=[project.region.slug, project.reference, RECORDS[form.found.main.before.kind], entry.history_id])
    messages.success(request, _("Moved."), extra_tags=undo)
    return SeeOther(plan_url)


@on_project(P.PROJECT_EDIT, ("POST",))
def plan_move_undo(request: HttpRequest, project: Project, record: str, number: int) -> HttpResponse:
    user = signed_in_user(request)
    model: Any = next((MODELS[kind] for kind, slug in RECORDS.items() if slug == record), None)
    if model is None:
        raise Http404
    with transaction.atomic():
        held = lock(project, user)
        entry = get_object_or_404(model.history, project=held.pk, history_id=number, history_type="~")
        try:
            moving.take_back(entry=entry, by=user)
        except rows.Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Undone."))
    return SeeOther(reverse("plan", args=[project.region.slug, project.reference]))
