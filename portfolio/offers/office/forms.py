"""What the office writes of an offer. What is delivered, promised and paid is drawn from the project."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from costsharing.models import Scenario
from costsharing.queries.rules import figures_known
from costsharing.wording.numbers import figure_name
from portfolio.models import Organisation
from portfolio.offers.office.whom import Candidate
from portfolio.queries.register import parties_for
from portfolio.web.fields import DayField, LineField, LinesField, MoneyField, PartyField
from portfolio.web.whole import WholeField
from projects.models import Offer, Project
from projects.models.offer import BINDING_LABELS, SILENCE_LABELS
from projects.offering import Binding, Silence, closing_of, last_day_of

LEAST = ("least_participants", "least_figure", "least_figure_value", "least_minor")


class TermsForm(forms.Form):
    """What the offer says by itself and may be changed while it is open."""

    title = LineField(label=_("What is offered"), max_length=200, error_messages={"required": _("Say in a few words what is offered.")})
    binding = forms.ChoiceField(
        label=_("What an answer is"),
        choices=[(each.value, label) for each, label in BINDING_LABELS.items()],
        initial=Binding.FORMAL.value,
        widget=forms.RadioSelect,
    )
    silence = forms.ChoiceField(
        label=_("Who does not answer"),
        choices=[(each.value, label) for each, label in SILENCE_LABELS.items()],
        initial=Silence.DECLINES.value,
        widget=forms.RadioSelect,
    )
    asks_signature = forms.BooleanField(label=_("An agreement is signed afterwards"), required=False)
    least_participants = forms.IntegerField(
        label=_("Starts with at least so many participants"),
        required=False,
        min_value=1,
        max_value=1000,
        help_text=_("All limits that you write must be reached."),
    )
    least_figure = forms.ChoiceField(label=_("Starts when those who join have, of this figure,"), required=False)
    least_figure_value = WholeField(label=_("at least"), required=False)
    least_minor = MoneyField(label=_("Starts when those who join pay together at least"), required=False)
    text = LinesField(label=_("Letter"), required=False, max_length=4000, help_text=_("Stands at the top of the page that the link opens."))
    late_joining = LinesField(label=_("Joining late and leaving"), required=False, max_length=4000)
    field_order: Sequence[str] | None = ("title", "binding", "last_day", "silence", "asks_signature", *LEAST, "text", "late_joining")

    def __init__(self, data: Any = None, *, project: Project, offer: Offer | None = None) -> None:
        self.zone = project.region.time_zone
        super().__init__(data, initial=self.beginning(offer) if offer else {"title": project.name})
        names = figures_known(project.region, {})
        if offer and offer.least_figure and offer.least_figure not in names:
            names.append(offer.least_figure)
        self.fields["least_figure"].choices = [("", _("no limit")), *((name, capfirst(figure_name(name))) for name in names)]  # type: ignore[attr-defined]

    def beginning(self, offer: Offer) -> dict[str, Any]:
        return {name: getattr(offer, name) for name in TermsForm.base_fields}

    def clean_least_minor(self) -> int | None:
        minor: int | None = self.cleaned_data["least_minor"]
        if minor is not None and minor < 1:
            raise forms.ValidationError(_("Write an amount above 0, or leave it empty."), code="low")
        return minor

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if {"least_figure", "least_figure_value"} <= cleaned.keys() and bool(cleaned["least_figure"]) != (cleaned["least_figure_value"] is not None):
            if cleaned["least_figure"]:
                self.add_error("least_figure_value", _("Write how much of it, or choose “no limit” above."))
            else:
                self.add_error("least_figure", _("Choose which figure the number is about, or leave the number empty."))
        return cleaned

    def fields_of_offer(self) -> dict[str, Any]:
        """By the columns of the offer."""
        return {name: self.cleaned_data[name] for name in TermsForm.base_fields}


class DraftForm(TermsForm):
    last_day = DayField(label=_("Last day for answers"), error_messages={"required": _("Write the last day on which answers are taken.")})

    def beginning(self, offer: Offer) -> dict[str, Any]:
        return super().beginning(offer) | {"last_day": last_day_of(offer.closes_at, self.zone) if offer.closes_at else None}

    def clean_last_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["last_day"]
        if closing_of(day, self.zone) <= timezone.now():
            raise forms.ValidationError(_("Write a day that lies ahead."), code="past")
        return day

    def fields_of_offer(self) -> dict[str, Any]:
        given = super().fields_of_offer() | {"closes_at": closing_of(self.cleaned_data["last_day"], self.zone)}
        return given | {"binding": Binding(given["binding"])}


EVERYBODY, CHOSEN = "everybody", "chosen"


class EditForm(DraftForm):
    """And whom it goes to. candidates: those who have a place, the members of the region, and who is chosen already."""

    who = forms.ChoiceField(
        label=_("It goes to"),
        choices=[(EVERYBODY, _("everybody who has a place in the project")), (CHOSEN, _("those that are ticked"))],
        widget=forms.RadioSelect,
    )
    chosen = forms.MultipleChoiceField(label=_("Ticked"), required=False, widget=forms.CheckboxSelectMultiple)
    guest = PartyField(
        label=_("One more, from outside the region"), required=False, help_text=_("By name or number. It is ticked with the others once you have saved.")
    )

    def __init__(self, data: Any = None, *, project: Project, offer: Offer, candidates: Sequence[Candidate]) -> None:
        self.candidates = candidates
        super().__init__(data, project=project, offer=offer)
        self.fields["chosen"].choices = [(str(each.organisation.pk), each.organisation.name) for each in candidates]  # type: ignore[attr-defined]
        self.fields["guest"].candidates = parties_for(project.region)  # type: ignore[attr-defined]

    def beginning(self, offer: Offer) -> dict[str, Any]:
        ticked = [str(each.organisation.pk) for each in self.candidates if each.is_chosen]
        return super().beginning(offer) | {"who": CHOSEN if ticked else EVERYBODY, "chosen": ticked}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        found: Organisation | None = cleaned.get("guest")
        if cleaned.get("who") == CHOSEN and not cleaned.get("chosen") and not found and "guest" not in self.errors:
            self.add_error("who", _("Tick whom it goes to, or choose everybody."))
        if cleaned.get("who") == EVERYBODY and found:
            self.add_error("who", _("You have written a party to add. Choose “those that are ticked”, or take it away."))
        return cleaned

    def organisations(self) -> set[int]:
        """Empty for everybody."""
        if self.cleaned_data["who"] == EVERYBODY:
            return set()
        guest: Organisation | None = self.cleaned_data["guest"]
        return {int(pk) for pk in self.cleaned_data["chosen"]} | ({guest.pk} if guest else set())

    def before(self) -> dict[str, Any]:
        """What stands, as the digest and both texts have it."""
        return {name: self.initial.get(name) for name in self.fields if name != "guest"}


NO_FEE = "none"


class CostForm(forms.Form):
    """By which scenario the fee is counted; it is read, so that the address of the preview says it. Where there are scenarios nothing is chosen beforehand:
    an offer without a fee is a choice too.
    """

    scenario = forms.ChoiceField(label=_("The fee is counted by"), required=False)

    def __init__(self, data: Any, *, project: Project) -> None:
        super().__init__(data)
        self.scenarios = {str(each.pk): each for each in Scenario.objects.filter(project=project).order_by("-year", "pk")}
        asks = [("", _("choose how"))] if self.scenarios else []
        by = [(pk, str(each)) for pk, each in self.scenarios.items()]
        self.fields["scenario"].choices = [*asks, *by, (NO_FEE if asks else "", _("no fee"))]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> str:
        """As the preview's form carries it on; "" where it is still to be chosen, or there is nothing to choose."""
        return str(self.cleaned_data.get("scenario", "")) if self.is_valid() else ""

    @property
    def is_open(self) -> bool:
        return bool(self.scenarios) and not self.chosen


