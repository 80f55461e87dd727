"""A version of a rule as one form: its parts as rows of fields, and what holds for the whole. Stored is only what the engine can read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from costsharing.engine.amounts import UNITS
from costsharing.forms import ruleparts, ruletexts
from costsharing.forms.ruletexts import People
from costsharing.models import RuleVersion
from costsharing.validity import RuleFault, faults_of_rule
from costsharing.wording import fault_text, rule_sentence
from costsharing.wording.numbers import figure_name
from portfolio.lib import bounds
from portfolio.models import Organisation, Region
from portfolio.web.fields import LineField, matches, year_said

MOST_PARTS = 20
YEARS = bounds.MONEY_YEARS
LIMITS = ("floor", "ceiling")
TOP = ("unit", "floor", "ceiling", "max_change", "exceptions", "corrections", "remainder")


@dataclass(frozen=True)
class Known:
    """What a rule of the region may name: members and those it names already, key figures by what they are called, outside payers."""

    people: People
    figures: Mapping[str, str]
    region: Region

    def payer(self, text: str) -> Organisation | str:
        """A member by code, or an organisation of the register."""
        try:
            return self.people.code(text)
        except forms.ValidationError:
            ours = Organisation.objects.filter(country=self.region.country).exclude(code="")
            found = matches(ours.filter(region__isnull=True) | ours.filter(region=self.region), text.strip())
            if len(found) != 1:
                raise forms.ValidationError(_("No party is called that. Write the name or the number of a municipality.")) from None
            return found[0]


@dataclass(frozen=True)
class PartRow:
    number: int
    title: str
    shown: list[BoundField]
    hidden: list[BoundField]
    is_first: bool
    is_last: bool


class RuleVersionForm(forms.Form):
    """before: what is shown of the version. typed: what was typed so far, of a form that is not sent yet."""

    def __init__(self, data: Any, *, version: RuleVersion, known: Known, typed: Mapping[str, str] | None = None) -> None:
        self.instance, self.known = version, known
        self.before = {"first_year": version.first_year, "note": version.note, "definition": json.dumps(version.definition, sort_keys=True)}
        held = written(version, known)
        self.count = parts_in(data if data is not None else typed if typed is not None else held)
        super().__init__(data, initial=dict(typed) if typed is not None else held)
        for number in range(self.count):
            for name, field in ruleparts.fields(known.figures).items():
                self.fields[f"p{number}-{name}"] = field
        for name, field in self.whole().items():
            self.fields[name] = field
        self.definition: dict[str, Any] = {}

    def whole(self) -> dict[str, forms.Field]:
        """What holds for the whole rule."""
        plain: dict[str, Any] = {"required": False, "max_length": 40}
        members = [(code, self.known.people.shown(code)) for code in self.known.people.names]
        wrong = dict.fromkeys(("required", "invalid", "min_value", "max_value"), year_said())
        return {
            "exceptions": ruleparts.ListField(
                label=_("Agreed exceptions"),
                required=False,
                max_length=20_000,
                help_text=_("A line for each, with what was agreed in brackets. Such as: Dals-Ed: 100 000 (§ 12). The others bear the difference."),
            ),
            "corrections": ruleparts.ListField(
                label=_("Corrections"), required=False, max_length=20_000, help_text=_("A line for each: what is paid on top, or less with a minus.")
            ),
            "floor": LineField(label=_("Least that each pays"), help_text=_("An amount, or a part of the total such as 2 %."), **plain),
            "ceiling": LineField(label=_("Most that each pays"), help_text=_("An amount, or a part of the total such as 25 %."), **plain),
            "max_change": LineField(label=_("Largest change from the year before"), help_text=_("Such as 10 %."), **plain),
            "unit": forms.ChoiceField(label=_("Rounded to"), choices=[(unit, ruletexts.shown(unit)) for unit in UNITS]),
            "remainder": forms.ChoiceField(label=_("What rounding leaves over"), choices=[("largest", _("on the largest share")), *members]),
            "first_year": forms.IntegerField(
                label=_("Holds from the year"),
                min_value=YEARS[0],
                max_value=YEARS[1],
                error_messages=wrong,
                help_text=_("It holds until the year in which the next version begins."),
            ),
            "note": LineField(label=_("Why it is as it is"), required=False, max_length=300),
        }

    # ---- for the page ----------------------------------------------------------
    @property
    def parts(self) -> list[PartRow]:
        return [self.part(number) for number in range(self.count)]

    def part(self, number: int) -> PartRow:
        key = str(self[f"p{number}-key"].value() or "equal")
        wanted = ruleparts.shown_of(key)
        bound = {name: self[f"p{number}-{name}"] for name in ruleparts.NAMES}
        title = str(bound["label"].value() or "") or capfirst(_("part %(number)s") % {"number": number + 1})
        hidden = [bound[name] for name in ruleparts.NAMES if name not in wanted]
        return PartRow(number, title, [bound[name] for name in wanted], hidden, number == 0, number == self.count - 1)

    @property
    def adjustments(self) -> list[BoundField]:
        return [self[name] for name in TOP]

    @property
    def about(self) -> list[BoundField]:
        return [self["first_year"], self["note"]]

    @property
    def sentence(self) -> str:
        """Of what is typed so far."""
        return rule_sentence(self.definition, self.known.people.names, self.known.region.currency)

    @property
    def faults(self) -> list[str]:
        """All that is wrong with what is typed so far, each with its field."""
        found = [f"{self[name].label}: {error}" for name, errors in self.errors.items() if name != "__all__" for error in errors]
        return [*map(str, self.non_field_errors()), *found]

    # ---- what was sent -----------------------------------------------------------
    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        self.outside: dict[str, str] = {}
        parts = [self.stored_part(number) for number in range(self.count)]
        self.definition = {"unit": said.get("unit") or "1", "parts": parts} | self.adjusted(said)
        if self.outside:
            self.definition["organisations"] = [{"code": code, "name": name} for code, name in sorted(self.outside.items())]
        for found in faults_of_rule(self.definition):
            self.tell(found)
        self.check_year(said.get("first_year"))
        return said

    def stored_part(self, number: int) -> dict[str, Any]:
        said = {name: self.cleaned_data.get(f"p{number}-{name}", "") for name in ruleparts.NAMES}
        return ruleparts.stored(said, self.known.people, self.payer, self.known.figures, lambda name, fault: self.add_error(f"p{number}-{name}", fault))

    def payer(self, text: str) -> str:
        """One that pays without being a member is named in the rule, so that it is known whoever takes part."""
        found = self.known.payer(text)
        code, name = (found.code, found.name) if isinstance(found, Organisation) else (found, self.known.people.names[found])
        self.outside[code] = name
        return code

    def adjusted(self, said: Mapping[str, Any]) -> dict[str, Any]:
        people = self.known.people
        readers: dict[str, Any] = {
            "exceptions": lambda text: ruletexts.exceptions(text, people),
            "corrections": lambda text: ruletexts.entries(text, people, ruletexts.amount),
            "floor": limit,
            "ceiling": limit,
            "max_change": lambda text: {"fraction": ruletexts.fraction(text)},
        }
        found = {}
        for name, read in readers.items():
            if said.get(name):
                try:
                    found[name] = read(said[name])
                except forms.ValidationError as fault:
                    self.add_error(name, fault)
        return found | ({"remainder": said["remainder"]} if said.get("remainder", "largest") != "largest" else {})

    def tell(self, found: RuleFault) -> None:
        """A fault of the engine, at the field that it blames."""
        name = blamed(found, self.definition, self.count)
        if name not in self.fields:
            self.add_error(None, fault_text(found.fault))
        elif name not in self.errors:
            text = fault_text(replace(found.fault, part="", participant=""))
            self.add_error(name, text)

    def check_year(self, year: int | None) -> None:
        if year is None or self.instance.rule_id is None:
            return
        if RuleVersion.objects.filter(rule=self.instance.rule_id, first_year=year).exclude(pk=self.instance.pk).exists():
            self.add_error("first_year", _("Another version of the rule begins in this year. Choose another year, or change that version."))

    def row(self) -> RuleVersion:
        self.instance.first_year, self.instance.note = self.cleaned_data["first_year"], self.cleaned_data["note"]
        self.instance.definition = self.definition
        return self.instance


def limit(text: str) -> dict[str, str]:
    if text.strip().endswith("%") or "/" in text:
        return {"fraction": ruletexts.fraction(text)}
    return {"amount": ruletexts.amount(text)}


def blamed(found: RuleFault, definition: Mapping[str, Any], count: int) -> str:
    """The field's name, or that of a field that there is not."""
    key, place = found.fault.key, str(found.fault.params.get("place", ""))
    if found.part is not None:
        leaf = place.split(".", 1)[-1].partition(".")[0].partition("[")[0] if "." in place else ""
        return f"p{found.part}-{ruleparts.BLAMED.get(key) or ruleparts.LEAVES.get(leaf, leaf)}"
    if key == "fraction_sum":
        return next((f"p{number}-value" for number in reversed(range(count)) if "fraction" in definition["parts"][number]), "")
    return place.partition(".")[0]


