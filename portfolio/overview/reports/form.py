"""The draft of a status report as a form: everything may be left open until it is sent."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from milestones.models import StatusReport
from milestones.reporting import GOOD, Subject, is_over, lacking
from portfolio.web.fields import DayField, LinesField, MoneyField

FIELDS = (
    "period_from", "period_to", "status", "summary", *(name for each in Subject for name in (each.value, f"{each}_comment")), "forecast_minor", "next_decision",
)  # fmt: skip
NOTHING = "–"


class ReportForm(forms.Form):
    """Bound to a draft; ``before`` is what stands there."""

    def __init__(self, data: Any, report: StatusReport) -> None:
        self.report = report
        self.before = {name: getattr(report, name) for name in FIELDS}
        super().__init__(data, initial=self.before)
        label = {name: capfirst(str(StatusReport._meta.get_field(name).verbose_name)) for name in FIELDS}  # type: ignore[union-attr]
        day = {"invalid": _("Write the day as 2026-10-31 or 31.10.2026."), "required": _("Write the day as 2026-10-31 or 31.10.2026.")}
        self.fields["period_from"] = DayField(label=label["period_from"], error_messages=day)
        self.fields["period_to"] = DayField(label=label["period_to"], error_messages=day)
        self.fields["status"] = self.choice(label["status"], [(each.value, str(each.label)) for each in StatusReport.STANDINGS])
        self.fields["summary"] = LinesField(label=label["summary"], required=False)
        for each in Subject:
            self.fields[each.value] = self.choice(label[each], StatusReport.Light.choices)
            said = _("%(subject)s: comment") % {"subject": label[each]}
            self.fields[f"{each}_comment"] = LinesField(label=said, required=False, widget=forms.Textarea(attrs={"rows": 2}))
        hint = _("In kronor, like 1 000 000. Empty when nobody has made one.")
        self.fields["forecast_minor"] = MoneyField(label=label["forecast_minor"], required=False, help_text=hint)
        self.fields["next_decision"] = LinesField(label=label["next_decision"], required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def choice(self, label: str, choices: Any) -> forms.ChoiceField:
        errors = {"invalid_choice": _("Choose one of the list.")}
        return forms.ChoiceField(label=label, choices=[("", NOTHING), *choices], required=False, error_messages=errors)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = said.get("period_from"), said.get("period_to")
        if first and last and last < first:
            self.add_error("period_to", _("Choose a day on or after the first one."))
        return said

    @property
    def forecast(self) -> int | None:
        """As it was typed in a form that has been checked, or as it stands."""
        return self.cleaned_data.get("forecast_minor") if self.is_bound else self.report.forecast_minor

    def is_whole(self, budget: int | None) -> bool:
        """Whether it can be sent; what lacks is said at its field. Of a valid form; budget: of the whole project, in minor units."""
        said = self.cleaned_data
        lights, comments = {each: said[each.value] for each in Subject}, {each: said[f"{each}_comment"] for each in Subject}
        why = dict.fromkeys([f"{each}_comment" for each in Subject], _("Say in a few words why."))
        if lights[Subject.COST] == GOOD:
            why["cost_comment"] = _("The forecast is above the budget: say in a few words why.")
        for name in lacking(said["status"], lights, comments, is_over(budget, said["forecast_minor"])):
            self.add_error(name, why.get(name, _("Choose one of the list.")))
        return not self.errors

    def made(self) -> StatusReport:
        """The draft as it was typed, not stored."""
        for name in FIELDS:
            setattr(self.report, name, self.cleaned_data[name])
        return self.report
