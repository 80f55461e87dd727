"""Keys, figures and numbers of the engine in the language of the page."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from costsharing.engine.amounts import nearest
from portfolio.lib import formats
from portfolio.models import KeyFigure
from portfolio.templatetags.portfolio_format import page_language


def key_words(part: Mapping[str, Any]) -> str:
    """By what a part is shared, in a word or two."""
    if part["key"] == "figure":
        names = [part["figure"]] if "figure" in part else [each["name"] for each in part.get("figures", ())]
        return _("by %(figure)s") % {"figure": " + ".join(map(figure_name, names))}
    return {
        "equal": _("equally"),
        "percent": _("agreed percentages"),
        "amounts": _("agreed amounts"),
        "classes": _("by size class"),
        "rate": _("by rate"),
        "usage": _("by use"),
        "payer": _("paid by one"),
        "own": _("each its own"),
    }[part["key"]]


def figure_name(kind: str) -> str:
    """As the register names it, else as the rule does."""
    return str(dict(KeyFigure.Kind.choices).get(kind, kind)).lower()


def number(text: str) -> str:
    """The engine's "2671", "0.808" or "1/3" as a page writes it."""
    value = Fraction(text)
    if value.denominator == 1:
        return formats.number(value.numerator, page_language())
    if "/" in text:
        return decimals(value)
    whole, rest = text.split(".")
    sign = formats.MINUS if text.startswith("-") else ""
    return sign + formats.number(abs(int(whole)), page_language()) + point() + rest


def point() -> str:
    return "." if page_language() == "en-gb" else ","


def exact(major: str) -> str:
    """The engine's n/d of major units, to the öre."""
    return formats.amount(nearest(Fraction(major) * 100), page_language())


def decimals(value: Fraction) -> str:
    """Two decimals."""
    return formats.amount(nearest(value * 100), page_language(), decimals=True)


def signed(minor: int) -> str:
    """A difference: +36 915, −80 858, ±0."""
    if minor == 0:
        return "±0"
    return ("+" if minor > 0 else "") + formats.amount(minor, page_language())
