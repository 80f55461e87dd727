"""What a part of a rule says, one clause for each key; a whole phrase in each language, never words in a row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from costsharing.wording.numbers import each_one, figure_name, listed, money, number, percent
from costsharing.wording.shares import how_much

MOST_NAMED = 8
"""So many are named one by one; of more, how many they are."""
Json = Mapping[str, Any]


@dataclass(frozen=True)
class Words:
    """What those are called that a rule names by code; the currency of its amounts, empty for kronor."""

    names: Mapping[str, str]
    currency: str

    def who(self, code: str) -> str:
        return self.names.get(code) or code

    def money(self, value: object) -> str:
        return money(value, self.currency)


@dataclass(frozen=True)
class Clause:
    """Without its stop. ``short``: as it follows on a clause of the same manner after a comma; ``after``: whole sentences about it."""

    full: str
    short: str | None = None
    after: list[str] = field(default_factory=list)


def clause(part: Json, words: Words, taken_first: bool) -> Clause:
    """Of a part that can be read."""
    told = KEYS[part["key"]](part, words, how_much(part, words.currency, taken_first))
    often = {"month": _("This is for each month."), "once": _("This is paid once, whole even by whoever takes part for a part of the year only.")}
    after = [often[part["per"]]] if part.get("per") in often else []
    return Clause(told.full, told.short, [*told.after, *after])


def _equal(part: Json, words: Words, what: str) -> Clause:
    return Clause(_("%(what)s is shared equally") % {"what": what}, _("%(what)s equally") % {"what": what})


def _figure(part: Json, words: Words, what: str) -> Clause:
    drivers = part.get("figures") or [{"name": part.get("figure", "")}]
    told = [driver(one, one.get("decimals", part.get("decimals"))) for one in drivers]
    if len(told) > 1:
        return Clause(_("%(what)s is shared by the sum of %(figures)s") % {"what": what, "figures": listed(told)})
    return Clause(_("%(what)s is shared by %(figure)s") % {"what": what, "figure": told[0]}, _("%(what)s by %(figure)s") % {"what": what, "figure": told[0]})


def driver(one: Json, decimals: int | None) -> str:
    per = str(one.get("per", 1))
    name = figure_name(one["name"])
    if per == "1":
        return name
    told = {"figure": name, "per": number(per), "decimals": decimals}
    if decimals is None:
        return _("%(figure)s ÷ %(per)s") % told
    return ngettext("%(figure)s ÷ %(per)s to %(decimals)s decimal", "%(figure)s ÷ %(per)s to %(decimals)s decimals", decimals) % told


def _percent(part: Json, words: Words, what: str) -> Clause:
    items = [f"{words.who(code)} {percent(value)}" for code, value in sorted(part["percent"].items())]
    return Clause(_("%(what)s is shared by agreed percentages: %(list)s") % {"what": what, "list": few(items)})


def _amounts(part: Json, words: Words, what: str) -> Clause:
    items = [f"{words.who(code)} {words.money(value)}" for code, value in sorted(part["amounts"].items())]
    if reason := part.get("reason"):
        return Clause(_("agreed amounts are paid (%(reason)s): %(list)s") % {"reason": reason, "list": few(items)})
    return Clause(_("agreed amounts are paid: %(list)s") % {"list": few(items)})


def _classes(part: Json, words: Words, what: str) -> Clause:
    figure, sizes = figure_name(part["figure"]), part["classes"]
    told = {"what": what, "figure": figure}
    if any("fee" in size for size in sizes):
        rows = [_("%(who)s pays %(amount)s") % {"who": size_class(size), "amount": words.money(size.get("fee", 0))} for size in sizes]
        return Clause(_("each pays a fee by size class (%(figure)s): %(list)s") % (told | {"list": "; ".join(rows)}))
    rows = [_("%(class)s weighs %(weight)s") % {"class": size_class(size), "weight": number(size.get("weight", 0))} for size in sizes]
    return Clause(_("%(what)s is shared by weights for size classes (%(figure)s): %(list)s") % (told | {"list": "; ".join(rows)}))


def size_class(size: Json) -> str:
    low, high = (number(size[side]) if side in size else "" for side in ("from", "to"))
    if low and high:
        return f"{low}–{high}"
    if high:
        return _("up to %(high)s") % {"high": high}
    return _("from %(low)s") % {"low": low} if low else _("all")


def _rate(part: Json, words: Words, what: str) -> Clause:
    figure = part["figure"]
    if "brackets" in part:
        return Clause(_("each pays on the margin: %(list)s") % {"list": "; ".join(steps(part["brackets"], figure, words))})
    price = each_one(words.money(part["rate"]), figure)
    if "count_cap" in part:
        return Clause(_("each pays %(price)s, where at most %(most)s are counted") % {"price": price, "most": number(part["count_cap"])})
    if "amount_cap" in part:
        return Clause(_("each pays %(price)s, at most %(most)s") % {"price": price, "most": words.money(part["amount_cap"])})
    return Clause(_("each pays %(price)s") % {"price": price})


def steps(brackets: list[Json], figure: str, words: Words) -> list[str]:
    found, above = [], ""
    for one in brackets:
        told = {"price": each_one(words.money(one["rate"]), figure), "above": above, "to": number(one["to"]) if "to" in one else ""}
        if not above:
            found.append(_("%(price)s up to %(to)s") % told if told["to"] else str(told["price"]))
        else:
            found.append(_("%(price)s above %(above)s, up to %(to)s") % told if told["to"] else _("%(price)s above %(above)s") % told)
        above = told["to"]
    return found


def _usage(part: Json, words: Words, what: str) -> Clause:
    items = [f"{words.who(code)} {number(value)}" for code, value in sorted(part["quantities"].items())]
    told = {"price": words.money(part["price"]), "list": few(items)}
    return Clause(_("each pays for its own use, %(price)s for each unit: %(list)s") % told)


def _payer(part: Json, words: Words, what: str) -> Clause:
    return Clause(_("%(who)s pays %(what)s") % {"who": words.who(part["payer"]), "what": what})


def _own(part: Json, words: Words, what: str) -> Clause:
    items = [f"{words.who(code)} {words.money(value)}" for code, value in sorted(part["own"].items())]
    after = [_("Known so far: %(list)s.") % {"list": few(items)}] if items else []
    return Clause(_("each bears its own costs beside this (%(label)s), and they are never shared") % {"label": part.get("label", "")}, None, after)


def few(items: list[str]) -> str:
    if len(items) <= MOST_NAMED:
        return ", ".join(items) or "–"
    return ngettext("%(n)s participant", "%(n)s participants", len(items)) % {"n": len(items)}


KEYS: dict[str, Callable[[Json, Words, str], Clause]] = {
    "equal": _equal,
    "figure": _figure,
    "percent": _percent,
    "amounts": _amounts,
    "classes": _classes,
    "rate": _rate,
    "usage": _usage,
    "payer": _payer,
    "own": _own,
}
