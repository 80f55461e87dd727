"""What the office writes of an offer. What is delivered, promised and paid is drawn from the project."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from costsharing.models import Scenario
from portfolio.web.fields import DayField, LineField, LinesField
from projects.models import Project
from projects.models.offer import BINDING_LABELS, SILENCE_LABELS
from projects.offering import Binding, Silence, closing_of


class DraftForm(forms.Form):
    title = LineField(label=_("What is offered"), max_length=200, error_messages={"required": _("Say in a few words what is offered.")})
    binding = forms.ChoiceField(
        label=_("What an answer is"),
        choices=[(each.value, label) for each, label in BINDING_LABELS.items()],
        initial=Binding.FORMAL.value,
        widget=forms.RadioSelect,
    )
    last_day = DayField(label=_("Last day for answers"), error_messages={"required": _("Write the last day on which answers are taken.")})
    silence = forms.ChoiceField(
        label=_("Who does not answer"),
        choices=[(each.value, label) for each, label in SILENCE_LABELS.items()],
        initial=Silence.DECLINES.value,
        widget=forms.RadioSelect,
    )
    asks_signature = forms.BooleanField(label=_("An agreement is signed afterwards"), required=False)
    least_participants = forms.IntegerField(label=_("Starts with at least so many participants"), required=False, min_value=1, max_value=1000)
    text = LinesField(label=_("Letter"), required=False, max_length=4000, help_text=_("Stands at the top of the page that the link opens."))
    late_joining = LinesField(label=_("Joining late and leaving"), required=False, max_length=4000)

    def __init__(self, data: Any = None, *, project: Project) -> None:
        super().__init__(data, initial={"title": project.name})
        self.zone = project.region.time_zone

    def clean_last_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["last_day"]
        if closing_of(day, self.zone) <= timezone.now():
            raise forms.ValidationError(_("Write a day that lies ahead."), code="past")
        return day

    def fields_of_offer(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        given["closes_at"] = closing_of(given.pop("last_day"), self.zone)
        given["binding"] = Binding(given["binding"])
        return given


class CostForm(forms.Form):
    """By which scenario the fee is counted; it is read, so that the address of the preview says it."""

    scenario = forms.ModelChoiceField(Scenario.objects.none(), label=_("The fee is counted by"), required=False, empty_label=_("no fee"))

    def __init__(self, data: Any, *, project: Project) -> None:
        super().__init__(data)
        self.fields["scenario"].queryset = Scenario.objects.filter(project=project).order_by("-year", "pk")  # type: ignore[attr-defined]
