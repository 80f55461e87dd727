"""Rules that cooperations have, to begin from: in the case format, with words in the language that is active. Prices are examples to be changed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Definition = dict[str, Any]


@dataclass(frozen=True)
class Preset:
    slug: str
    name: str | Promise
    make: Callable[[str], Definition]
    """Of the code of whoever pays alone, empty where nobody is known."""


def equal(fraction: str) -> Definition:
    return {"label": _("Equal part"), "key": "equal", "fraction": fraction}


def by_population(fraction: str) -> Definition:
    return {"label": _("By population"), "key": "figure", "figure": "population", "fraction": fraction}


def halves(payer: str) -> Definition:
    return {"unit": "1", "parts": [equal("1/2"), by_population("1/2")]}


def population(payer: str) -> Definition:
    return {"unit": "1", "parts": [by_population("1")]}


def thirty_seventy(payer: str) -> Definition:
    return {"unit": "1", "parts": [equal("0.3"), by_population("0.7")]}


def capped(payer: str) -> Definition:
    return {"unit": "1", "parts": [{"label": _("Fee per inhabitant"), "key": "rate", "figure": "population", "rate": "1", "count_cap": "100000"}]}


def classes(payer: str) -> Definition:
    sizes = [{"to": "9999", "fee": "10000"}, {"from": "10000", "to": "49999", "fee": "20000"}, {"from": "50000", "fee": "40000"}]
    return {"unit": "1", "parts": [{"label": _("Fee by size"), "key": "classes", "figure": "population", "classes": sizes}]}


def fixed_and_rate(payer: str) -> Definition:
    fixed = {"label": _("Fixed fee"), "key": "classes", "figure": "population", "classes": [{"fee": "10000"}]}
    return {"unit": "1", "parts": [fixed, {"label": _("Fee per inhabitant"), "key": "rate", "figure": "population", "rate": "2"}]}


def layers(payer: str) -> Definition:
    used = {"label": _("Direct costs"), "key": "usage", "price": "1000", "quantities": {}}
    shared = {"label": _("Common systems by employees"), "key": "figure", "figure": "employees", "fraction": "1"}
    central = [{"label": _("Borne centrally"), "key": "payer", "payer": payer, "amount": "100000"}] if payer else []
    return {"unit": "1", "parts": [used, *central, shared]}


PRESETS = {
    preset.slug: preset
    for preset in (
        Preset("halves", gettext_lazy("Half equally, half by population"), halves),
        Preset("population", gettext_lazy("By population, unless otherwise agreed"), population),
        Preset("thirty-seventy", gettext_lazy("30 per cent equally, 70 per cent by population"), thirty_seventy),
        Preset("capped", gettext_lazy("Per inhabitant, with a cap"), capped),
        Preset("classes", gettext_lazy("Fees by size class"), classes),
        Preset("fixed-and-rate", gettext_lazy("Fixed fee and fee per inhabitant"), fixed_and_rate),
        Preset("layers", gettext_lazy("Direct costs, by employees and centrally"), layers),
    )
}
