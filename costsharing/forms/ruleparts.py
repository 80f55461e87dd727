"""One part of a rule ↔ its fields on the page. Fields of other keys are kept out of sight, so that choosing another key loses nothing."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from costsharing.engine.part import KEY_NAMES
from costsharing.forms import ruletexts as texts
from costsharing.forms.ruletexts import People
from costsharing.wording.numbers import key_name
from portfolio.web.fields import LineField, LinesField

ALWAYS = ("label", "key", "size", "value", "per")
OF_KEY: dict[str, tuple[str, ...]] = {
    "equal": (),
    "figure": ("figure", "figures"),
    "percent": ("entries",),
    "amounts": ("entries", "reason"),
    "classes": ("figure", "by", "classes"),
    "rate": ("figure", "price", "most", "most_paid", "steps"),
    "usage": ("price", "entries"),
    "payer": ("payer",),
    "own": ("entries",),
}
ENTRIES: dict[str, tuple[str, Callable[[str], str]]] = {
    "percent": ("percent", texts.exact),
    "amounts": ("amounts", texts.amount),
    "usage": ("quantities", texts.count),
    "own": ("own", texts.amount),
}
SIZED: dict[str, Callable[[str], Any]] = {
    "fraction": texts.fraction,
    "amount": texts.amount,
    "lines": lambda text: [line.strip() for line in text.splitlines() if line.strip()],
}
UNSIZED = ("amounts", "rate", "usage", "own")
NAMES = (*ALWAYS, "figure", "figures", "entries", "reason", "by", "classes", "price", "most", "most_paid", "steps", "payer")
LEAVES = {
    "fraction": "value", "amount": "value", "lines": "value", "percent": "entries", "amounts": "entries", "quantities": "entries", "own": "entries",
    "rate": "price", "brackets": "steps", "count_cap": "most", "amount_cap": "most_paid",
}  # fmt: skip
BLAMED = {
    "percent_sum": "entries", "negative_percent": "entries", "class_backwards": "classes", "class_mixed": "classes", "class_overlap": "classes",
    "class_hole": "classes", "negative_weight": "classes", "brackets_order": "steps", "last_bracket": "steps", "cap_sign": "most_paid",
    "size_missing": "size", "size_not_allowed": "size", "at_most_one_of": "size", "fraction_per_month": "per", "negative_fraction": "value",
}  # fmt: skip
"""Which field is to blame, by the engine's fault or by the field of the case format."""


OTHER_FIELDS = {
    "hx-post": "", "hx-vals": '{"do": "look"}', "hx-trigger": "change", "hx-target": "#parts", "hx-select": "#parts", "hx-swap": "outerHTML",
}  # fmt: skip
"""Of the key: choosing another shows its fields at once. What was typed in the others goes along and comes back."""


class ListField(LinesField):
    """A line for each; what is pasted from a spreadsheet has tabs."""

    def to_python(self, value: Any) -> str:
        return super().to_python((value or "").replace("\t", "; "))


def fields(figures: Mapping[str, str]) -> dict[str, forms.Field]:
    """Of one part; figures: key figure → what it is called."""
    few: dict[str, Any] = {"widget": forms.TextInput(attrs={"autocomplete": "off"}), "required": False}
    many: dict[str, Any] = {"required": False, "max_length": 20_000}
    return {
        "label": LineField(label=_("Name of the part"), max_length=120, error_messages={"required": _("Write what this part is called.")}),
        "key": forms.ChoiceField(
            label=_("How it is shared"), choices=[(key, capfirst(key_name(key))) for key in KEY_NAMES.values()], widget=forms.Select(attrs=OTHER_FIELDS)
        ),
        "size": forms.ChoiceField(
            label=_("How much"),
            required=False,
            choices=[("", "–"), ("fraction", _("a fraction of what is left")), ("amount", _("an amount")), ("lines", _("budget lines"))],
        ),
        "value": LinesField(
            label=_("Fraction, amount or lines"),
            widget=forms.Textarea(attrs={"rows": 1}),
            help_text=_("1/2, 30 %, 40 000, or the names of budget lines with a line for each."),
            **many,
        ),
        "per": forms.ChoiceField(
            label=_("How often"), required=False, choices=[("year", _("for the year")), ("month", _("for each month")), ("once", _("once, whole"))]
        ),
        "figure": forms.ChoiceField(label=_("Key figure"), required=False, choices=[("", "–"), *((kind, capfirst(name)) for kind, name in figures.items())]),
        "figures": ListField(
            label=_("Or a sum of several"),
            help_text=_("A line for each: the figure, a colon, what it is divided by, a slash, decimals. Such as: %(figure)s: 1 000 / 1")
            % {"figure": next(iter(figures.values()), "")},
            **many,
        ),
        "entries": ListField(label=_("For each"), help_text=_("A line for each: name or number, a colon, what holds for it. Such as: Malmö: 17,5"), **many),
        "reason": LineField(label=_("Reason"), help_text=_("Why these amounts, such as from the old budgets."), max_length=200, **few),
        "by": forms.ChoiceField(label=_("The classes have"), required=False, choices=[("fee", _("fees")), ("weight", _("weights"))]),
        "classes": ListField(label=_("Size classes"), help_text=_("A line for each; both limits belong to the class. Such as: 10 000–49 999: 12 000"), **many),
        "price": LineField(label=_("Price"), max_length=40, **few),
        "most": LineField(label=_("At most so many are counted"), max_length=40, **few),
        "most_paid": LineField(label=_("At most this is paid"), max_length=40, **few),
        "steps": ListField(label=_("Or prices by step"), help_text=_("A line for each, such as –150 000: 25 and then 150 000–: 12,50"), **many),
        "payer": LineField(label=_("Who pays"), help_text=_("Write the name or the number."), max_length=120, **few),
    }