# ---- what is stored, as the fields say it ----------------------------------------------
def parts_in(said: Mapping[str, Any]) -> int:
    number = str(said.get("parts", "0"))
    return min(int(number), MOST_PARTS) if number.isascii() and number.isdigit() else 0


def written(version: RuleVersion, known: Known) -> dict[str, Any]:
    definition, people = version.definition, known.people
    parts = [part for part in definition.get("parts", []) if isinstance(part, dict)]
    found: dict[str, Any] = {"parts": str(len(parts)), "first_year": version.first_year, "note": version.note}
    for number, part in enumerate(parts):
        found |= {f"p{number}-{name}": text for name, text in ruleparts.written(part, people, known.figures).items()}
    for name in LIMITS:
        if name in definition:
            found[name] = written_limit(definition[name])
    if "max_change" in definition:
        found["max_change"] = ruletexts.shown_fraction(definition["max_change"]["fraction"])
    return found | {
        "unit": definition.get("unit", "1"),
        "remainder": definition.get("remainder", "largest"),
        "exceptions": ruletexts.shown_exceptions(definition.get("exceptions", {}), people),
        "corrections": ruletexts.shown_entries(definition.get("corrections", {}), people),
    }


def written_limit(said: Mapping[str, str]) -> str:
    return ruletexts.shown(said["amount"]) if "amount" in said else ruletexts.shown_fraction(said["fraction"])


def figure_names(kinds: list[str]) -> dict[str, str]:
    return {kind: figure_name(kind) for kind in kinds}


# ---- rows that come, go and change places ------------------------------------------------
def rearranged(data: Mapping[str, str], deed: str) -> dict[str, str]:
    """What was typed, after "add", "remove-1", "up-1" or "down-1"; numbers count from 0. Anything else changes nothing."""
    rows = [{name: data.get(f"p{number}-{name}", "") for name in ruleparts.NAMES} for number in range(parts_in(data))]
    what, _dash, at = deed.partition("-")
    place = int(at) if at.isascii() and at.isdigit() else -1
    if what == "add" and len(rows) < MOST_PARTS:
        rows.append(dict.fromkeys(ruleparts.NAMES, "") | {"key": "equal", "size": "fraction", "per": "year", "by": "fee"})
    elif what == "remove" and 0 <= place < len(rows):
        rows.pop(place)
    elif what in ("up", "down") and 0 <= place < len(rows) and 0 <= (other := place + (1 if what == "down" else -1)) < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
    found = {name: data.get(name, "") for name in (*TOP, "first_year", "note")} | {"parts": str(len(rows))}
    return found | {f"p{number}-{name}": text for number, row in enumerate(rows) for name, text in row.items()}
