"""A year's meetings of a body at once: all days are stored, or none and each that is wrong is named."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portfolio.access.permissions import P
from portfolio.access.rules import on_region, signed_in_user
from portfolio.actions.meetings import plan
from portfolio.editing import words
from portfolio.editing.holders import RegionHolder
from portfolio.editing.register_records import REGISTER_RECORDS
from portfolio.editing.saving import Outcome
from portfolio.editing.views import FORM, answer
from portfolio.lib.daylist import DayList, read
from portfolio.models import Body, Region
from portfolio.templatetags.portfolio_format import day
from portfolio.web.daysoff import days_off
from portfolio.web.fields import ClockField, LineField, LinesField
from portfolio.web.posting import SeeOther, done_before, key_of, note

MOST = 100


class MeetingsForm(forms.Form):
    days = LinesField(
        label=gettext_lazy("Days"),
        help_text=gettext_lazy("One on each line, or with a comma between: 2026-10-31 or 31.10.2026."),
        error_messages={"required": words.DAY},
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    starts_at = ClockField(
        label=gettext_lazy("Time"), required=False, help_text=gettext_lazy("The same for all, when it is known."), error_messages={"invalid": words.CLOCK}
    )
    place = LineField(label=gettext_lazy("Place"), required=False, max_length=120)

    def __init__(self, data: Any, body: Body) -> None:
        super().__init__(data)
        self.body = body

    def clean_days(self) -> DayList:
        found = read(self.cleaned_data["days"])
        faults = []
        if found.wrong:
            faults.append(_("No day: %(texts)s. Write each as 2026-10-31 or 31.10.2026.") % {"texts": ", ".join(each[:40] for each in found.wrong[:10])})
        if found.twice:
            faults.append(_("Written more than once: %(days)s. Keep one of each.") % {"days": ", ".join(map(day, found.twice))})
        if stored := self.body.meetings.filter(date__in=found.days).order_by("date").values_list("date", flat=True):
            faults.append(_("The body meets on these days already: %(days)s. Take them out of the list.") % {"days": ", ".join(map(day, stored))})
        if len(found.days) > MOST:
            faults.append(_("These are more than %(most)s days. Send them in parts.") % {"most": MOST})
        if not (found.days or faults):
            faults.append(str(words.DAY))
        if faults:
            raise forms.ValidationError(faults)
        return found


@on_region(P.REGISTER_EDIT, methods=FORM)
def meetings(request: HttpRequest, region: Region, number: int) -> HttpResponse:
    body = get_object_or_404(region.bodies, pk=number)
    if request.method != "POST":
        return page(request, region, body, MeetingsForm(None, body))
    user, key, back = signed_in_user(request), key_of(request.POST), reverse("body", args=[region.slug, body.pk])
    with transaction.atomic():
        held = RegionHolder(region).locked(user)
        if earlier := done_before(key, user):
            return answer(request, held, REGISTER_RECORDS["meetings"], Outcome(earlier=earlier))
        body = get_object_or_404(held.of.bodies, pk=number)
        form = MeetingsForm(request.POST, body)
        if not form.is_valid():
            return page(request, region, body, form, 422)
        given = {name: form.cleaned_data[name] for name in ("starts_at", "place")}
        made = plan(body=body, days=form.cleaned_data["days"].days, by=user, **given)
        note(key, user, back)
    if remark := days_off((each.date for each in made), region.country):
        messages.warning(request, remark)
    messages.info(request, ngettext("%(n)s meeting is added.", "%(n)s meetings are added.", len(made)) % {"n": len(made)})
    return SeeOther(back)


def page(request: HttpRequest, region: Region, body: Body, form: MeetingsForm, status: int = 200) -> HttpResponse:
    context = {"region": region, "menu": True, "body": body, "form": form, "key": key_of(request.POST if form.is_bound else None)}
    return render(request, "register/meetings.html", context, status=status)
