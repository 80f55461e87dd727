"""The forms of a try: how it begins, and everything that can be changed of it."""

import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from costsharing.engine.amounts import UNITS
from costsharing.forms import parts
from costsharing.models import RuleVersion, Scenario
from costsharing.queries.scenarios import Lettered
from portfolio.lib import bounds
from portfolio.models import Organisation
from portfolio.web.fields import DayField, LineField, MoneyField
from projects.models import Project

MOST_PARTS = 20
NEW_PART = "new"
NAMED = _("Write a name, so that people can tell the variants apart.")


class ScenarioForm(forms.Form):
    """Over a scenario as it stands; ``before`` is what it shows, for the digest. ``made()`` gives the scenario as typed, not stored."""

    template = ""

    def __init__(self, data: Any = None, *, scenario: Scenario, ticked: Sequence[Organisation], may_be_ticked: Sequence[Organisation]) -> None:
        self.scenario, self.candidates = scenario, {str(each.pk): each for each in may_be_ticked}
        self.old_parts: list[dict[str, Any]] = list(scenario.definition.get("parts", ()))
        self.ticked_before = sorted(str(each.pk) for each in ticked)
        initial = {
            "name": scenario.name,
            "who": scenario.who,
            "ticked": self.ticked_before,
            "base_minor": scenario.base_minor,
            "figures_on": scenario.figures_on,
            "unit": str(scenario.definition.get("unit", "1")),
        }
        self.before = initial | {"definition": json.dumps(scenario.definition, sort_keys=True)}
        rows = {f"{name}-{place}": value for place, part in enumerate(self.old_parts) for name, value in parts.initial_of(part).items()}
        super().__init__(data, initial=initial | rows)
        self.fields |= self.plain(may_be_ticked)
        for place, part in enumerate(self.old_parts):
            self.fields |= {f"{name}-{place}": field for name, field in parts.fields_of(place, part).items()}
        if len(self.old_parts) < MOST_PARTS:
            self.fields |= self.new_part()

    def plain(self, may_be_ticked: Sequence[Organisation]) -> dict[str, forms.Field]:
        names = [(str(each.pk), each.name) for each in sorted(may_be_ticked, key=lambda each: each.name)]
        return {
            "name": LineField(label=_("Name"), max_length=120, error_messages={"required": NAMED}),
            "who": forms.ChoiceField(label=_("Who shares"), choices=Scenario.Who.choices, widget=forms.RadioSelect),
            "ticked": forms.MultipleChoiceField(
                label=_("Ticked"),
                choices=names,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("Counts when “those ticked” is chosen above."),
            ),
            "base_minor": MoneyField(label=_("To share, if it is not the budget"), required=False, help_text=_("Empty: what the budget leaves to share.")),
            "figures_on": DayField(label=_("Key figures of"), required=False, help_text=_("The newest on that day. Empty: the newest before the year.")),
            "unit": forms.ChoiceField(label=_("Rounded to, kr"), choices=[(unit, unit) for unit in UNITS]),
        }

    def new_part(self) -> dict[str, forms.Field]:
        return {
            f"label-{NEW_PART}": parts.label_field(_("One more part"), required=False),
            f"key-{NEW_PART}": forms.ChoiceField(label=_("Shared"), choices=parts.keys(None), required=False),
            f"fraction-{NEW_PART}": parts.FractionField(label=_("Share, %"), required=False),
            f"amount-{NEW_PART}": MoneyField(label=_("or an amount"), required=False),
        }

    def general(self) -> list[Any]:
        return [self[name] for name in ("name", "who", "ticked", "base_minor", "figures_on", "unit")]

    def rows(self) -> list[dict[str, Any]]:
        """A row for each part: its fields, and what it takes when that is not a share of the whole."""
        found = []
        for place, part in enumerate(self.old_parts):
            fields = [self[name] for name in self.fields if name.endswith(f"-{place}")]
            found.append({"fields": fields, "lines": part.get("lines", ()), "has_own_total": parts.has_own_total(part)})
        new = [self[name] for name in self.fields if name.endswith(f"-{NEW_PART}")]
        return [*found, {"fields": new, "lines": (), "has_own_total": False}] if new else found

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if self.errors:
            return said
        kept, places = [], []
        for place, part in enumerate(self.old_parts):
            row = {name: said.get(f"{name}-{place}") for name in ("label", "key", "fraction", "amount", "remove")}
            if row["fraction"] and row["amount"] is not None:
                self.add_error(f"amount-{place}", _("Write a share or an amount, not both."))
            elif not row["remove"]:
                kept.append(parts.changed(part, row))
                places.append(str(place))
        if said.get(f"label-{NEW_PART}"):
            row = {name: said[f"{name}-{NEW_PART}"] for name in ("label", "key", "fraction", "amount")}
            kept.append(parts.changed(parts.with_key({"label": "", "key": "equal"}, row["key"] or ""), row))
            places.append(NEW_PART)
        elif said.get(f"fraction-{NEW_PART}") or said.get(f"amount-{NEW_PART}") is not None:
            self.add_error(f"label-{NEW_PART}", _("Write what the part is called."))
        if not kept:
            self.add_error(None, _("A rule needs a part. Keep one, or add another."))
        for place in parts.with_rest(kept):
            self.add_error(f"fraction-{places[place]}", _("Write a share or an amount. One part may be left empty: it gets what the others leave."))
        said["definition"] = {**self.scenario.definition, "unit": said["unit"], "parts": kept}
        return said

    def ticked(self) -> list[Organisation]:
        return [self.candidates[pk] for pk in self.cleaned_data["ticked"]]

    def made(self) -> Scenario:
        """The scenario with what was typed; the one that the form was made from stays as it is."""
        said, old = self.cleaned_data, self.scenario
        new = Scenario(**{column.attname: getattr(old, column.attname) for column in Scenario._meta.concrete_fields})
        new.project = old.project
        for name in ("name", "who", "base_minor", "figures_on", "definition"):
            setattr(new, name, said[name])
        return new


class NewScenarioForm(forms.Form):
    """From what a try begins."""

    def __init__(self, data: Any = None, *, project: Project, year: int, rules: Sequence[RuleVersion], others: Sequence[Lettered]) -> None:
        super().__init__(data, initial={"year": year, "begin": "equal"})
        self.rules = {f"rule-{version.pk}": version for version in rules}
        self.others = {f"copy-{other.scenario.pk}": other for other in others}
        begin: list[tuple[str, Any]] = [
            ("equal", _("Shared equally")),
            ("population", _("By population")),
            ("half", _("Half equally, half by population")),
            ("lines", _("By the rules of the budget lines")),
        ]
        begin += [(key, _("The rule “%(name)s”") % {"name": version.rule.name}) for key, version in self.rules.items()]
        begin += [(key, _("A copy of %(name)s (%(year)s)") % {"name": other, "year": other.scenario.year}) for key, other in self.others.items()]
        self.fields["year"] = forms.IntegerField(label=_("Year"), min_value=bounds.MONEY_YEARS[0], max_value=bounds.MONEY_YEARS[1])
        self.fields["begin"] = forms.ChoiceField(label=_("Begins as"), choices=begin, widget=forms.RadioSelect)
        self.fields["name"] = LineField(label=_("Name"), max_length=120, required=False, help_text=_("Empty: it is named after what it begins as."))
