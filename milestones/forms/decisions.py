"""What a body has decided, as it is typed."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from milestones.actions.decisions import Asked, Said
from milestones.gates import Outcome
from milestones.models import Decision
from milestones.models.decision import OUTCOME_LABELS
from portfolio.models import Region
from portfolio.web import papers
from portfolio.web.fields import DayField, LineField, LinesField, no_day_of_a_decision

FIRST_ROWS, MORE_ROWS, MOST_ROWS = 3, 3, 30
WRITE_DAY = _("Write the day as 2026-10-31 or 31.10.2026.")
UNFIT = {
    "size": _("The file is larger than 4 MB. Save it smaller and choose it again."),
    "kind": _("This is not a PDF. Save the minutes as PDF and choose them again."),
    "broken": _("The PDF is not whole. Save it again and choose it again."),
}
FREEZES = _("With continue, or continue with changes, mandate %(version)s is approved and the plan is frozen. With any other outcome nothing is frozen.")
MINUTES = {
    "empty": _("The file is empty. Choose another."),
    "invalid": _("Choose a file."),
    "missing": _("Choose a file."),
    "required": _("Choose a file."),
    "max_length": _("The file's name is too long. Give it a shorter one."),
}


class MinutesField(forms.FileField):
    """A PDF within limits; what is cleaned is its bytes."""

    widget = forms.FileInput(attrs={"accept": "application/pdf"})

    def __init__(self, **options: Any) -> None:
        super().__init__(label=_("Minutes"), error_messages=MINUTES, **options)

    def clean(self, data: Any, initial: Any = None) -> bytes | None:
        file = super().clean(data, initial)
        if not file:
            return None
        try:
            return papers.read(file, file.size)
        except papers.Unfit as fault:
            raise forms.ValidationError(UNFIT[fault.why], code=fault.why) from None


class MinutesForm(forms.Form):
    minutes = MinutesField(help_text=_("As PDF, at most 4 MB."))


class DecisionForm(forms.Form):
    """rows: how many conditions there is room for. approvable: the version of the mandate that is approved, and the plan frozen, if the project goes on.

    A correction says why, too, and freezes nothing."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[(each.value, capfirst(label)) for each, label in OUTCOME_LABELS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the body decided.")},
    )
    text = LinesField(label=_("Text of the decision"), max_length=20_000, error_messages={"required": _("Write the decision as the minutes have it.")})
    body: Any = forms.ModelChoiceField(
        label=_("Deciding body"), queryset=None, empty_label="–", error_messages={"required": _("Choose which body has decided.")}
    )
    met_on = DayField(label=_("Day of the decision"), error_messages={"required": _("Write the day of the decision."), "invalid": WRITE_DAY})
    paragraph = LineField(label=_("Paragraph"), max_length=40, required=False, help_text=_("As the minutes number it: § 9."))
    case_number = LineField(label=_("Case number"), max_length=60, required=False)
    dissent = LinesField(label=_("Dissent"), max_length=20_000, required=False, help_text=_("Reservations and votes against, as the minutes have them."))
    minutes = MinutesField(required=False, help_text=_("As PDF, at most 4 MB. They may also be added later."))
    freeze = forms.BooleanField(label=_("Freeze the plan as baseline with this decision"), required=False, initial=True)
    reason = LineField(
        label=_("Why the decision is replaced"),
        max_length=300,
        help_text=_("Stands with both decisions."),
        error_messages={"required": _("Write what was wrong in the decision that this one replaces.")},
    )

    def __init__(self, *args: Any, region: Region, rows: int = FIRST_ROWS, replaces: Decision | None = None, approvable: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.rows, self.replaces = min(rows, MOST_ROWS), replaces
        self.fields["body"].queryset = region.bodies.all()  # type: ignore[attr-defined]
        for number in range(1, self.rows + 1):
            self.fields[f"condition_{number}"] = LinesField(
                label=_("Condition %(n)s") % {"n": number}, max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 2})
            )
            self.fields[f"due_{number}"] = DayField(
                label=_("Follow-up of condition %(n)s") % {"n": number}, required=False, error_messages={"invalid": WRITE_DAY}
            )
        if replaces is None:
            del self.fields["reason"]
        elif replaces.minutes:
            self.fields["minutes"].help_text = _("As PDF, at most 4 MB. The minutes of the decision that is replaced go along unless you choose others.")
        if approvable and replaces is None:
            self.fields["freeze"].help_text = FREEZES % {"version": escape(approvable)}  # a help text is shown as it is
        else:
            del self.fields["freeze"]
        for name, field in self.fields.items():
            if name not in ("outcome", "freeze"):
                field.widget.attrs.setdefault("class", "ctl")

    def clean_met_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["met_on"]
        if wrong := no_day_of_a_decision(day):
            raise wrong
        return day

    def clean(self) -> dict[str, Any]:
        """A condition has words and a day, or neither."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for number in range(1, self.rows + 1):
            text, due = cleaned.get(f"condition_{number}"), cleaned.get(f"due_{number}")
            if text and not due and f"due_{number}" not in self.errors:
                self.add_error(f"due_{number}", _("Write when the condition is followed up."))
            if due and not text and f"condition_{number}" not in self.errors:
                self.add_error(f"condition_{number}", _("Write what the body asks for, or take the day away."))
        return cleaned

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if not name.startswith(("condition_", "due_"))]

    @property
    def conditions(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"condition_{number}"], self[f"due_{number}"]) for number in range(1, self.rows + 1)]

    @property
    def freezes_plan(self) -> bool:
        return bool(self.cleaned_data.get("freeze"))

    def said(self, minutes: tuple[str, str]) -> Said:
        """minutes: where they are kept, and their SHA-256. A correction takes along when a condition that it repeats was met."""
        data = self.cleaned_data
        met = {(each.text, each.due_on): each for each in self.replaces.conditions.all()} if self.replaces else {}
        asked = []
        for number in range(1, self.rows + 1):
            if text := data[f"condition_{number}"]:
                before = met.get((text, data[f"due_{number}"]))
                done = (before.done_on, before.done_note) if before else (None, "")
                asked.append(Asked(text, data[f"due_{number}"], *done))
        names = ("body", "met_on", "text", "paragraph", "case_number", "dissent")
        return Said(**{name: data[name] for name in names}, outcome=Outcome(data["outcome"]), minutes=minutes[0], minutes_sha256=minutes[1], conditions=asked)


def initial_of(decision: Decision) -> dict[str, Any]:
    """A correction begins with what it corrects."""
    found = {name: getattr(decision, name) for name in ("outcome", "text", "body", "met_on", "paragraph", "case_number", "dissent")}
    for number, condition in enumerate(decision.conditions.all(), 1):
        found |= {f"condition_{number}": condition.text, f"due_{number}": condition.due_on}
    return found
