"""Which years of budget somebody looks at."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portfolio.overview.filter_form import QuickSelect

SPANS = {"1": _("One year"), "3": _("Three years")}


@dataclass(frozen=True)
class Season:
    """The years that are shown, and those that one may choose to begin with."""

    first: int
    span: int
    choices: Sequence[int]

    @property
    def years(self) -> list[int]:
        return list(range(self.first, self.first + self.span))

    def query(self) -> dict[str, str]:
        return {"year": str(self.first), "years": str(self.span)}


def season(asked: Mapping[str, Any], known: Sequence[int], today: dt.date, span: int = 0) -> Season:
    """The year that is asked for; else the next, whose budgets are being made, or the nearest to it in which anybody pays anything."""
    coming = today.year + 1
    choices = sorted({*known, coming})
    said = str(asked.get("year", ""))
    first = int(said) if said.isdecimal() and int(said) in choices else min(known, key=lambda year: (abs(year - coming), -year), default=coming)
    return Season(first, span or (3 if asked.get("years") == "3" else 1), choices)


class SeasonForm(forms.Form):
    """Drawn from a season, so that it never holds what cannot be shown."""

    year = forms.ChoiceField(label=_("Year"), widget=QuickSelect(attrs={"class": "ctl"}))
    years = forms.ChoiceField(label=_("Years shown"), choices=list(SPANS.items()), widget=QuickSelect(attrs={"class": "ctl"}))

    def __init__(self, season: Season) -> None:
        super().__init__(initial=season.query())
        self.fields["year"].choices = [(str(year), str(year)) for year in season.choices]  # type: ignore[attr-defined]
