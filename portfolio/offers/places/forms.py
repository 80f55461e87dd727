"""Who joins late or leaves, on which day and on which terms; and why, once what it changes has been looked at."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from costsharing.queries.ripple import Change, declines, joins, leaves
from portfolio.lib import bounds
from portfolio.queries.register import parties_for
from portfolio.templatetags.portfolio_format import day
from portfolio.web.fields import DayField, LineField, MoneyField, PartyField, year_said
from projects.actions.places import precedes, why_not_from, why_not_join, why_not_leave, why_not_pass
from projects.models import FormalDecision, OfferVersion, Participation, Project
from projects.offering import DAY, State

WRITE_DAY = {
    "required": gettext_lazy("Write the day as 2026-10-31 or 31.10.2026."),
    "invalid": gettext_lazy("Write the day as 2026-10-31 or 31.10.2026."),
}


class Versions(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return _("%(title)s, version %(n)s") % {"title": obj.offer, "n": obj.number}


def of_this_age(on: dt.date) -> dt.date:
    if not bounds.is_of_this_age(on.year):
        raise forms.ValidationError(year_said(), code="year")
    return on


class JoinForm(forms.Form):
    decision = forms.CharField(required=False, widget=forms.HiddenInput)
    organisation = PartyField(
        label=gettext_lazy("Municipality or other party"),
        help_text=gettext_lazy("Write the name or the number."),
        error_messages={"required": gettext_lazy("Write which party joins.")},
    )
    on = DayField(
        label=gettext_lazy("Takes part from"),
        help_text=gettext_lazy("The whole month of this day is paid for."),
        error_messages=WRITE_DAY,
    )
    fee = MoneyField(
        label=gettext_lazy("Joining fee"),
        required=False,
        help_text=gettext_lazy("Once, in the year of that day, and counted in its share of that year. Leave it empty where nothing is agreed."),
    )
    terms = Versions(
        OfferVersion.objects.none(), label=gettext_lazy("Joins on the terms of"), required=False, empty_label=gettext_lazy("no offer"), to_field_name="pk"
    )

    def __init__(self, data: Any, *, project: Project, **options: Any) -> None:
        super().__init__(data, **options)
        self.project = project
        self.fields["organisation"].candidates = parties_for(project.region)  # type: ignore[attr-defined]
        sent = OfferVersion.objects.filter(offer__project=project).exclude(offer__state=State.DRAFT).select_related("offer")
        self.fields["terms"].queryset = sent.defer("terms").order_by("-offer__number", "-number")  # type: ignore[attr-defined]

    def clean_on(self) -> dt.date:
        return of_this_age(self.cleaned_data["on"])

    def clean_fee(self) -> int:
        fee: int = self.cleaned_data["fee"] or 0
        if fee < 0:
            raise forms.ValidationError(_("Write an amount that is not below zero."), code="negative")
        return fee

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        who = cleaned.get("organisation")
        if who and (why := why_not_join(self.project, who)):
            self.add_error("organisation", why)
        elif who and "on" in cleaned and (why := why_not_from(self.project, who, cleaned["on"])):
            self.add_error("on", why)
        return cleaned

    @property
    def changes(self) -> list[Change]:
        said = self.cleaned_data
        return [joins(said["organisation"], said["on"], said["fee"])]


class LeaveForm(forms.Form):
    """no: the decision of its own body that it goes by, None for a notice."""

    decision = forms.CharField(required=False, widget=forms.HiddenInput)
    notice_on = DayField(label=gettext_lazy("Notice given"), is_fact=True, error_messages=WRITE_DAY)
    on = DayField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("It takes part until this day, and pays for the whole month."),
        error_messages=WRITE_DAY,
    )
    takes_over = forms.BooleanField(required=False)

    def __init__(self, data: Any, *, place: Participation, no: FormalDecision | None = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.place, self.no = place, no
        if no and precedes(place, no.decided_on):
            self.fields["on"].help_text = _("It takes part from %(day)s only. With a day before that it does not take part, and pays nothing.") % {
                "day": day(place.valid_from)
            }
        successor = place.organisation.successor
        if successor is None:
            del self.fields["takes_over"]
        else:
            self.fields["takes_over"].label = _("%(name)s, which it was merged into, takes its place from the day after") % {"name": successor}

    def clean_on(self) -> dt.date:
        return of_this_age(self.cleaned_data["on"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        if cleaned["on"] < cleaned["notice_on"]:
            self.add_error("on", _("Write a day on or after the one when notice was given."))
        elif why := why_not_leave(self.place, cleaned["on"], may_precede=self.no is not None):
            self.add_error("on", why)
        elif cleaned.get("takes_over") and self.stays_out:
            self.add_error("takes_over", _("It does not take part, so nobody takes its place. Let that one join instead."))
        elif cleaned.get("takes_over") and (why := why_not_pass(self.place, cleaned["on"])):
            self.add_error("takes_over", why)
        return cleaned

    @property
    def stays_out(self) -> bool:
        return precedes(self.place, self.cleaned_data["on"])

    @property
    def changes(self) -> list[Change]:
        said = self.cleaned_data
        if self.stays_out:
            return [declines(self.place.organisation)]
        going = leaves(self.place.organisation, said["on"])
        successor = self.place.organisation.successor
        return [going, joins(successor, said["on"] + DAY)] if said.get("takes_over") and successor else [going]


class ReasonForm(forms.Form):
    reason = LineField(
        label=gettext_lazy("Why"),
        max_length=100,
        help_text=gettext_lazy("Stands in the history: which decision or letter it rests on."),
        error_messages={"required": gettext_lazy("Say in a few words why: dates and money change.")},
    )
