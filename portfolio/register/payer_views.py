"""Whom the charges are sent to. Single rows are changed by the forms that all rows of the register have; a block comes in by import."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from costsharing.actions.payers import keep_payers
from costsharing.forms.payers import PasteForm, PayerRow
from costsharing.queries.payers import alike, payees
from portfolio.access.grants import allowed, roles_in
from portfolio.access.permissions import P
from portfolio.access.rules import READ, on_region, signed_in_user
from portfolio.actions.locking import lock_region
from portfolio.models import Region
from portfolio.queries.register import parties_for
from portfolio.register.pages import page
from portfolio.web.posting import SeeOther, done_before, key_of, note
from portfolio.web.saying import saved_already


@on_region(P.REGION_VIEW)
def payers(request: HttpRequest, region: Region) -> HttpResponse:
    rows = payees(region)
    lacking = [each for each in rows if each.lacks]
    context = {
        "payees": rows,
        "lacking": lacking,
        "lacking_alike": alike(lacking),
        "has_examples": any(each.payer and each.payer.is_example for each in rows),
        "may_edit": P.REGISTER_EDIT in allowed(roles_in(signed_in_user(request), region.pk)),
    }
    return page(request, region, "register/payers.html", context)


@on_region(P.REGISTER_EDIT, methods=(*READ, "POST"))
def payers_import(request: HttpRequest, region: Region) -> HttpResponse:
    """POST shows what would be stored; with do=save it is stored, all or nothing."""
    form = PasteForm(request.POST or None)
    if request.method != "POST":
        return import_page(request, region, form, [])
    if not form.is_valid():
        return import_page(request, region, form, [], 422)
    if request.POST.get("do") == "save":
        return stored(request, region, form)
    rows = form.read(region, parties_for(region))
    return import_page(request, region, form, rows, 422 if form.errors else 200)


def stored(request: HttpRequest, region: Region, form: PasteForm) -> HttpResponse:
    user, key, back = signed_in_user(request), key_of(request.POST), reverse("payers", args=[region.slug])
    with transaction.atomic():
        held = lock_region(region, user, P.REGISTER_EDIT)
        if earlier := done_before(key, user):
            saved_already(request, earlier.at)
            return SeeOther(earlier.result)
        rows = form.read(held, parties_for(held))
        if form.errors:
            return import_page(request, region, form, rows, 422)
        keep_payers(payers=[row.payer for row in rows if row.payer], by=user, reason=_("Pasted in a block"))
        note(key, user, back)
    messages.success(request, ngettext("%(n)s payer is stored.", "%(n)s payers are stored.", len(rows)) % {"n": len(rows)})
    return SeeOther(back)


def import_page(request: HttpRequest, region: Region, form: PasteForm, rows: list[PayerRow], status: int = 200) -> HttpResponse:
    context = {"form": form, "rows": rows, "is_ready": bool(rows) and not form.errors, "key": key_of(request.POST if form.is_bound else None)}
    return page(request, region, "register/payers_import.html", context, status=status)
