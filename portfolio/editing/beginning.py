"""A new project, from nothing or as the follow-up of another, with what one ticks of it."""

import re
from itertools import chain, count
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from portfolio.access.permissions import P
from portfolio.access.rules import on_region, signed_in_user
from portfolio.actions.locking import lock_region
from portfolio.editing import words
from portfolio.editing.copying import readable, take_over
from portfolio.editing.forms import NOTHING
from portfolio.editing.holders import ProjectHolder
from portfolio.editing.records import ALL, RECORDS
from portfolio.editing.saving import Outcome
from portfolio.editing.views import FORM, answer
from portfolio.models import Region, User
from portfolio.statements import Statement, given, given_text
from portfolio.web.fields import LineField, Titled
from portfolio.web.posting import SeeOther, done_before, key_of, note
from projects.access import on_project
from projects.actions.beginning import begin
from projects.models import MandateTemplate, Project

LETTERS = str.maketrans({"ø": "o", "æ": "ae", "å": "a", "ä": "a", "ö": "o", "ð": "d", "þ": "th"})
TAKEN_OVER = [record for record in ALL if record.can_be_copied and record.slug not in ("goals", "source-notes")]
REFERENCES = Statement(
    lambda: Project.objects.filter(region=given("region"), reference__startswith=given_text("base")).order_by().values_list("reference", flat=True)
)


class NewForm(forms.Form):
    """Its fields hold all that the table asks of them, so no row is made only to be checked: begin makes it."""

    name = LineField(label=Project._meta.get_field("name").verbose_name, max_length=200, error_messages={"required": words.REQUIRED})
    kind = Project._meta.get_field("kind").formfield()
    language = Project._meta.get_field("language").formfield()
    reference = Project._meta.get_field("reference").formfield()
    template = Titled(MandateTemplate.objects.all(), label=words.LABELS["template"], error_messages={"required": words.CHOOSE, "invalid_choice": words.CHOOSE})

    def __init__(self, *args: Any, region: Region, follows: Project | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.region = region
        self.fields["name"].label = _("Name")
        self.fields["kind"].error_messages = {**self.fields["kind"].error_messages, "required": words.CHOOSE}
        self.fields["language"].initial = region.language
        for field in (self.fields["kind"], self.fields["language"]):
            field.choices = [(value, label if value else NOTHING) for value, label in field.choices]  # type: ignore[attr-defined]
        self.fields["template"].empty_label = NOTHING  # type: ignore[attr-defined]
        self.fields["template"].label = _("Template of the mandate")
        self.fields["reference"].required = False
        self.fields["reference"].help_text = _("Part of the address of its pages; made from the name when you leave it empty.")
        self.fields["reference"].error_messages["invalid"] = words.HINTS["reference"]
        if follows:
            choices = [(record.slug, record.many) for record in TAKEN_OVER]
            self.fields["take"] = forms.MultipleChoiceField(label=_("Take over"), choices=choices, required=False, widget=forms.CheckboxSelectMultiple)

    def clean_reference(self) -> str:
        written = self.cleaned_data["reference"]
        base = written or proposed(self.cleaned_data.get("name", ""))
        taken = set(REFERENCES.rows(region=self.region.pk, base=base))
        if written and written in taken:
            raise forms.ValidationError(words.RULES["project_reference_once_per_region"][1])
        return written or next(each for each in chain((base,), (f"{base}-{n}" for n in count(2))) if each not in taken)


def proposed(name: str) -> str:
    """E-arkiv i Skåne → e-arkiv-i-skane; it gets a number when another project has it."""
    return re.sub(r"-+", "-", slugify(name.lower().translate(LETTERS)))[:70].strip("-") or "project"


@on_region(P.PROJECT_CREATE, methods=FORM)
def new_project(request: HttpRequest, region: Region) -> HttpResponse:
    return new(request, region, None)


@on_project(P.PROJECT_CREATE, methods=FORM)
def follow_up(request: HttpRequest, project: Project) -> HttpResponse:
    return new(request, project.region, project)


def new(request: HttpRequest, region: Region, follows: Project | None) -> HttpResponse:
    if request.method != "POST":
        return page(request, region, follows, NewForm(region=region, follows=follows))
    user, key = signed_in_user(request), key_of(request.POST)
    with transaction.atomic():
        held = lock_region(region, user, P.PROJECT_CREATE)
        if earlier := done_before(key, user):
            return answer(request, ProjectHolder(follows or Project()), RECORDS["project"], Outcome(earlier=earlier))
        form = NewForm(request.POST, region=held, follows=follows)
        if not form.is_valid():
            return page(request, region, follows, form, 422)
        made = made_of(form, held, follows, user)
        note(key, user, made.get_absolute_url())
    messages.info(request, _("The project is made. What it still lacks stands below."))
    return SeeOther(made.get_absolute_url())


def made_of(form: NewForm, region: Region, follows: Project | None, user: User) -> Project:
    given = {name: form.cleaned_data[name] for name in ("name", "kind", "language", "reference", "template")}
    made = begin(region=region, by=user, follows=follows, focus_area=follows.focus_area if follows else None, **given)
    for slug in form.cleaned_data.get("take", []):
        assert follows
        take_over(RECORDS[slug], readable(RECORDS[slug], follows, user), made, user)
    return made


def page(request: HttpRequest, region: Region, follows: Project | None, form: NewForm, status: int = 200) -> HttpResponse:
    context = {"region": region, "follows": follows, "form": form, "key": key_of(request.POST if form.is_bound else None)}
    return render(request, "editing/new.html", context, status=status)
