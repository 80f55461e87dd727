"""The rows of a record: list, new, change, remove, move, undo. The same for a project's and a region's; what there is to edit stands in the records."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from portfolio.access.rules import READ, signed_in_user
from portfolio.actions import rows
from portfolio.editing import reminding, saving
from portfolio.editing.along import answer_to, hold_projects, remark_on, revert
from portfolio.editing.earlier import made_from
from portfolio.editing.forms import RowForm, form_of
from portfolio.editing.holders import Holder
from portfolio.editing.merging import merged
from portfolio.editing.posting import shown
from portfolio.editing.record import Record
from portfolio.editing.saving import Outcome
from portfolio.editing.titles import title_of
from portfolio.queries.register import parties_for
from portfolio.web.conflict import Conflict
from portfolio.web.fields import PARTY_FIELDS, named, search
from portfolio.web.posting import SeeOther, both_texts, key_of
from portfolio.web.saying import removed_already, saved_already, take_back

FORM = (*READ, "POST")


@dataclass(frozen=True)
class Line:
    """A row in the list, and where it is changed and moved."""

    row: Any
    url: str
    move: str

    @property
    def title(self) -> str:
        return title_of(self.row)


def all_rows(request: HttpRequest, holder: Holder, slug: str) -> HttpResponse:
    """All rows with what can be done to each; the form itself when there is only one."""
    it = holder.record(slug)
    if it.is_single:
        return one(request, holder, it, it.rows(holder.of).first())
    if request.method == "POST":
        return SeeOther(request.path)
    lines = [Line(row, holder.address("row", slug, row.pk), holder.address("move", slug, row.pk)) for row in it.rows(holder.of).select_related(*it.references)]
    context = {
        "rows": lines,
        "last": len(lines),
        "new_url": holder.address("new", slug),
        "copy_url": holder.address("copy", slug) if it.can_be_copied else "",
        "back": holder.tab_of(it),
    }
    return render(request, "editing/rows.html", around(holder, it) | context)


def around(holder: Holder, record: Record) -> dict[str, Any]:
    """What every page that edits says of where it is."""
    project = holder.of if holder.of != holder.region else None
    menu = project is None  # the main menu says that one is in the register
    list_url = "" if record.is_single else holder.address("rows", record.slug)
    return {"region": holder.region, "project": project, "holder": holder, "record": record, "list_url": list_url, "menu": menu}


def new_row(request: HttpRequest, holder: Holder, slug: str) -> HttpResponse:
    it = holder.record(slug)
    return SeeOther(holder.shown_at(it, None)) if it.is_single else one(request, holder, it, None)


def one_row(request: HttpRequest, holder: Holder, slug: str, number: int) -> HttpResponse:
    """POST with do=remove removes the row, with do=save (or Enter in a field) saves it. A row that is gone meanwhile is said on POST."""
    it = holder.record(slug)
    row = it.rows(holder.of).filter(pk=number).first()
    if row is None and (request.method != "POST" or not it.lines(holder.of).filter(id=number).exists()):
        raise Http404
    return one(request, holder, it, row, number)


def one(request: HttpRequest, holder: Holder, record: Record, row: Any, number: int | None = None) -> HttpResponse:
    if request.method != "POST":
        form = form_of(record, holder, row or record.new(holder.of), signed_in_user(request))
        if row is None:
            prefill(form, request.GET)
        return form_page(request, holder, form)
    data, user, number = request.POST, signed_in_user(request), row.pk if row else number
    if data.get("do") == "remove" and number and not record.is_single:
        return answer(request, holder, record, saving.remove(record, holder, number, data, user))
    return answer(request, holder, record, saving.save(record, holder, number if data.get("do") != "again" else None, data, user))


def prefill(form: RowForm, asked: QueryDict) -> None:
    """?body=5 on a link to a new row: what it hangs on is chosen, if it is among what may be chosen."""
    for name, field in form.fields.items():
        allowed, wanted = getattr(field, "candidates", getattr(field, "queryset", None)), str(asked.get(name, ""))
        if allowed is not None and wanted.isdecimal() and len(wanted) < 10 and (found := allowed.filter(pk=wanted).first()):
            form.initial[name] = found.pk
            setattr(form.instance, name, found)  # so that the way back leads there
    reminding.begin(form, asked.get("kind", ""))
    if "country" in form.fields:
        form.initial["country"] = form.holder.region.country


def answer(request: HttpRequest, holder: Holder, record: Record, outcome: Outcome) -> HttpResponse:
    if outcome.earlier:
        saved_already(request, outcome.earlier.at)
        return SeeOther(outcome.earlier.result)
    if outcome.entry:
        say_done(request, holder, record, outcome.entry)
        return SeeOther(outcome.back)
    if outcome.stored and outcome.form:
        return conflict_page(request, holder, outcome)
    if outcome.form is None:
        removed_already(request)
        return SeeOther(outcome.back)
    return form_page(request, holder, outcome.form, status=422)


def say_done(request: HttpRequest, holder: Holder, record: Record, entry: Any) -> None:
    """With the way back, as long as nobody changes it."""
    said = {"+": _("Added."), "~": _("Saved."), "-": _("Removed.")}[entry.history_type]
    messages.success(request, said, extra_tags=holder.address("undo", record.slug, entry.history_id))
    if remark := remark_on(entry, holder.region.country):
        messages.warning(request, remark)


def form_page(request: HttpRequest, holder: Holder, form: RowForm, status: int = 200) -> HttpResponse:
    stored = request.POST.get("shown", "") if form.is_bound else shown(form)
    parties = form.party_fields()
    reminding.say_steps(form)
    context = {
        "form": form,
        "shown": stored,
        "key": key_of(request.POST if form.is_bound else None),
        "back": holder.shown_at(form.record, form.instance),
        "is_new": form.instance.pk is None,
        "may_remove": form.instance.pk is not None and not form.record.is_single,
        "finds_parties": ",".join(f"#{form[name].id_for_label}" for name in parties),
        "parties_url": holder.address("parties") if parties else "",
        "answer": answer_to(form.instance),
    }
    return render(request, "editing/form.html", around(holder, form.record) | context, status=status)


def conflict_page(request: HttpRequest, holder: Holder, outcome: Outcome) -> HttpResponse:
    """Both texts side by side, and a button for either; what only one has changed is kept, and nothing that was typed is lost."""
    form, stored = outcome.form, outcome.stored
    assert form and stored
    wants_removal = request.POST.get("do") == "remove"
    last = stored.instance.history.first() if stored.instance.pk else None
    do = "again" if outcome.is_gone else "remove" if wants_removal else "save"
    base = None if outcome.is_gone or wants_removal else made_from(stored, request.POST.get("shown", ""))
    compared, sent = ([], None) if wants_removal else merged(stored, form, base, request.POST)
    both = both_texts(request.POST, pairs=compared, sent=sent, shown=shown(stored), key=outcome.key, do=do, last=last, back=outcome.back)
    context = around(holder, form.record) | both | {"is_gone": outcome.is_gone, "wants_removal": wants_removal}
    return render(request, "editing/conflict.html", context, status=409)


def move(request: HttpRequest, holder: Holder, slug: str, number: int) -> HttpResponse:
    it, user = holder.record(slug), signed_in_user(request)
    with transaction.atomic():
        held = holder.locked(user)
        row = it.rows(held.of).filter(pk=number).first()
        if row is None and it.lines(held.of).filter(id=number).exists():
            raise Conflict(_("Somebody has removed this row."), holder.address("rows", slug))
        if row is None:
            raise Http404
        if request.POST.get("to") in ("up", "down"):
            rows.move(row=row, up=request.POST["to"] == "up", by=user)
    return SeeOther(f"{holder.address('rows', slug)}#row{number}")


def undo(request: HttpRequest, holder: Holder, it: Record, number: int) -> HttpResponse:
    user = signed_in_user(request)
    with transaction.atomic():
        hold_projects(it.model, it.lines(holder.of).filter(history_id=number).values_list("id", flat=True).first(), user)
        held = holder.locked(user)
        entry = get_object_or_404(it.lines(held.of), history_id=number)
        take_back(request, entry, user, revert)
        back = held.shown_at(it, entry.instance)
    return SeeOther(back)


def fitting_parties(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Names that fit what has been typed so far, for the list beneath the field."""
    text = next((request.GET[name] for name in PARTY_FIELDS if name in request.GET), "").strip()[:80]
    found = [named(each) for each in search(parties_for(holder.region), text)] if text else []
    return render(request, "editing/_parties.html", {"names": found})