def shown_of(key: str) -> tuple[str, ...]:
    """The fields of a part with this key, in their order; a key that nobody knows shows what all have."""
    ours = tuple(name for name in ALWAYS if key not in UNSIZED or name not in ("size", "value"))
    return (*ours, *OF_KEY.get(key, ()))


# ---- from what is stored -----------------------------------------------------------
def written(part: Mapping[str, Any], people: People, figures: Mapping[str, str]) -> dict[str, str]:
    """What the fields of a stored part say."""
    key = part.get("key", "equal")
    said = {"label": part.get("label", ""), "key": key, "per": part.get("per", "year"), "by": "fee", "figure": part.get("figure", "")}
    if "fraction" in part:
        said |= {"size": "fraction", "value": texts.shown_fraction(part["fraction"])}
    elif "amount" in part:
        said |= {"size": "amount", "value": texts.shown(part["amount"])}
    elif "lines" in part:
        said |= {"size": "lines", "value": "\n".join(part["lines"])}
    if drivers := drivers_of(part):
        said |= {"figures": texts.shown_figures(drivers, figures), "figure": ""}
    if key in ENTRIES:
        said["entries"] = texts.shown_entries(part.get(ENTRIES[key][0], {}), people)
    if key == "classes":
        by = "weight" if any("weight" in one for one in part.get("classes", [])) else "fee"
        said |= {"by": by, "classes": texts.shown_ranges(part.get("classes", []), by)}
    prices = {"price": "rate" if key == "rate" else "price", "most": "count_cap", "most_paid": "amount_cap"}
    said |= {name: texts.shown(part[field]) for name, field in prices.items() if field in part}
    if "brackets" in part:
        said["steps"] = texts.shown_steps(part["brackets"])
    return said | {"reason": part.get("reason", ""), "payer": people.shown(part["payer"]) if "payer" in part else ""}


def drivers_of(part: Mapping[str, Any]) -> list[Any]:
    """The figures of a sum, each with its decimals; a single figure is a choice unless its decimals are stated."""
    shared = {"decimals": part["decimals"]} if "decimals" in part else {}
    if "figures" in part:
        return [shared | one for one in part["figures"]]
    return [{"name": part["figure"]} | shared] if shared and "figure" in part else []


# ---- to what is stored ---------------------------------------------------------------
def stored(
    said: Mapping[str, Any], people: People, payer: Callable[[str], str], figures: Mapping[str, str], blame: Callable[[str, Any], None]
) -> dict[str, Any]:
    """The part in the case format; what cannot be read is blamed on its field and left out. payer: who may pay alone, by code."""
    key = said.get("key", "")
    part: dict[str, Any] = {"label": said.get("label", ""), "key": key}

    def take(name: str, field: str, read: Callable[[str], Any]) -> None:
        if text := said.get(name, ""):
            try:
                part[field] = read(text)
            except forms.ValidationError as fault:
                blame(name, fault)

    if key not in UNSIZED and (size := said.get("size", "")):
        take("value", size, SIZED[size])
        if not said.get("value"):
            blame("value", forms.ValidationError(_("Write how much.")))
    if said.get("per", "year") not in ("", "year"):
        part["per"] = said["per"]
    wanted = OF_KEY.get(key, ())
    readers: dict[str, tuple[str, Callable[[str], Any]]] = {
        "figure": ("figure", str),
        "figures": ("figures", lambda text: texts.figures(text, figures)),
        "reason": ("reason", str),
        "classes": ("classes", lambda text: texts.ranges(text, said.get("by") or "fee", texts.count if said.get("by") == "weight" else texts.amount)),
        "price": ("rate" if key == "rate" else "price", texts.exact),
        "most": ("count_cap", texts.count),
        "most_paid": ("amount_cap", texts.amount),
        "steps": ("brackets", texts.steps),
        "payer": ("payer", payer),
    }
    for name in wanted:
        if name in readers:
            take(name, *readers[name])
    if "entries" in wanted:
        field, read = ENTRIES[key]
        part[field] = {}
        take("entries", field, lambda text: texts.entries(text, people, read))
    return part
