"""The rows of a project's records: list, new, change, remove, move, undo. What there is to edit stands in records.py."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portfolio.access.permissions import P
from portfolio.access.rules import READ, signed_in_user
from portfolio.editing import saving
from portfolio.editing.forms import RowForm, form_of, parties
from portfolio.editing.posting import pairs, shown
from portfolio.editing.records import CHAPTERS, RECORDS, Record
from portfolio.editing.saving import Outcome, address_of
from portfolio.templatetags.portfolio_format import moment
from portfolio.web.fields import PartyField, named, search
from portfolio.web.posting import SeeOther, key_of, typed
from projects.access import on_project
from projects.actions import rows
from projects.actions.locking import lock
from projects.models import Project

FORM = (*READ, "POST")


def known(slug: str) -> Record:
    if slug not in RECORDS:
        raise Http404
    return RECORDS[slug]


@on_project(P.PROJECT_EDIT, methods=FORM)
def edit_rows(request: HttpRequest, project: Project, record: str) -> HttpResponse:
    """All rows with what can be done to each; the form itself when there is only one."""
    it = known(record)
    if it.is_single:
        row = it.rows(project).first()
        return one(request, project, it, row)
    if request.method == "POST":
        return SeeOther(request.path)
    found = list(it.rows(project).select_related())
    return render(request, "editing/rows.html", {"region": project.region, "project": project, "record": it, "rows": found, "last": len(found)})


@on_project(P.PROJECT_EDIT, methods=FORM)
def edit_new(request: HttpRequest, project: Project, record: str) -> HttpResponse:
    it = known(record)
    return SeeOther(address_of(it, project)) if it.is_single else one(request, project, it, None)


@on_project(P.PROJECT_EDIT, methods=FORM)
def edit_row(request: HttpRequest, project: Project, record: str, number: int) -> HttpResponse:
    """POST with do=remove removes the row, with do=save (or Enter in a field) saves it. A row that is gone meanwhile is said on POST."""
    it = known(record)
    row = it.rows(project).filter(pk=number).first()
    if row is None and (request.method != "POST" or not it.model.history.filter(**history_scope(it, project), id=number).exists()):  # type: ignore[attr-defined]
        raise Http404
    return one(request, project, it, row, number)


def history_scope(record: Record, project: Project) -> dict[str, Any]:
    """The lines of history that may be named in this project: of its rows, and of rows below a row of it."""
    if record.model is Project:
        return {"id": project.pk}
    if record.owner == "project":
        return {"project": project}
    parents = record.model._meta.get_field(record.owner).related_model.history.filter(project=project).values("id")  # type: ignore[union-attr]
    return {f"{record.owner}_id__in": parents}


def one(request: HttpRequest, project: Project, record: Record, row: Any, number: int | None = None) -> HttpResponse:
    if request.method != "POST":
        return form_page(request, project, form_of(record, project, row or record.new(project), signed_in_user(request)))
    data, user, number = request.POST, signed_in_user(request), row.pk if row else number
    if data.get("do") == "remove" and number and not record.is_single:
        return answer(request, project, record, saving.remove(record, project, number, data, user))
    return answer(request, project, record, saving.save(record, project, number if data.get("do") != "again" else None, data, user))


def answer(request: HttpRequest, project: Project, record: Record, outcome: Outcome) -> HttpResponse:
    if outcome.earlier:
        messages.info(request, _("This was saved already, %(at)s.") % {"at": moment(outcome.earlier.at)})
        return SeeOther(outcome.earlier.result)
    if outcome.entry:
        say_done(request, project, record, outcome.entry)
        return SeeOther(outcome.back)
    if outcome.stored and outcome.form:
        return conflict_page(request, project, outcome)
    if outcome.form is None:
        messages.info(request, _("It had been removed already."))
        return SeeOther(outcome.back)
    return form_page(request, project, outcome.form, status=422)


def say_done(request: HttpRequest, project: Project, record: Record, entry: Any) -> None:
    """With the way back, as long as nobody changes it."""
    said = {"+": _("Added."), "~": _("Saved."), "-": _("Removed.")}[entry.history_type]
    undo = reverse("edit-undo", args=[project.region.slug, project.reference, record.slug, entry.history_id])
    messages.success(request, said, extra_tags=undo)


def form_page(request: HttpRequest, project: Project, form: RowForm, status: int = 200) -> HttpResponse:
    stored = request.POST.get("shown", "") if form.is_bound else shown(form)
    context = {
        "region": project.region,
        "project": project,
        "record": form.record,
        "form": form,
        "shown": stored,
        "key": key_of(request.POST if form.is_bound else None),
        "back": address_of(form.record, project),
        "is_new": form.instance.pk is None,
        "may_remove": form.instance.pk is not None and not form.record.is_single,
        "finds_parties": any(isinstance(each, PartyField) for each in form.fields.values()),
    }
    return render(request, "editing/form.html", context, status=status)


def conflict_page(request: HttpRequest, project: Project, outcome: Outcome) -> HttpResponse:
    """Both texts side by side, and a button for either; nothing that was typed is lost."""
    form, stored = outcome.form, outcome.stored
    assert form and stored
    wants_removal = request.POST.get("do") == "remove"
    last = stored.instance.history.first() if stored.instance.pk else None
    context = {
        "region": project.region,
        "project": project,
        "record": form.record,
        "pairs": [] if wants_removal else pairs(stored, form),
        "typed": typed(request.POST),
        "shown": shown(stored),
        "key": outcome.key,
        "do": "again" if outcome.is_gone else "remove" if wants_removal else "save",
        "is_gone": outcome.is_gone,
        "wants_removal": wants_removal,
        "by": last.history_user if last else None,
        "at": last.history_date if last else None,
        "back": outcome.back,
    }
    return render(request, "editing/conflict.html", context, status=409)


@on_project(P.PROJECT_EDIT, methods=("POST",))
def edit_move(request: HttpRequest, project: Project, record: str, number: int) -> HttpResponse:
    it, user = known(record), signed_in_user(request)
    with transaction.atomic():
        held = lock(project, user)
        row = get_object_or_404(it.rows(held), pk=number)
        if request.POST.get("to") in ("up", "down"):
            rows.move(row=row, up=request.POST["to"] == "up", by=user)
    return SeeOther(f"{address_of(it, project)}#row{number}")


@on_project(P.PROJECT_EDIT, methods=("POST",))
def edit_undo(request: HttpRequest, project: Project, record: str, number: int) -> HttpResponse:
    it, user = CHAPTERS if record == CHAPTERS.slug else known(record), signed_in_user(request)
    with transaction.atomic():
        held = lock(project, user)
        entry = get_object_or_404(it.model.history.filter(**history_scope(it, held)), history_id=number)  # type: ignore[attr-defined]
        try:
            rows.revert(entry=entry, by=user)
        except rows.Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Undone."))
    return SeeOther(address_of(it, project))


@on_project(P.PROJECT_EDIT)
def edit_parties(request: HttpRequest, project: Project) -> HttpResponse:
    """Names that fit what has been typed so far, for the list beneath the field."""
    text = request.GET.get("organisation", "").strip()[:80]
    found = [named(each) for each in search(parties(project, None), text)] if text else []
    return render(request, "editing/_parties.html", {"names": found})
