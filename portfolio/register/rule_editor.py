"""A version of a rule while it is made: rows of parts, the sentence that it says, what is wrong, and what it would give the members."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from costsharing.actions.rules import adopted_text, remove_version, store_version
from costsharing.forms.ruleform import Known, RuleVersionForm, figure_names, rearranged, written
from costsharing.forms.ruletexts import People
from costsharing.models import Rule, RuleVersion
from costsharing.queries.rules import Example, example_of, figures_known, is_adopted, people_known
from costsharing.wording import fault_text
from portfolio.access.permissions import P
from portfolio.access.rules import READ, on_region, signed_in_user
from portfolio.actions import rows
from portfolio.actions.locking import lock_region
from portfolio.models import Region, User
from portfolio.register.pages import page
from portfolio.register.rules import list_of, page_of, undone
from portfolio.register.saving import Editing, edit
from portfolio.web.posting import Pair, SeeOther, key_of
from portfolio.web.saying import removed_already

FORM = (*READ, "POST")
MOST_FAULTS = 3


def known_in(region: Region, definition: Mapping[str, Any]) -> Known:
    people = People(people_known(region, [definition], timezone.localdate()))
    return Known(people, figure_names(figures_known(region, definition)), region)


@on_region(P.REGISTER_EDIT, methods=FORM)
def version(request: HttpRequest, region: Region, number: int) -> HttpResponse:
    """GET shows it. POST with do=save stores it; with any other deed the form comes back as it is then, and nothing is stored."""
    found = get_object_or_404(RuleVersion.objects.select_related("rule"), pk=number, rule__region=region)

    def form(held: Region, data: Any) -> RuleVersionForm | None:
        row = RuleVersion.objects.select_related("rule__region").filter(pk=number, rule__region=held).first()
        return RuleVersionForm(data, version=row, known=known_in(held, row.definition)) if row else None

    return editor(request, region, found, form)


@on_region(P.REGISTER_EDIT, methods=FORM)
def version_new(request: HttpRequest, region: Region, number: int) -> HttpResponse:
    """A version that begins as a copy of the newest."""
    rule = get_object_or_404(region.rules, pk=number)

    def form(held: Region, data: Any) -> RuleVersionForm | None:
        row = Rule.objects.select_related("region").filter(region=held, pk=number).first()
        copy = copy_of_newest(row) if row else None
        return RuleVersionForm(data, version=copy, known=known_in(held, copy.definition)) if copy else None

    return editor(request, region, copy_of_newest(rule), form)


def copy_of_newest(rule: Rule) -> RuleVersion:
    newest = rule.versions.order_by("-first_year").first()
    definition = newest.definition if newest else {"unit": "1", "parts": []}
    return RuleVersion(rule=rule, first_year=max(timezone.localdate().year, newest.first_year if newest else 0) + 1, definition=definition)


def editor(request: HttpRequest, region: Region, row: RuleVersion, form: Any) -> HttpResponse:
    deed = request.POST.get("do", "save")
    back = page_of(region, row.rule_id)
    context = {"rule": row.rule, "version": row, "is_new": row.pk is None, "why_fixed": adopted_text() if is_adopted(row) else ""}
    template = "register/rule_version.html"
    known = known_in(region, row.definition)
    if request.method == "POST" and deed != "save":
        typed = rearranged(request.POST, deed)
        sent = RuleVersionForm(None, version=row, known=known, typed=typed)
        live = {"form": sent, "shown": request.POST.get("shown", ""), "key": key_of(request.POST), "back": back}
        return page(request, region, template, context | live | tried(row, known, typed))
    typed = rearranged(request.POST, "") if request.method == "POST" else stands(row, known)
    return edit(request, region, Editing(P.REGISTER_EDIT, template, back, form, store, undo_of, both), **context, **tried(row, known, typed))


def stands(row: RuleVersion, known: Known) -> dict[str, str]:
    """What the fields say of the version as it stands."""
    return {name: str(value) for name, value in written(row, known).items()}


def tried(row: RuleVersion, known: Known, typed: Mapping[str, str]) -> dict[str, Any]:
    """What is typed so far, in words; what is wrong with it; what it would give the region's members."""
    form = RuleVersionForm(typed, version=row, known=known)
    form.full_clean()
    faults = form.faults
    example = Example([], 0, False) if faults else example_of(known.region, form.definition, timezone.localdate())
    reasons = [fault_text(fault) for fault in example.faults]
    return {"sentence": form.sentence, "faults": faults, "example": example, "why_not": reasons[:MOST_FAULTS], "more": max(0, len(reasons) - MOST_FAULTS)}


def store(form: RuleVersionForm, by: User) -> Any:
    return store_version(version=form.row(), by=by)


def undo_of(entry: Any) -> str:
    return reverse("rule-version-undo", args=[entry.instance.rule.region.slug, entry.history_id])


def both(stored: RuleVersionForm, mine: RuleVersionForm) -> list[Pair]:
    """The two rules in words, then the fields that differ."""
    standing = RuleVersionForm(stands(stored.instance, mine.known), version=stored.instance, known=mine.known)
    standing.full_clean()
    names = [name for name in mine.fields if name in standing.fields]
    found = [Pair(label_of(mine, name), str(standing[name].value() or "–"), str(mine[name].value() or "–")) for name in names]
    return [Pair(_("The rule"), standing.sentence, mine.sentence), *(pair for pair in found if pair.differs)]


def label_of(form: RuleVersionForm, name: str) -> str:
    part, dash, _name = name.partition("-")
    label = str(form.fields[name].label)
    return f"{form.part(int(part[1:])).title}: {label}" if dash else label


@on_region(P.REGISTER_EDIT, methods=("POST",))
def version_remove(request: HttpRequest, region: Region, number: int) -> HttpResponse:
    user = signed_in_user(request)
    with transaction.atomic():
        held = lock_region(region, user, P.REGISTER_EDIT)
        found = RuleVersion.objects.select_related("rule").filter(pk=number, rule__region=held).first()
        if found is None:
            if not RuleVersion.history.filter(id=number, rule__in=Rule.history.filter(region=held).values("id")).exists():
                raise Http404
            removed_already(request)
            return SeeOther(list_of(region))
        try:
            entry = remove_version(version=found, by=user)
        except rows.Refused as refused:
            messages.error(request, str(refused))
            return SeeOther(page_of(region, found.rule_id))
    messages.success(request, _("Removed."), extra_tags=undo_of(entry))
    return SeeOther(page_of(region, found.rule_id))


@on_region(P.REGISTER_EDIT, methods=("POST",))
def version_undo(request: HttpRequest, region: Region, number: int) -> HttpResponse:
    return undone(request, region, RuleVersion, number)
