"""What a rule says besides its parts: agreed exceptions, corrections, limits, rounding."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from costsharing.wording.clauses import MOST_NAMED, Json, Words, few
from costsharing.wording.shares import worded

LIMITS = ("floor", "ceiling", "max_change")
ADJUSTMENTS = ("exceptions", "corrections", *LIMITS, "unit", "remainder")
"""Fields of the case format, in the order in which they are counted."""


def adjusted(name: str, said: Any, words: Words) -> list[str]:
    """The sentences of one field that can be read."""
    tell: dict[str, Callable[[Any, Words], list[str]]] = {"exceptions": exceptions, "corrections": corrections}
    if name in tell:
        return tell[name](said, words)
    if name == "floor":
        return [_("Nobody pays less than %(limit)s.") % {"limit": limit(said, words)}]
    if name == "ceiling":
        return [_("Nobody pays more than %(limit)s.") % {"limit": limit(said, words)}]
    if name == "max_change":
        return [_("Nobody's share changes by more than %(most)s from the year before.") % {"most": worded(Fraction(said["fraction"]))}]
    return [unit(said, words) if name == "unit" else remainder(said, words)]


def exceptions(said: Json, words: Words) -> list[str]:
    if not said:
        return []
    items = [exception(words.who(code), one, words) for code, one in sorted(said.items())]
    told = few(items) if len(items) > MOST_NAMED else "; ".join(items)
    return [_("Agreed exceptions: %(list)s.") % {"list": told}, _("The others bear the difference in the same way as the rest.")]


def exception(who: str, one: Json, words: Words) -> str:
    told = {"who": who, "amount": words.money(one["amount"]), "reference": one.get("reference", "")}
    if Fraction(one["amount"]) == 0:
        return _("%(who)s pays nothing (%(reference)s)") % told if told["reference"] else _("%(who)s pays nothing") % told
    return _("%(who)s pays %(amount)s (%(reference)s)") % told if told["reference"] else _("%(who)s pays %(amount)s") % told


def corrections(said: Json, words: Words) -> list[str]:
    if not said:
        return []
    items = [correction(words.who(code), amount, words) for code, amount in sorted(said.items())]
    return [_("Corrections: %(list)s.") % {"list": few(items) if len(items) > MOST_NAMED else "; ".join(items)}]


def correction(who: str, amount: str, words: Words) -> str:
    told = {"who": who, "amount": words.money(amount.removeprefix("-"))}
    return _("%(who)s pays %(amount)s less") % told if amount.startswith("-") else _("%(who)s pays %(amount)s more") % told


def limit(said: Json, words: Words) -> str:
    return words.money(said["amount"]) if "amount" in said else _("%(fraction)s of the total") % {"fraction": worded(Fraction(said["fraction"]))}


def unit(said: str, words: Words) -> str:
    if said == "0.01":
        return _("Rounded to two decimals.")
    if said == "1":
        return _("Rounded to whole kronor.") if words.currency != "EUR" else _("Rounded to whole euros.")
    return _("Rounded to whole %(unit)s.") % {"unit": words.money(said)}


def remainder(said: str, words: Words) -> str:
    if said == "largest":
        return _("What rounding leaves over is added to the largest share.")
    return _("What rounding leaves over is added to what %(who)s pays.") % {"who": words.who(said)}
