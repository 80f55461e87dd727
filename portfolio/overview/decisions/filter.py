"""Which decisions somebody looks for. A value that is none of the choices is said at its field; the register is then whole."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from milestones.models import Decision
from milestones.models.decision import OUTCOME_TOLD
from milestones.queries.decisions import Choice
from portfolio.lib.alphabet import place
from portfolio.overview.filter_form import CONTROL, choice

NAMES = ("q", "project", "body", "outcome", "year")
OPEN = "open"


class DecisionFilter(forms.Form):
    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        error_messages={"max_length": _("Write at most %(limit_value)d characters.")},
        widget=forms.TextInput(attrs={"class": "ctl", "type": "search", "autocomplete": "off"}),
    )

    def __init__(self, data: Mapping[str, Any], choices: Sequence[Choice], language: str) -> None:
        super().__init__({name: CONTROL.sub(" ", data.get(name, "")) for name in (*NAMES, "conditions")})
        projects = {each.project: each.project_name for each in choices}
        bodies = {each.body: each.body_name for each in choices}
        self.fields["project"] = choice(_("Project"), by_name(projects, language))
        self.fields["body"] = choice(_("Body"), by_name(bodies, language))
        self.fields["outcome"] = choice(_("Outcome"), [(each.value, label) for each, label in OUTCOME_TOLD.items()])
        self.fields["year"] = choice(_("Year"), [(year, str(year)) for year in sorted({each.year for each in choices}, reverse=True)])
        self.fields["conditions"] = choice(_("Conditions"), [(OPEN, _("some are open"))])

    @property
    def chosen(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}

    def query(self, **more: str) -> str:
        return f"?{urlencode({**self.chosen, **more})}"

    def keep(self, rows: "QuerySet[Decision]") -> list[Decision]:
        """Every word stands somewhere in what a decision says."""
        asked = self.chosen
        columns = {"project": "project", "body": "body", "outcome": "outcome", "year": "met_on__year"}
        found = rows.filter(**{column: asked[name] for name, column in columns.items() if name in asked})
        if asked.get("conditions") == OPEN:
            found = found.filter(Q(left__gt=0, replaced_by__isnull=True))
        words = asked.get("q", "").casefold().split()
        return [row for row in found if all(word in said(row) for word in words)] if words else list(found)


def by_name(names: Mapping[int, str], language: str) -> list[tuple[int, str]]:
    return sorted(names.items(), key=lambda item: place(item[1], language))


def said(row: Decision) -> str:
    texts = (str(row.number), row.question, row.text, row.project.name, row.project.reference, row.body.name, row.paragraph, row.case_number, row.dissent)
    return " ".join(texts).casefold()
