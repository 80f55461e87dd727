"""The region's rules of sharing: everybody in the region reads them, the office changes them."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from costsharing.actions.rules import create_rule, preset, remove_rule
from costsharing.forms.rulenames import NewRuleForm, RuleForm
from costsharing.models import Rule, RuleVersion
from costsharing.queries.rules import changes_of, entry_of, people_known, projects_using, rules_of, versions_with_use
from costsharing.wording import rule_sentence
from portfolio.access.permissions import P
from portfolio.access.rules import READ, on_region, signed_in_user
from portfolio.actions import rows
from portfolio.actions.locking import lock_region
from portfolio.models import Region, User
from portfolio.register.pages import page
from portfolio.register.saving import Editing, edit
from portfolio.web.posting import SeeOther, done_before, key_of, note
from portfolio.web.saying import removed_already, saved_already, take_back
from projects.access import visible_to

FORM = (*READ, "POST")


def list_of(region: Region) -> str:
    return reverse("rules", args=[region.slug])


def page_of(region: Region, rule: int) -> str:
    return reverse("rule", args=[region.slug, rule])


@on_region(P.REGION_VIEW)
def rules(request: HttpRequest, region: Region) -> HttpResponse:
    today = timezone.localdate()
    held = rules_of(region, today.year)
    names = people_known(region, [each.version.definition for each in held if each.version], today)
    told = [(each, rule_sentence(each.version.definition, names, region.currency) if each.version else "") for each in held]
    return page(request, region, "register/rules.html", {"rules": told})


@dataclass(frozen=True)
class VersionRow:
    """last: the year before the next version's first; None while there is none."""

    version: RuleVersion
    last: int | None
    adopted: int
    sentence: str
    holds: bool


@on_region(P.REGION_VIEW)
def rule(request: HttpRequest, region: Region, number: int) -> HttpResponse:
    found = get_object_or_404(region.rules, pk=number)
    today, held, done = timezone.localdate(), versions_with_use(found), list(changes_of(found))
    names = people_known(region, [*(version.definition for version, *_use in held), *(entry.definition for entry in done)], today)
    versions = [
        VersionRow(version, last, adopted, rule_sentence(version.definition, names, region.currency), holds_in(today.year, version.first_year, last))
        for version, last, adopted in held
    ]
    changes = [(entry, rule_sentence(entry.definition, names, region.currency)) for entry in done]
    using = visible_to(signed_in_user(request)).filter(pk__in=projects_using(region).get(found.pk, ())).order_by("reference")
    return page(request, region, "register/rule.html", {"rule": found, "versions": versions, "changes": changes, "using": using})


def holds_in(year: int, first: int, last: int | None) -> bool:
    return first <= year and (last is None or year <= last)


@on_region(P.REGISTER_EDIT, methods=FORM)
def rule_new(request: HttpRequest, region: Region) -> HttpResponse:
    form = NewRuleForm(request.POST or None, region=region, year=timezone.localdate().year + 1)
    if request.method == "POST":
        user, key = signed_in_user(request), key_of(request.POST)
        with transaction.atomic():
            held = lock_region(region, user, P.REGISTER_EDIT)
            if earlier := done_before(key, user):
                saved_already(request, earlier.at)
                return SeeOther(earlier.result)
            if form.is_valid() and (made := begin(held, form, user)):
                note(key, user, page_of(region, made.pk))
                messages.success(request, _("Saved."))
                return SeeOther(page_of(region, made.pk))
    context = {"form": form, "key": key_of(request.POST if form.is_bound else None), "back": list_of(region)}
    return page(request, region, "register/rule_new.html", context, status=422 if form.errors else 200)


def begin(region: Region, form: NewRuleForm, by: User) -> Rule | None:
    name, definition = preset(form.cleaned_data["preset"], region)
    called = form.called(name)
    if not called:
        return None
    return create_rule(region=region, name=called, first_year=form.cleaned_data["first_year"], definition=definition, by=by)


@on_region(P.REGISTER_EDIT, methods=FORM)
def rule_name(request: HttpRequest, region: Region, number: int) -> HttpResponse:
    found = get_object_or_404(region.rules, pk=number)

    def form(held: Region, data: Any) -> RuleForm | None:
        row = Rule.objects.select_related("region").filter(region=held, pk=number).first()
        return RuleForm(data, rule=row) if row else None

    editing = Editing(P.REGISTER_EDIT, "register/rule_name.html", page_of(region, number), form, rename, undo_of, opened=lambda row: RuleForm(None, rule=row))
    return edit(request, region, editing, rule=found)


def rename(form: RuleForm, by: User) -> Any:
    return rows.save(row=form.row(), by=by)


def undo_of(entry: Any) -> str:
    return reverse("rule-undo", args=[entry.instance.region.slug, entry.history_id])


@on_region(P.REGISTER_EDIT, methods=("POST",))
def rule_remove(request: HttpRequest, region: Region, number: int) -> HttpResponse:
    user = signed_in_user(request)
    with transaction.atomic():
        held = lock_region(region, user, P.REGISTER_EDIT)
        found = Rule.objects.filter(region=held, pk=number).first()
        if found is None:
            if not Rule.history.filter(id=number, region=held).exists():
                raise Http404
            removed_already(request)
            return SeeOther(list_of(region))
        try:
            entry = remove_rule(rule=found, by=user)
        except rows.Refused as refused:
            messages.error(request, str(refused))
            return SeeOther(page_of(region, number))
    messages.success(request, _("Removed."), extra_tags=undo_of(entry))
    return SeeOther(list_of(region))


@on_region(P.REGISTER_EDIT, methods=("POST",))
def rule_undo(request: HttpRequest, region: Region, number: int) -> HttpResponse:
    return undone(request, region, Rule, number)


def undone(request: HttpRequest, region: Region, model: Any, number: int) -> HttpResponse:
    """Takes back one deed, unless something came after it."""
    user = signed_in_user(request)
    with transaction.atomic():
        held = lock_region(region, user, P.REGISTER_EDIT)
        entry = get_object_or_404(entry_of(held, model, number))
        take_back(request, entry, user)
    rule = entry.id if model is Rule else entry.rule_id
    return SeeOther(page_of(region, rule) if Rule.objects.filter(region=region, pk=rule).exists() else list_of(region))
