"""The region's settings and its logo."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from portfolio.access.permissions import P
from portfolio.access.rules import READ, on_region, signed_in_user
from portfolio.actions import rows
from portfolio.actions.locking import lock_region
from portfolio.models import Region, User
from portfolio.register.saving import Editing, edit
from portfolio.register.settings_form import LogoForm, SettingsForm
from portfolio.web import pictures
from portfolio.web.posting import SeeOther
from portfolio.web.saying import take_back

FORM = (*READ, "POST")


def page_of(region: Region) -> str:
    return reverse("region-settings", args=[region.slug])


def unfit(why: str) -> str:
    return {
        "size": _("The file is larger than 2 MB. Save it smaller and choose it again."),
        "kind": _("This is neither a PNG nor a JPEG picture. Save it as PNG and choose it again."),
        "pixels": _("The picture is more than 5 000 pixels wide or high. Make it smaller and choose it again."),
        "broken": _("The picture cannot be read: it is damaged. Save it again and choose it again."),
    }[why]


@on_region(P.REGION_EDIT, methods=FORM)
def region_settings(request: HttpRequest, region: Region) -> HttpResponse:
    return settings_page(request, region, LogoForm())


def settings_page(request: HttpRequest, region: Region, logo_form: LogoForm) -> HttpResponse:
    editing = Editing(
        P.REGION_EDIT,
        "register/settings.html",
        page_of(region),
        lambda held, data: SettingsForm(data, region=fresh(held)),
        store,
        undo_of,
        opened=lambda row: SettingsForm(None, region=row),
    )
    return edit(request, region, editing, logo_form=logo_form)


def fresh(region: Region) -> Region:
    """An object of its own: what is typed is never in the page's region."""
    return Region.objects.select_related("office").get(pk=region.pk)


def store(form: SettingsForm, by: User) -> Any:
    return rows.save(row=form.row(), by=by)


def undo_of(entry: Any) -> str:
    return reverse("region-settings-undo", args=[entry.slug, entry.history_id])


@on_region(P.REGION_EDIT, methods=("POST",))
def settings_undo(request: HttpRequest, region: Region, number: int) -> HttpResponse:
    user = signed_in_user(request)
    with transaction.atomic():
        held = lock_region(region, user, P.REGION_EDIT)
        entry = get_object_or_404(Region.history.filter(id=held.pk), history_id=number)
        if entry.history_type == "~":
            take_back(request, entry, user)
        else:
            messages.error(request, _("Too much hangs on it by now for it to be undone."))
    return SeeOther(page_of(region))


# ---- logo ------------------------------------------------------------------
@on_region(P.REGION_EDIT, methods=FORM)
def logo(request: HttpRequest, region: Region) -> HttpResponse | FileResponse:
    """GET gives the picture. POST with a file takes that instead, with do=remove none."""
    if request.method == "POST":
        return new_logo(request, region)
    path = Path(settings.MEDIA_ROOT) / region.logo
    if not region.logo or not path.is_file():
        return SeeOther(page_of(region))
    return FileResponse(path.open("rb"), content_type="image/png", headers={"Cache-Control": "private, no-cache"})


def new_logo(request: HttpRequest, region: Region) -> HttpResponse:
    form, name = LogoForm(request.POST, request.FILES), ""
    if request.POST.get("do") != "remove":
        if form.is_valid():
            file = form.cleaned_data["logo"]
            try:
                name = pictures.keep(pictures.rewritten(file, file.size), Path(settings.MEDIA_ROOT), f"regions/{region.pk}")
            except pictures.Unfit as fault:
                form.add_error("logo", unfit(fault.why))
        if form.errors:
            return with_fault(request, region, form, 422)
    user = signed_in_user(request)
    with transaction.atomic():
        held = lock_region(region, user, P.REGION_EDIT)
        if held.logo == name:
            return SeeOther(page_of(region))
        if held.logo != request.POST.get("shown", ""):
            form.add_error(None, _("Somebody has changed the logo since you opened the page. Look at it, and choose again."))
            return with_fault(request, held, form, 409)
        held.logo = name
        entry = rows.save(row=held, by=user)
    messages.success(request, _("Saved."), extra_tags=undo_of(entry))
    return SeeOther(page_of(region))


def with_fault(request: HttpRequest, region: Region, form: LogoForm, status: int) -> HttpResponse:
    request.method = "GET"  # the other form on the page is shown as it stands
    response = settings_page(request, region, form)
    response.status_code = status
    return response
