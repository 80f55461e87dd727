"""Numbers, figures and keys in the language of the page. What is written in a rule is text: it is marked and grouped, never counted with."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from portfolio.lib.formats import MINUS, NB
from portfolio.templatetags.portfolio_format import page_language, unit

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


def figure_name(figure: str) -> str:
    """As it follows on "by": population, number of employees. A figure of another kind has its own name."""
    names = {
        "population": _("population"),
        "employees": _("number of employees"),
        "pupils": _("number of pupils"),
        "users": _("number of users"),
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
    }
    return texts.get(figure, _("%(amount)s per unit of %(figure)s")) % {"amount": amount, "figure": figure}


def listed(items: Sequence[str]) -> str:
    """a, b and c"""
    if len(items) < 2:
        return "".join(items)
    return _("%(first)s and %(last)s") % {"first": ", ".join(items[:-1]), "last": items[-1]}
