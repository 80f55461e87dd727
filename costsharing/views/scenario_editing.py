"""A try begins, is changed while its table is seen, is marked, copied, removed and brought back."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from costsharing.actions import scenarios as actions
from costsharing.forms.scenario import NewScenarioForm, ScenarioForm
from costsharing.models import Scenario
from costsharing.queries.scenarios import Lettered, by_year, rules_in
from costsharing.views.beginnings import NotBegun, begin
from costsharing.views.scenario_page import Shown, as_typed, missing, one_of
from costsharing.views.scenario_page import shown as worked_out
from costsharing.views.scenario_saving import Outcome, form_of, held_scenario, pairs, save, shown
from costsharing.views.scenarios import page
from portfolio.access.permissions import P
from portfolio.access.rules import READ, signed_in_user
from portfolio.lib import bounds
from portfolio.models import User
from portfolio.web.posting import SeeOther, both_texts, done_before, key_of, note
from portfolio.web.saying import removed_already, saved_already, take_back
from projects.access import on_project
from projects.actions.locking import lock
from projects.models import Project

FORM = (*READ, "POST")
MARKS = {"baseline": "is_baseline", "shown": "is_shown"}


def list_of(project: Project) -> str:
    return reverse("scenarios", args=[project.region.slug, project.reference])


def undo_of(project: Project, entry: Any) -> str:
    return reverse("scenario-undo", args=[project.region.slug, project.reference, entry.history_id])


def page_of(project: Project, number: int | str) -> str:
    return reverse("scenario", args=[project.region.slug, project.reference, number])


# ---- a new one ---------------------------------------------------------------
@on_project(P.PROJECT_EDIT, methods=FORM)
def scenario_new(request: HttpRequest, project: Project) -> HttpResponse:
    """GET takes ?year= and ?begin=copy-5."""
    data = request.POST if request.method == "POST" else None
    year = year_of(request, project)
    others = [each for variants in by_year(project).values() for each in variants]
    form = NewScenarioForm(data, project=project, year=year, rules=rules_in(project.region, year), others=others)
    if data is None and request.GET.get("begin") in form.others:
        form.initial["begin"] = request.GET["begin"]
    cannot: list[str] = []
    if data is not None and form.is_valid():
        user, key = signed_in_user(request), key_of(data)
        with transaction.atomic():
            held = lock(project, user)
            if earlier := done_before(key, user):
                saved_already(request, earlier.at)
                return SeeOther(earlier.result)
            try:
                entry = begin(form, held, user)
                note(key, user, page_of(project, entry.id))
                messages.success(request, _("Added."), extra_tags=undo_of(project, entry))
                return SeeOther(page_of(project, entry.id))
            except NotBegun as refused:
                cannot = refused.why
    context = {"form": form, "key": key_of(data), "back": list_of(project), "cannot": cannot}
    return page(request, project, "costsharing/scenario_new.html", context, status=422 if form.errors or cannot else 200)


def year_of(request: HttpRequest, project: Project) -> int:
    """As asked, else the project's year that is now or next."""
    asked = (request.POST if request.method == "POST" else request.GET).get("year", "")
    if asked.isdecimal() and bounds.is_of_this_age(int(asked[:5])):
        return int(asked)
    first, last = project.starts_on, project.ends_on
    this = timezone.localdate().year
    return min(max(this, first.year if first else this), last.year if last else this)


# ---- changing one ------------------------------------------------------------
@dataclass(frozen=True)
class Preview:
    shown: Shown
    is_typed: bool


