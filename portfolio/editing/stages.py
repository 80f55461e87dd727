"""From stage to stage, by the allowed steps alone, and with a reason."""

from typing import Any, NamedTuple

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from milestones.policies import unfinished
from portfolio.access.permissions import P
from portfolio.access.rules import signed_in_user
from portfolio.actions.rows import Refused
from portfolio.editing import words
from portfolio.editing.holders import ProjectHolder
from portfolio.editing.records import RECORDS
from portfolio.editing.saving import Outcome
from portfolio.editing.views import FORM, answer
from portfolio.web.fields import LineField
from portfolio.web.posting import digest, done_before, key_of, note
from projects.access import on_project
from projects.actions.beginning import step
from projects.actions.locking import lock
from projects.lifecycle import Stage
from projects.models import Project
from projects.policies import ENDING, label, next_stages, why_not_step, worth_a_look


class Step(NamedTuple):
    """missing keeps the project back; unfinished only wants to be known."""

    name: str
    missing: list[str]
    unfinished: list[str]


class StageForm(forms.Form):
    """Every step from here can be chosen; one that something keeps back says what."""

    def __init__(self, data: Any, project: Project) -> None:
        super().__init__(data)
        self.project = project
        choices = [(stage.value, label(stage)) for stage in next_stages(project)]
        self.fields["stage"] = forms.ChoiceField(label=_("To"), choices=choices, widget=forms.RadioSelect, error_messages={"required": words.CHOOSE})
        self.fields["reason"] = LineField(label=_("Why"), max_length=100, error_messages={"required": _("Say in a few words why: the stage changes.")})

    def clean_stage(self) -> Stage:
        then = Stage(self.cleaned_data["stage"])
        if missing := why_not_step(self.project, then):
            raise forms.ValidationError(missing)
        return then


@on_project(P.PROJECT_EDIT, methods=FORM)
def stage(request: HttpRequest, project: Project) -> HttpResponse:
    if request.method != "POST":
        return page(request, project, StageForm(None, project))
    user, key, back = signed_in_user(request), key_of(request.POST), project.get_absolute_url()
    with transaction.atomic():
        held = lock(project, user)
        if earlier := done_before(key, user):
            return answer(request, ProjectHolder(project), RECORDS["project"], Outcome(earlier=earlier))
        form = StageForm(request.POST, held)
        if request.POST.get("shown") not in (digest({"stage": held.stage}), None):
            form.add_error(None, _("Somebody has changed the stage since you opened this page. Look where it stands now, and choose again."))
            return page(request, held, form, 409)
        if not form.is_valid():
            return page(request, held, form, 422)
        try:
            entry = step(project=held, then=form.cleaned_data["stage"], by=user, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error("stage", str(refused))
            return page(request, held, form, 422)
        note(key, user, back)
    return answer(request, ProjectHolder(project), RECORDS["project"], Outcome(entry=entry, back=back))


def page(request: HttpRequest, project: Project, form: StageForm, status: int = 200) -> HttpResponse:
    """With what is missing for each step, before anybody tries it."""
    then = next_stages(project)
    plan = unfinished(project) if set(then) & set(ENDING) else []
    steps = [Step(label(each), why_not_step(project, each), worth_a_look(project, each) + (plan if each in ENDING else [])) for each in then]
    context = {
        "region": project.region,
        "project": project,
        "form": form,
        "steps": steps,
        "now": label(Stage(project.stage)),
        "key": key_of(request.POST if form.is_bound else None),
        "shown": digest({"stage": project.stage}),
    }
    return render(request, "editing/stage.html", context, status=status)
