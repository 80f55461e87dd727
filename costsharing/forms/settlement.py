"""What a year really cost, and what was decided about money that is left."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from costsharing.actions.differences import Due
from costsharing.actions.settling import Decision
from costsharing.engine.amounts import amount_of
from costsharing.forms.charges import DAYS, bank_day_fault
from costsharing.instalments import VAT
from costsharing.models import Allocation, Settlement
from costsharing.queries.settled import Actual
from portfolio.lib.bankdays import next_working_day
from portfolio.web.fields import DayField, LineField, MoneyField


class SettleForm(forms.Form):
    """An amount for all that the adopted case was told: the base, each budget line that the rule names, each deduction."""

    def __init__(self, data: Any, *, allocation: Allocation) -> None:
        super().__init__(data)
        case, choose, day = allocation.case, _("Choose one of the list."), _("Write the day as 2026-10-31 or 31.10.2026.")
        chosen = {"required": choose, "invalid_choice": choose}
        self.lines = {f"line_{place}": each["name"] for place, each in enumerate(case.get("lines", ()))}
        self.deduct = {f"deduct_{place}": each["label"] for place, each in enumerate(case.get("deduct", ()))}
        if "base" in case:
            self.add_amount("base", _("Actual cost in all"), case["base"])
        for place, each in enumerate(case.get("lines", ())):
            self.add_amount(f"line_{place}", _("Actual cost: %(name)s") % {"name": each["name"]}, each["amount"])
        for place, each in enumerate(case.get("deduct", ())):
            self.add_amount(f"deduct_{place}", _("Actually deducted: %(name)s") % {"name": each["label"]}, each["amount"])
        kinds = [(value, capfirst(label)) for value, label in Settlement.Unspent.choices]
        self.fields["unspent"] = forms.ChoiceField(label=_("Money that is left is"), choices=kinds, widget=forms.RadioSelect, error_messages=chosen)
        self.fields["body"] = forms.ModelChoiceField(allocation.project.region.bodies.all(), label=_("Deciding body"), error_messages=chosen)
        self.fields["decided_on"] = DayField(label=_("Day of the decision"), error_messages={"required": day, "invalid": day})
        self.fields["paragraph"] = LineField(label=_("Paragraph"), max_length=40, required=False)
        self.fields["case_number"] = LineField(label=_("Case number"), max_length=60, required=False)

    def add_amount(self, name: str, label: str, adopted: str) -> None:
        """The budgeted amount stands in the field to begin with."""
        self.fields[name] = MoneyField(label=label, initial=amount_of(adopted), error_messages={"required": _("Write an amount; 0 if there was none.")})

    def actual(self) -> Actual:
        cleaned = self.cleaned_data
        return Actual(
            cleaned.get("base"), {text: cleaned[name] for name, text in self.lines.items()}, {text: cleaned[name] for name, text in self.deduct.items()}
        )

    def decision(self) -> Decision:
        cleaned = self.cleaned_data
        return Decision(cleaned["unspent"], cleaned["body"], cleaned["decided_on"], cleaned["paragraph"], cleaned["case_number"])


DAYS_TO_PAY = 30


class DueForm(forms.Form):
    """When what a settlement still charges falls due, and the VAT on it: as on the year's other charges, unless one says otherwise."""

    def __init__(self, data: Any, *, settlement: Settlement, today: dt.date) -> None:
        self.country = settlement.allocation.project.region.country
        rates = set(settlement.allocation.charges.values_list("vat_percent", flat=True))
        due = next_working_day(today + dt.timedelta(days=DAYS_TO_PAY), self.country)
        super().__init__(data, initial={"due_on": due, "vat_percent": max(rates, default=0)})
        self.fields["due_on"] = DayField(label=capfirst(_("due")), error_messages=DAYS)
        self.fields["vat_percent"] = forms.TypedChoiceField(label=_("VAT"), choices=[(rate, f"{rate} %") for rate in VAT], coerce=int)

    def clean_due_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["due_on"]
        if fault := bank_day_fault(day, self.country):
            raise forms.ValidationError(fault)
        return day

    def due(self) -> Due:
        return Due(self.cleaned_data["due_on"], self.cleaned_data["vat_percent"])
