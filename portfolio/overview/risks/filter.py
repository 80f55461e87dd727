"""Which of the projects' risks somebody wants to see; which projects is the filter of the portfolio."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from milestones.models import Risk
from milestones.riskmatrix import Level
from portfolio.overview.filter_form import choice
from portfolio.overview.risks.rows import RiskLine

CELL = re.compile(r"([1-5])x([1-5])")
WHICH = {"every": _("all of the projects'")}
STANDING = {"closed": pgettext_lazy("risks", "closed ones"), "any": _("open and closed")}
REVIEW = {"late": _("to be looked at again, and late")}
LEVELS = {Level.HIGH: _("high"), Level.MEDIUM: _("medium"), Level.LOW: _("low")}


@dataclass(frozen=True)
class RiskFilter:
    """Empty is what the projects have chosen for the portfolio, not closed. cell: "4x5", probability and impact."""

    which: str = ""
    sort_of: str = ""
    level: str = ""
    standing: str = ""
    review: str = ""
    cell: str = ""

    def query(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if value}

    def keep(self, found: Iterable[RiskLine], at_cell: bool = True) -> list[RiskLine]:
        return [line for line in found if self.fits(line) and (not at_cell or self.is_at(line))]

    def fits(self, line: RiskLine) -> bool:
        return (
            self.sort_of in ("", line.risk.kind)
            and self.level in ("", line.level)
            and (self.standing == "any" or line.is_closed == (self.standing == "closed"))
            and (not self.review or line.is_late)
        )

    def is_at(self, line: RiskLine) -> bool:
        return not self.cell or (line.now is not None and self.cell == f"{line.now.probability}x{line.now.impact}")


class RiskFilterForm(forms.Form):
    which = choice(_("Which"), WHICH.items(), _("chosen for the portfolio"))
    sort_of = choice(_("Kind"), Risk.Kind.choices)
    level = choice(_("Level"), LEVELS.items())
    standing = choice(_("Status"), STANDING.items(), pgettext_lazy("risks", "open ones"))
    review = choice(_("Review"), REVIEW.items())

    def __init__(self, data: Any) -> None:
        super().__init__({name: data.get(name, "") for name in self.base_fields})
        cell = data.get("cell", "")
        self.cell = cell if CELL.fullmatch(cell) else ""

    def chosen(self) -> RiskFilter:
        """Everything that is chosen for the portfolio, when a field holds what it cannot mean."""
        return RiskFilter(**self.cleaned_data, cell=self.cell) if self.is_valid() else RiskFilter()
