"""Numbers, figures and keys in the language of the page. What is written in a rule is text: it is marked and grouped, never counted with."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from portfolio.lib.formats import MINUS, NB
from portfolio.templatetags.portfolio_format import amount, page_language, unit

PLAIN = re.compile(r"(-?)(\d+)(?:\.(\d+))?")


def number(value: object) -> str:
    """12345.5 → 12 345,5; 1/3 and other texts as they are."""
    found = PLAIN.fullmatch(str(value))
    if found is None:
        return str(value)
    english = page_language() == "en-gb"
    whole = f"{int(found[2]):,}" if english else f"{int(found[2]):,}".replace(",", NB)
    rest = f"{'.' if english else ','}{found[3]}" if found[3] else ""
    return f"{MINUS if found[1] else ''}{whole}{rest}"


def money(value: object, currency: str) -> str:
    """62 826 kr; an amount of a rule that says no currency is in kronor."""
    name = unit(currency) if currency else "kr"
    return f"{name}{NB}{number(value)}" if page_language() == "en-gb" else f"{number(value)}{NB}{name}"


def percent(value: object) -> str:
    return f"{number(value)}%" if page_language() == "en-gb" else f"{number(value)}{NB}%"


def sign(minor_units: int) -> str:
    return MINUS if minor_units < 0 else "+" if minor_units else "±"


def signed_amount(minor_units: int) -> str:
    """A difference in a column: +16 894, −99 552, ±0."""
    return f"{sign(minor_units)}{amount(abs(minor_units))}"


def key_name(key: str) -> str:
    """How a part is shared, for a list to choose from."""
    names = {
        "equal": _("equally"),
        "figure": _("by a key figure"),
        "percent": _("by agreed percentages"),
        "amounts": _("agreed amounts"),
        "classes": _("by size class"),
        "rate": _("price × key figure"),
        "usage": _("price × use"),
        "payer": _("one pays"),
        "own": _("each bears its own"),
    }
    return names[key]


def key_words(part: Mapping[str, Any]) -> str:
    """By what a part is shared, in a word or two."""
    if part["key"] == "rate":
        return _("price × %(figure)s") % {"figure": figure_name(part["figure"])}
    if part["key"] != "figure":
        return key_name(part["key"])
    names = [part["figure"]] if "figure" in part else [each["name"] for each in part.get("figures", ())]
    return _("by %(figure)s") % {"figure": " + ".join(map(figure_name, names))}


def figure_name(figure: str) -> str:
    """As it follows on "by": population, number of employees. A figure of another kind has its own name."""
    names = {
        "population": _("population"),
        "employees": _("number of employees"),
        "pupils": _("number of pupils"),
        "users": _("number of users"),
        "cases": _("number of cases"),
        "workplaces": _("number of workplaces"),
        "tax_base": _("tax base in kronor"),
        "area": _("area in hectares"),
        "road_length": _("road length in metres"),
    }
    return names.get(figure, figure)


def each_one(amount: str, figure: str) -> str:
    """A price for each inhabitant, employee …"""
    texts = {
        "population": _("%(amount)s per inhabitant"),
        "inhabitants": _("%(amount)s per inhabitant"),
        "employees": _("%(amount)s per employee"),
        "pupils": _("%(amount)s per pupil"),
        "users": _("%(amount)s per user"),
        "cases": _("%(amount)s per case"),
        "workplaces": _("%(amount)s per workplace"),
        "tax_base": _("%(amount)s per krona of tax base"),
        "area": _("%(amount)s per hectare"),
        "road_length": _("%(amount)s per metre of road"),
    }
    return texts.get(figure, _("%(amount)s per unit of %(figure)s")) % {"amount": amount, "figure": figure_name(figure)}


def listed(items: Sequence[str]) -> str:
    """a, b and c"""
    if len(items) < 2:
        return "".join(items)
    return _("%(first)s and %(last)s") % {"first": ", ".join(items[:-1]), "last": items[-1]}