SAME = "same"


class NewTermsForm(TermsForm):
    """Of an offer that is open: the day is moved by a deed of its own. cost: as it was sent, by another scenario, or none any more."""

    cost = forms.ChoiceField(label=_("The fee is counted"), required=False)

    def __init__(self, data: Any = None, *, project: Project, offer: Offer, has_cost: bool) -> None:
        super().__init__(data, project=project, offer=offer)
        self.scenarios = {str(each.pk): each for each in Scenario.objects.filter(project=project).order_by("-year", "pk")}
        kept = [(SAME, _("as it was sent"))] if has_cost else []
        by = [(pk, _("anew, by %(scenario)s") % {"scenario": each}) for pk, each in self.scenarios.items()]
        self.fields["cost"].choices = [*kept, ("", _("no fee")), *by]  # type: ignore[attr-defined]
        self.initial["cost"] = SAME if has_cost else ""

    def scenario(self) -> Scenario | None:
        return self.scenarios.get(self.cleaned_data["cost"])


class ExtendForm(forms.Form):
    last_day = DayField(label=_("New last day for answers"), error_messages={"required": _("Write the new last day for answers.")})
    reason = LineField(label=_("Why"), max_length=100, error_messages={"required": _("Write why the day is moved: it stands in the history.")})

    def __init__(self, data: Any = None, *, offer: Offer) -> None:
        super().__init__(data)
        self.offer, self.zone = offer, offer.project.region.time_zone

    def clean_last_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["last_day"]
        closing = closing_of(day, self.zone)
        if closing <= timezone.now() or (self.offer.closes_at and closing <= self.offer.closes_at):
            raise forms.ValidationError(_("Write a day that lies ahead and after the one that was promised."), code="past")
        return day

    def closes_at(self) -> dt.datetime:
        return closing_of(self.cleaned_data["last_day"], self.zone)


class LateForm(forms.Form):
    because = LineField(
        label=_("Why it counts"),
        max_length=300,
        help_text=_("For example: posted in time, delayed in our mailbox. It stands beside the answer."),
        error_messages={"required": _("Write why the answer counts although it came late.")},
    )
