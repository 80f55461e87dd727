"""How much a part shares, as words that begin or end a clause: half, 30 % of the rest, 40 000 kr, what the budget line Training costs."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from costsharing.wording.numbers import listed, money, number, percent

HUNDREDTHS = 10_000


def is_of_the_rest(part: Mapping[str, Any]) -> bool:
    """A fraction, of what is left when all else is taken."""
    return "fraction" in part


def how_much(part: Mapping[str, Any], currency: str, taken_first: bool) -> str:
    if "fraction" in part:
        return fraction(Fraction(part["fraction"]), taken_first)
    if "lines" in part:
        lines = listed(part["lines"])
        return _("what is budgeted for %(lines)s") % {"lines": lines} if lines else _("nothing")
    return money(part["amount"], currency) if "amount" in part else _("nothing")


def fraction(value: Fraction, of_the_rest: bool) -> str:
    if value == 1:
        return _("the rest") if of_the_rest else _("everything")
    text = worded(value)
    return _("%(fraction)s of the rest") % {"fraction": text} if of_the_rest else text


def worded(value: Fraction) -> str:
    """half, a third, 30 %, 5/7"""
    texts = {
        Fraction(1, 2): _("half"),
        Fraction(1, 3): _("one third"),
        Fraction(2, 3): _("two thirds"),
        Fraction(1, 4): _("one quarter"),
        Fraction(3, 4): _("three quarters"),
    }
    if value in texts:
        return texts[value]
    if HUNDREDTHS % value.denominator == 0:
        cents = value * HUNDREDTHS
        whole, rest = divmod(int(abs(cents)), 100)
        written = f"{'-' if value < 0 else ''}{whole}{f'.{rest:02d}'.rstrip('0') if rest else ''}"
        return percent(written)
    return number(f"{value.numerator}/{value.denominator}")
