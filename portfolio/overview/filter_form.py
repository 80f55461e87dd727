"""The fields above the list of projects. A value that is none of the choices is said at its field; the list is then whole."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from portfolio.lib.alphabet import place
from portfolio.overview.portfolio_filter import PortfolioFilter, one_line
from portfolio.overview.portfolio_rows import PortfolioRow
from projects.models import Project
from projects.models.project import KIND_LABELS, STAGE_LABELS
from projects.queries import Party

WAITS = {
    "late": _("a milestone is late"),
    "overdue": _("an open point is overdue"),
    "gap": _("budget and funding differ"),
    "manager": _("no manager"),
    "mandate": _("no mandate"),
    "undecided": _("no decision recorded"),
    "stale": _("no status report in time"),
}
CHOOSE = {"invalid_choice": _("Choose one of the list, or All.")}
ALL = _("All")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")  # nothing that one can see, and not allowed in a page
FIRST = ("q", "status", "stage", "area", "municipality")


class QuickSelect(forms.Select):
    """Written by hand: Django asks two templates for every option, which takes longer than a hundred rows of the list."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        chosen = "" if value is None else str(value)
        options = [(escape(str(key)), " selected" if str(key) == chosen else "", escape(str(label))) for key, label in self.choices]
        inside = "".join([f'<option value="{key}"{selected}>{label}</option>' for key, selected, label in options])
        return mark_safe(f"<select{flatatt(self.build_attrs(self.attrs, (attrs or {}) | {'name': name}))}>{inside}</select>")  # noqa: S308 escaped above


def choice(label: Any, choices: Iterable[tuple[Any, Any]], everything: Any = ALL) -> forms.ChoiceField:
    named = [("", everything), *((str(value), capfirst(text)) for value, text in choices)]
    return forms.ChoiceField(label=label, choices=named, required=False, error_messages=CHOOSE, widget=QuickSelect(attrs={"class": "ctl"}))


class FilterForm(forms.Form):
    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        error_messages={"max_length": _("Write at most %(limit_value)d characters.")},
        widget=forms.TextInput(attrs={"class": "ctl", "type": "search", "autocomplete": "off"}),
    )
    status = choice(_("Status"), Project.Status.choices)
    stage = choice(_("Stage"), STAGE_LABELS.items())
    kind = choice(_("Kind"), KIND_LABELS.items())

    def __init__(self, data: Any, rows: Sequence[PortfolioRow], parties: Sequence[Party], sorts: Sequence[tuple[str, str]], language: str) -> None:
        super().__init__({name: CONTROL.sub(" ", data.get(name, "")) for name in (*PortfolioFilter.__dataclass_fields__, "sort")})
        areas = {
            row.project.area: (row.project.area_number or 1000, place(row.project.area_label, language), row.project.area_label)
            for row in rows
            if row.project.area
        }
        municipalities = sorted((party for party in parties if party.takes_part), key=lambda party: place(party.name, language))
        managers = sorted({name for row in rows if (name := one_line(row.project.manager))}, key=lambda name: place(name, language))
        self.fields["area"] = choice(_("Focus area"), [(pk, words[-1]) for pk, words in sorted(areas.items(), key=lambda item: item[1])])
        count = len(municipalities)
        everyone = _("All %(n)s") % {"n": count} if count else ALL
        self.fields["municipality"] = choice(_("Municipality"), [(party.pk, party.name) for party in municipalities], everyone)
        self.fields["manager"] = choice(_("Manager"), [(name, name) for name in managers])
        self.fields["waits"] = choice(_("What waits"), WAITS.items())
        self.fields["sort"] = choice(_("Sorted by"), sorts, _("Next deadline"))

    def chosen(self) -> PortfolioFilter:
        """Everything, when a field holds what it cannot mean."""
        if not self.is_valid():
            return PortfolioFilter()
        return PortfolioFilter(**{name: self.cleaned_data[name] for name in PortfolioFilter.__dataclass_fields__})

    def told(self) -> list[tuple[str, str]]:
        """What the list is narrowed by: the field and the value, in the words of the form. Nothing when the list is whole."""
        chosen = self.chosen().query()
        return [(str(self.fields[name].label), self.word(name, value)) for name, value in chosen.items()]

    def word(self, name: str, value: str) -> str:
        choices = getattr(self.fields[name], "choices", None)
        return str(dict(choices)[value]) if choices else one_line(value)

    @property
    def first(self) -> list[forms.BoundField]:
        return [self[name] for name in FIRST]

    @property
    def more(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in FIRST]

    @property
    def shows_more(self) -> bool:
        return any(field.errors or (field.value() and field.name != "sort") for field in self.more)
