"""The plan of instalments, and the step that ticked charges take."""

import calendar
import datetime as dt
import re
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from costsharing.actions.charging import Step, Terms
from costsharing.engine.amounts import number_text
from costsharing.instalments import MOST, VAT, equal_parts
from costsharing.models import Allocation, Charge
from portfolio.lib import bounds
from portfolio.lib.bankdays import next_working_day
from portfolio.templatetags.portfolio_format import day
from portfolio.web.fields import DayField, LineField, year_said

WRITE_DAY = gettext_lazy("Write the day as 2026-10-31 or 31.10.2026.")
PART = re.compile(r"(\d{1,3}(?:[.,]\d{1,6})?) ?%?|(\d{1,4})/(\d{1,4})")
DAYS = {"required": WRITE_DAY, "invalid": WRITE_DAY}


class PartField(forms.CharField):
    """A fraction, 1/4, or per cent, 25 or 33,34 %."""

    def clean(self, value: Any) -> Any:
        text = " ".join(super().clean(value).split())
        found = PART.fullmatch(text)
        if text and (not found or (found[3] and not int(found[3]))):
            raise forms.ValidationError(_("Write per cent, like 25, or a fraction, like 1/4."), code="invalid")
        if not found:
            return None
        part = Fraction(int(found[2]), int(found[3])) if found[3] else Fraction(found[1].replace(",", ".")) / 100
        if part <= 0:
            raise forms.ValidationError(_("Write per cent, like 25, or a fraction, like 1/4."), code="invalid")
        return part


def bank_day_fault(due: dt.date, country: str) -> str:
    """Why nothing can fall due on the day; empty when it can."""
    if not bounds.is_of_this_age(due.year):
        return year_said()
    if (fitting := next_working_day(due, country)) != due:
        return _("No payments are made on %(day)s. The next working day is %(next)s.") % {"day": day(due), "next": day(fitting)}
    return ""


def count_of(text: str | None) -> int:
    """How many instalments somebody asks for; one when that cannot be read."""
    return min(MOST, max(1, int(text))) if text and text.isascii() and text.isdigit() and len(text) < 3 else 1


class PlanForm(forms.Form):
    """One row for each instalment: its day, and its part (all empty: equal parts)."""

    text = LineField(label=gettext_lazy("Text of the invoice"), max_length=200, error_messages={"required": gettext_lazy("Write something here.")})
    period = LineField(label=gettext_lazy("Period"), max_length=60, help_text=gettext_lazy("What the invoice is for, like 2026 or January–June 2026."))
    vat_percent = forms.TypedChoiceField(label=gettext_lazy("VAT"), choices=[(rate, f"{rate} %") for rate in VAT], coerce=int)

    def __init__(self, data: Any, *, allocation: Allocation, count: int) -> None:
        self.allocation, self.count, self.country = allocation, count, allocation.project.region.country
        first = {"text": f"{allocation.project.name} {allocation.year}"[:200], "period": str(allocation.year), "vat_percent": 0}
        super().__init__(data, initial=first)
        for number in range(1, count + 1):
            due = DayField(label=_("Instalment %(n)s, due") % {"n": number}, initial=self.proposed(number), error_messages=DAYS)
            self.fields[f"due_{number}"] = due
            self.fields[f"part_{number}"] = PartField(label=_("Instalment %(n)s, part") % {"n": number}, required=False, max_length=20)

    def proposed(self, number: int) -> dt.date:
        """The last day of the first month of its part of the year, or the first working day after."""
        month = 1 + 12 * (number - 1) // self.count
        return next_working_day(dt.date(self.allocation.year, month, calendar.monthrange(self.allocation.year, month)[1]), self.country)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        before: dt.date | None = None
        for number in range(1, self.count + 1):
            due = cleaned.get(f"due_{number}")
            if due is None:
                continue
            if fault := bank_day_fault(due, self.country):
                self.add_error(f"due_{number}", fault)
            elif before is not None and due <= before:
                self.add_error(f"due_{number}", _("Choose a day after that of the instalment before."))
            before = due
        self.check_parts(cleaned)
        return cleaned

    def check_parts(self, cleaned: dict[str, Any]) -> None:
        names = [f"part_{number}" for number in range(1, self.count + 1)]
        given = [cleaned.get(name) for name in names]
        if any(name in self.errors for name in names) or not any(given):
            return
        if None in given:
            self.add_error(names[given.index(None)], _("Write the part of every instalment, or of none."))
            return
        off = 100 * (sum(part for part in given if part) - 1)
        if off:
            said = _("The parts add up to %(off)s per cent too much.") if off > 0 else _("The parts add up to %(off)s per cent too little.")
            self.add_error(names[-1], said % {"off": number_text(abs(off))})

    def terms(self) -> Terms:
        cleaned, numbers = self.cleaned_data, range(1, self.count + 1)
        parts = [cleaned[f"part_{number}"] for number in numbers] if cleaned["part_1"] else equal_parts(self.count)
        days = [cleaned[f"due_{number}"] for number in numbers]
        return Terms(list(zip(days, parts, strict=True)), cleaned["vat_percent"], cleaned["text"], cleaned["period"])


STEPS = {"decide": Charge.State.DECIDED, "invoice": Charge.State.INVOICED, "pay": Charge.State.PAID}


class StepForm(forms.Form):
    """What was ticked and what is to happen to it. A number stands in each row's own field, or they follow from the first."""

    on = DayField(label=gettext_lazy("Day"), required=False, error_messages={"invalid": WRITE_DAY})
    first_number = LineField(
        label=gettext_lazy("First invoice number"),
        required=False,
        max_length=18,
        help_text=gettext_lazy("The others follow, one by one, where a row has no number of its own."),
    )
    reason = LineField(label=gettext_lazy("Why"), required=False, max_length=100, help_text=gettext_lazy("Needed when a step is taken back."))

    def __init__(self, data: Any, *, charges: list[Charge], today: dt.date) -> None:
        super().__init__(data, initial={"on": today})
        self.do = data.get("do", "") if data else ""
        ticked, instalments = (set(data.getlist("charge")), set(data.getlist("instalment"))) if data else (set(), set())
        self.ticked = [each for each in charges if str(each.pk) in ticked or str(each.instalment) in instalments]
        self.instalments = instalments
        self.numbers = {each.pk: " ".join(data.get(f"number_{each.pk}", "").split())[:60] for each in charges} if data else {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.ticked and self.do != "unplan":
            self.add_error(None, _("Tick the charges first, one by one or a whole instalment."))
        if self.do in STEPS and not cleaned.get("on") and "on" not in self.errors:
            self.add_error("on", WRITE_DAY)
        if self.do in ("back", "unplan") and not cleaned.get("reason"):
            self.add_error("reason", _("Say in a few words why."))
        if self.do == "invoice":
            self.number(cleaned.get("first_number", ""))
        return cleaned

    def number(self, first: str) -> None:
        """Follows the first number by its last figures: A-099, A-100."""
        lacking = [each for each in self.ticked if not self.numbers[each.pk]]
        found = re.fullmatch(r"(.*?)(\d+)", first)
        if lacking and not found:
            who = ", ".join(each.organisation.name for each in lacking[:5])
            self.add_error("first_number", _("Write a number that ends in figures, or a number in each row. Without one: %(who)s.") % {"who": who})
        elif found:
            for place, each in enumerate(lacking):
                self.numbers[each.pk] = f"{found[1]}{int(found[2]) + place:0{len(found[2])}d}"

    def step(self) -> Step:
        return Step(STEPS[self.do], self.cleaned_data["on"], self.numbers, self.cleaned_data["reason"])
