"""What the region asks at each decision point, by kind of project: everybody in the region reads it, the office changes it."""

from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from milestones.actions.preparing import begin_checklist
from milestones.models import Checklist
from milestones.presets import QUESTIONS
from milestones.queries.checklists import checklists_of
from portfolio.access.permissions import P
from portfolio.access.rules import on_region, signed_in_user
from portfolio.actions.locking import lock_region
from portfolio.models import Region
from portfolio.register.pages import page
from portfolio.web.posting import SeeOther
from projects.lifecycle import Kind
from projects.models.project import KIND_LABELS


@dataclass(frozen=True)
class Row:
    """A kind of project, and its checklist if it has one."""

    kind: str
    label: str
    checklist: Checklist | None


@on_region(P.REGION_VIEW)
def checklists(request: HttpRequest, region: Region) -> HttpResponse:
    found = {each.kind: each for each in checklists_of(region)}
    rows = [Row(kind.value, capfirst(str(label)), found.get(kind.value)) for kind, label in KIND_LABELS.items()]
    return page(request, region, "register/checklists.html", {"rows": rows})


@on_region(P.REGISTER_EDIT, methods=("POST",))
def checklist_begin(request: HttpRequest, region: Region) -> HttpResponse:
    """With the usual questions, in the region's language; a kind that has a checklist keeps it."""
    user, back = signed_in_user(request), reverse("checklists", args=[region.slug])
    if request.POST.get("kind") not in set(Kind):
        return SeeOther(back)
    kind = Kind(request.POST["kind"])
    with transaction.atomic():
        held = lock_region(region, user, P.REGISTER_EDIT)
        if Checklist.objects.filter(region=held, kind=kind).exists():
            messages.info(request, _("This kind of project has a checklist already."))
            return SeeOther(back)
        with translation.override(held.language):
            questions = [str(text) for text in QUESTIONS[kind]]
        begin_checklist(region=held, kind=kind, questions=questions, by=user)
    messages.success(request, _("Saved."))
    return SeeOther(f"{back}#{kind}")
