"""Which date of the plan is to be moved, to which day, and what moves along; and why, when it is saved."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from milestones.queries.steps import Sittings
from milestones.ripple import Edge, Kind, Move, NoSuchMove, Pace, Reach, Ripple, Step, ripple
from milestones.wording.plans import step_name
from portfolio.lib import bounds
from portfolio.templatetags.portfolio_format import day
from portfolio.web.fields import DayField, LineField, year_said
from portfolio.web.posting import digest

WRITE_DAY = gettext_lazy("Write the day as 2026-10-31 or 31.10.2026.")
CHOOSE = {"required": gettext_lazy("Choose one of the list."), "invalid_choice": gettext_lazy("Choose one of the list.")}
PACES = [(Pace.WORKING.value, gettext_lazy("working days")), (Pace.CALENDAR.value, gettext_lazy("calendar days"))]
REACHES = [
    (Reach.AFTER.value, gettext_lazy("everything dated on or after it")),
    (Reach.PHASE.value, gettext_lazy("only what belongs to the same phase")),
    (Reach.ALONE.value, gettext_lazy("nothing else")),
]
REFUSALS = {
    "gone": lambda: _("This date is no longer there. Choose another."),
    "same": lambda: _("That is the day it has. Write another."),
    "backwards": lambda: _("It would end before it begins. Write another day."),
}


def dates(steps: Sequence[Step]) -> list[tuple[str, str]]:
    """Every date that may be moved, as what it is and where it stands; done rows have none to move."""
    found = []
    for step in steps:
        for edge in (Edge.FIRST, Edge.LAST):
            on = step.date(edge)
            if on and not step.is_done:
                found.append((f"{step.kind}-{step.pk}-{edge}", f"{step_name(step)}, {stands(step, edge)}"))
    return found


def stands(step: Step, edge: Edge) -> str:
    written = day(step.date(edge), step.precision)
    if step.kind in (Kind.MILESTONE, Kind.DECISION):
        return written
    return _("begins %(day)s") % {"day": written} if edge is Edge.FIRST else _("ends %(day)s") % {"day": written}


class MoveForm(forms.Form):
    date = forms.ChoiceField(
        label=gettext_lazy("Which date"),
        help_text=gettext_lazy("What is done or decided stays where it is, so it is not in the list."),
        error_messages=CHOOSE,
        widget=forms.Select(attrs={"class": "ctl"}),
    )
    to = DayField(label=gettext_lazy("New day"), error_messages={"required": WRITE_DAY, "invalid": WRITE_DAY})
    reach = forms.ChoiceField(label=gettext_lazy("What moves along"), choices=REACHES, error_messages=CHOOSE, initial=Reach.AFTER)
    pace = forms.ChoiceField(label=gettext_lazy("Counted in"), choices=PACES, error_messages=CHOOSE, initial=Pace.WORKING)

    def __init__(self, data: Any, *, steps: Sequence[Step], sittings: Sittings, country: str, **options: Any) -> None:
        super().__init__(data, **options)
        self.steps, self.sittings, self.country = steps, sittings, country
        self.found: Ripple | None = None
        self.fields["date"].choices = [("", "–"), *dates(steps)]  # type: ignore[attr-defined]
        for name in ("reach", "pace"):
            self.fields[name].widget.attrs["class"] = "ctl"

    def clean_to(self) -> dt.date:
        to: dt.date = self.cleaned_data["to"]
        if not bounds.is_of_this_age(to.year):
            raise forms.ValidationError(year_said(), code="year")
        return to

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            kind, pk, edge = cleaned["date"].split("-")
            asked = Move(Kind(kind), int(pk), Edge(edge), cleaned["to"], Pace(cleaned["pace"]), Reach(cleaned["reach"]))
            try:
                self.found = ripple(self.steps, asked, self.country)
            except NoSuchMove as refused:
                self.add_error("date" if refused.why == "gone" else "to", REFUSALS[refused.why]())
        return cleaned

    @property
    def seen(self) -> str:
        """The digest of the whole plan as it stands, with the meetings: a move that was looked through is saved on that plan and on no other."""
        return digest({f"{step.kind}-{step.pk}": step for step in self.steps} | self.sittings.seen)


class ReasonForm(forms.Form):
    reason = LineField(label=gettext_lazy("Why"), max_length=100, error_messages={"required": gettext_lazy("Say in a few words why: dates change.")})
    unlock = forms.BooleanField(
        label=gettext_lazy("The date is confirmed. Unlock it and move it all the same."),
        error_messages={"required": gettext_lazy("Tick this to move a confirmed date, or leave it where it is.")},
    )

    def __init__(self, data: Any, *, is_confirmed: bool) -> None:
        super().__init__(data)
        if not is_confirmed:
            del self.fields["unlock"]