@on_project(P.PROJECT_EDIT, methods=FORM)
def scenario_edit(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    """POST with do=show works out what was typed and stores nothing; with do=save it stores it, with do=again as a new one."""
    user = signed_in_user(request)
    if request.method != "POST" or request.POST.get("do") == "show":
        this, variants = one_of(project, number)
        form = form_of(this.scenario, request.POST if request.method == "POST" else None)
        return edit_page(request, project, this, variants, form)
    outcome = save(project, number, request.POST, user)
    if outcome.earlier:
        saved_already(request, outcome.earlier.at)
        return SeeOther(page_of(project, outcome.earlier.result))
    if outcome.entry:
        messages.success(request, _("Saved."), extra_tags=undo_of(project, outcome.entry))
        return SeeOther(page_of(project, outcome.entry.id))
    if outcome.form is None:
        raise Http404
    if outcome.stored:
        return conflict_page(request, project, outcome)
    if outcome.is_gone:
        removed_already(request)
        return SeeOther(list_of(project))
    this, variants = one_of(project, number)
    return edit_page(request, project, this, variants, outcome.form)


def edit_page(request: HttpRequest, project: Project, this: Lettered, variants: list[Lettered], form: ScenarioForm) -> HttpResponse:
    """The form with the table of what is typed, as far as that can be worked out."""
    stored = worked_out(this, variants)
    is_typed = form.is_bound and form.is_valid()
    preview = Preview(as_typed(form.made(), form.ticked(), stored), True) if is_typed else Preview(stored, False)
    context = {
        "this": this,
        "form": form,
        "preview": preview,
        "missing": missing(this.scenario),
        "shown": request.POST.get("shown", "") if form.is_bound else shown(form),
        "key": key_of(request.POST if form.is_bound else None),
        "back": page_of(project, this.scenario.pk),
    }
    return page(request, project, "costsharing/scenario_edit.html", context, status=422 if form.errors else 200)


def conflict_page(request: HttpRequest, project: Project, outcome: Outcome) -> HttpResponse:
    """Both texts side by side, and a button for either; nothing that was typed is lost."""
    stored, form = outcome.stored, outcome.form
    assert stored and form
    last = None if outcome.is_gone else Scenario.history.filter(id=stored.scenario.pk).order_by("-history_id").first()
    do = "again" if outcome.is_gone else "save"
    back = list_of(project) if outcome.is_gone else page_of(project, stored.scenario.pk)
    both = both_texts(request.POST, pairs=pairs(stored, form), shown=shown(stored), key=outcome.key, do=do, last=last, back=back)
    return page(request, project, "costsharing/conflict.html", both | {"holder": project, "is_gone": outcome.is_gone}, status=409)


# ---- marking, removing, undoing ------------------------------------------------
@on_project(P.PROJECT_EDIT, methods=("POST",))
def scenario_mark(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    """do=baseline or do=shown sets or takes away the mark; do=remove throws the try away."""
    user, key, do = signed_in_user(request), key_of(request.POST), request.POST.get("do", "")
    back = list_of(project) if do == "remove" else page_of(project, number)
    with transaction.atomic():
        held = lock(project, user)
        if earlier := done_before(key, user):
            return SeeOther(earlier.result)
        row = held_scenario(held, number)
        if row is None:
            if not Scenario.history.filter(id=number, project=held).exists():
                raise Http404
            removed_already(request)
            return SeeOther(list_of(project))
        entry = deed(row, do, user)
        if entry is not None:
            note(key, user, back)
            messages.success(request, _("Removed.") if do == "remove" else _("Saved."), extra_tags=undo_of(project, entry))
    return SeeOther(back)


def deed(scenario: Scenario, do: str, user: User) -> Any:
    if do == "remove":
        return actions.remove(scenario=scenario, by=user)
    return actions.mark(scenario=scenario, field=MARKS[do], by=user) if do in MARKS else None


@on_project(P.PROJECT_EDIT, methods=("POST",))
def scenario_undo(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    user = signed_in_user(request)
    with transaction.atomic():
        held = lock(project, user)
        entry = get_object_or_404(Scenario.history.filter(project=held), history_id=number)
        take_back(request, entry, user)
        stands = Scenario.objects.filter(pk=entry.id).exists()
    return SeeOther(page_of(project, entry.id) if stands else list_of(project))
