"""Figures from a file: sent, looked at beside what is there, then confirmed; until then nothing is stored but the file's rows."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portfolio.access.permissions import P
from portfolio.access.rules import READ, on_region, signed_in_user
from portfolio.actions.figures import KEPT_FOR, NewFigure, keep_upload, store_figures
from portfolio.actions.submissions import remember
from portfolio.lib.figurefile import Fault, NoTable, Table, table_of
from portfolio.lib.sheetreading import MOST_BYTES, MOST_ROWS, Unreadable, read_rows
from portfolio.lib.texts import one_line
from portfolio.models import FigureSource, FigureUpload, Region
from portfolio.queries.figures import Series, own_sources
from portfolio.register.figure_form import SourcedForm
from portfolio.register.figure_pages import label_of, query_of
from portfolio.register.figures import SeeOther
from portfolio.register.pages import page
from portfolio.register.upload import Preview, State, packed, preview, unpacked
from portfolio.register.upload_words import about_file, about_row
from portfolio.web.posting import key_of
from portfolio.web.saying import saved_already

FORM = (*READ, "POST")
SHOWN = 100
NO_FILE = gettext_lazy("Choose the file.")


class UploadForm(SourcedForm):
    file = forms.FileField(
        label=gettext_lazy("File"),
        error_messages={"required": NO_FILE, "missing": NO_FILE, "empty": gettext_lazy("The file is empty. Choose another."), "invalid": NO_FILE},
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
    field_order = ("file", "kind", "name", "source", "title", "publisher", "licence")
    table: Table | None = None

    def clean_file(self) -> Any:
        """Read whole, since it is small; what kind of file it is, its content says and not its name."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(about_file("large"))
        try:
            self.table = table_of(read_rows(file.read()))
        except (Unreadable, NoTable) as problem:
            raise forms.ValidationError(about_file(problem.code, getattr(problem, "where", ""))) from None
        return file

    @property
    def series(self) -> Series:
        return Series(self.cleaned_data["kind"], self.cleaned_data["name"])


@dataclass(frozen=True)
class RowFault:
    row: int
    column: str
    written: str
    advice: str


def worded(faults: list[Fault]) -> list[RowFault]:
    return [RowFault(fault.row, fault.column, fault.written, about_row(fault)) for fault in faults]


@on_region(P.REGISTER_EDIT, methods=FORM)
def send(request: HttpRequest, region: Region) -> HttpResponse:
    if request.method != "POST":
        return send_page(request, region, UploadForm(region=region))
    form = UploadForm(request.POST, request.FILES, region=region)
    if not form.is_valid():
        return send_page(request, region, form, [], 422)
    assert form.table
    source, today = form.cleaned_data["source"], timezone.localdate()
    found = preview(form.table, region, form.series, source.pk if source else None, today)
    if found.faults:
        form.add_error("file", _("Some rows need correcting: they are listed below. Correct them in the file and send it again; nothing has been stored."))
        return send_page(request, region, form, worded(found.faults), 422)
    if not found.taken:
        form.add_error("file", _("No row is about a member of the region."))
        return send_page(request, region, form, [], 422)
    content = {"kind": form.series.kind, "name": form.series.name, "source": source.pk if source else None, "written": form.new_source()} | packed(form.table)
    name = one_line(form.cleaned_data["file"].name)
    kept = keep_upload(region=region, by=signed_in_user(request), at=timezone.now(), file_name=name, content=content)
    return SeeOther(reverse("figures-upload", args=[region.slug, kept.pk]))


def send_page(request: HttpRequest, region: Region, form: UploadForm, faults: list[RowFault] | None = None, status: int = 200) -> HttpResponse:
    faults = faults or []
    context = {"form": form, "faults": faults[:SHOWN], "more": max(len(faults) - SHOWN, 0), "most_rows": MOST_ROWS, "most_mb": MOST_BYTES // 1_000_000}
    return page(request, region, "register/figure_send.html", context, status)


@on_region(P.REGISTER_EDIT, methods=FORM)
def confirm(request: HttpRequest, region: Region, upload: int) -> HttpResponse:
    """GET shows what would be added; POST adds all of it, when it is still what was shown."""
    kept = get_object_or_404(FigureUpload.objects.select_related("region", "uploaded_by"), region=region, pk=upload)
    if kept.stored_at is None and timezone.now() - kept.uploaded_at > KEPT_FOR:
        messages.info(request, _("The file was not confirmed within a day and is no longer kept. Send it again."))
        return SeeOther(reverse("figures-send", args=[region.slug]))
    if request.method != "POST":
        return confirm_page(request, kept, looked_at(kept))
    return store(request, region, kept.pk)


def looked_at(kept: FigureUpload) -> Preview:
    return preview(unpacked(kept.content), kept.region, series_of(kept), kept.content.get("source"), timezone.localdate())


def series_of(kept: FigureUpload) -> Series:
    return Series(kept.content.get("kind", ""), kept.content.get("name", ""))


def source_of(kept: FigureUpload) -> FigureSource | None:
    return own_sources(kept.region_id).filter(pk=kept.content.get("source")).first()


def store(request: HttpRequest, region: Region, upload: int) -> HttpResponse:
    """One at a time, and once; refused when the register has changed since the preview, which is then shown anew."""
    user, key = signed_in_user(request), key_of(request.POST)
    try:
        with transaction.atomic():
            kept = get_object_or_404(FigureUpload.objects.select_for_update(of=("self",)).select_related("region"), region=region, pk=upload)
            result = reverse("figures", args=[region.slug]) + "?" + query_of(series_of(kept))
            if kept.stored_at:
                saved_already(request, kept.stored_at)
                return SeeOther(result)
            found = looked_at(kept)
            if found.digest != request.POST.get("shown") or found.faults or found.in_state(State.CLASH):
                return confirm_page(request, kept, found, 409)
            figures = [NewFigure(each.organisation.pk, each.date, each.line.value, each.line.basis) for each in found.wanted]
            written = kept.content["written"]
            store_figures(upload=kept, source=source_of(kept), written=written, figures=figures, series=series_of(kept), at=timezone.now())
            remember(key=key, user=user, result=result, at=timezone.now())
    except IntegrityError:  # somebody has added one of them, or the source, in the same moment
        kept = get_object_or_404(FigureUpload.objects.select_related("region"), region=region, pk=upload)
        return confirm_page(request, kept, looked_at(kept), 409)
    messages.info(request, ngettext("%(n)s figure is added.", "%(n)s figures are added.", len(figures)) % {"n": len(figures)})
    return SeeOther(result)


def confirm_page(request: HttpRequest, kept: FigureUpload, found: Preview, status: int = 200) -> HttpResponse:
    clashes = found.in_state(State.CLASH)
    context = {
        "upload": kept,
        "label": label_of(series_of(kept)) if series_of(kept).kind else "",
        "source": source_of(kept) or kept.content.get("written"),
        "groups": [(State.CLASH, clashes), (State.DIFFERS, found.in_state(State.DIFFERS)), (State.NEW, found.in_state(State.NEW))],
        "alike": found.in_state(State.ALIKE),
        "outside": found.outside,
        "faults": worded(found.faults),
        "wanted": len(found.wanted),
        "is_possible": bool(found.wanted) and not clashes and not found.faults and kept.stored_at is None,
        "has_clashes": bool(clashes),
        "has_moved": status == 409,
        "shown": found.digest,
        "key": key_of(request.POST if request.method == "POST" else None),
    }
    return page(request, kept.region, "register/figure_upload.html", context, status)
