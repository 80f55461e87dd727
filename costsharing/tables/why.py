"""Why somebody pays what it pays, line by line, so that each can be checked with a pocket calculator. From the steps that the engine writes."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from costsharing.engine.amounts import nearest
from costsharing.engine.result import Result
from costsharing.engine.why import explain
from costsharing.engine.writing import steps
from costsharing.tables import words
from portfolio.lib import formats
from portfolio.templatetags.portfolio_format import page_language

Step = Mapping[str, Any]


@dataclass(frozen=True)
class WhyLine:
    """What it is for, what it makes (minor units), and how it is counted."""

    label: str
    minor: int
    how: tuple[str, ...] = ()


@dataclass(frozen=True)
class Why:
    """The lines add up to gross. ``notes``: rounding, what holds besides."""

    code: str
    name: str
    lines: tuple[WhyLine, ...]
    gross: int
    net: int
    notes: tuple[str, ...] = ()
    after: tuple[WhyLine, ...] = ()
    """What is taken off the share: the net is what remains."""
    own: tuple[WhyLine, ...] = field(default=())


def why(result: Result, code: str) -> Why:
    """Raises KeyError for a code that is not in the table."""
    told = explain(result, code)
    found = list(steps(told))
    lines = [WhyLine(step["part"], minor(step["amount"]), tuple(how(step))) for step in found if step["step"] == "part" and step["key"] != "own"]
    named = {step["step"]: step for step in found}
    if "correction" in named:
        lines.append(WhyLine(_("Agreed correction"), minor(named["correction"]["amount"])))
    if "remainder" in named:
        lines.append(WhyLine(_("What is left over by rounding"), minor(named["remainder"]["amount"])))
    lent = named.get("reimbursement")
    after = () if lent is None else (WhyLine(_("Repaid for hours lent"), -minor(lent["amount"]), (hours(lent),)),)
    return Why(
        code=code,
        name=told.name,
        lines=tuple(lines),
        gross=told.gross,
        net=told.net,
        notes=tuple(notes(found)),
        after=after,
        own=tuple(WhyLine(label, amount) for label, amount in told.own),
    )


def minor(major: str) -> int:
    return nearest(Fraction(major) * 100)


def hours(lent: Step) -> str:
    return _("%(hours)s hours × %(rate)s") % {"hours": words.number(lent["hours"]), "rate": words.number(lent["rate"])}


def how(step: Step) -> Iterator[str]:
    """The sum to type, then whose numbers it rests on."""
    counted = COUNTED.get(step["key"], by_weight)(step)
    if counted:
        yield counted
    for figure in step["figures"]:
        yield source(figure)
    if step["months"] != step["period"]:
        yield ngettext("Takes part %(n)s of %(all)s month.", "Takes part %(n)s of %(all)s months.", step["period"]) % {
            "n": step["months"],
            "all": step["period"],
        }
    if Fraction(step["exact"]) != Fraction(step["by_key"]):
        yield _("After exceptions and limits: %(amount)s.") % {"amount": words.decimals(Fraction(step["exact"]))}
    if step.get("reason"):
        yield step["reason"]


def by_weight(step: Step) -> str:
    told = {
        "of": words.exact(step["of"]),
        "own": words.number(step["weight"]),
        "sum": words.number(step["sum"]),
        "result": words.decimals(Fraction(step["by_key"])),
    }
    return _("%(of)s × %(own)s ÷ %(sum)s = %(result)s") % told


def equally(step: Step) -> str:
    if step["weight"] != "1":
        return by_weight(step)
    told = {"of": words.exact(step["of"]), "n": words.number(step["sum"]), "result": words.decimals(Fraction(step["by_key"]))}
    return _("%(of)s shared equally by %(n)s = %(result)s") % told


def by_price(step: Step) -> str:
    """Price × units, bracket by bracket as it is agreed; what it makes before rounding."""
    result = words.decimals(Fraction(step["by_key"]))
    if len(step["prices"]) > 1:
        brackets = []
        for price in step["prices"]:
            told = {"to": words.number(price["to"]) if "to" in price else "", "rate": words.number(price["rate"])}
            brackets.append((_("%(rate)s each up to %(to)s") if told["to"] else _("%(rate)s each above")) % told)
        return ", ".join(brackets) + f" = {result}"
    told = {"n": words.number(step["figures"][0]["value"]), "rate": words.number(step["prices"][0]["rate"]), "result": result}
    text = _("%(n)s × %(rate)s = %(result)s") % told
    caps = [_("counted up to %(n)s") % {"n": words.number(step["count_cap"])}] if "count_cap" in step else []
    caps += [_("at most %(amount)s") % {"amount": words.number(step["amount_cap"])}] if "amount_cap" in step else []
    return ", ".join([text, *caps])


def by_use(step: Step) -> str:
    if "quantity" not in step:
        return ""
    told = {"n": words.number(step["quantity"]), "rate": words.number(step["price"]), "result": words.decimals(Fraction(step["by_key"]))}
    return _("%(n)s × %(rate)s = %(result)s") % told


def by_class(step: Step) -> str:
    size = step.get("class", {})
    limits = {"low": words.number(size["from"]) if "from" in size else "", "high": words.number(size["to"]) if "to" in size else ""}
    if limits["low"] and limits["high"]:
        text = _("Class %(low)s to %(high)s") % limits
    else:
        text = (_("Class up to %(high)s") if limits["high"] else _("Class from %(low)s")) % limits if any(limits.values()) else _("One class for all")
    return f"{text}: {by_weight(step)}"


def agreed(step: Step) -> str:
    return _("Agreed amount")


def alone(step: Step) -> str:
    return _("Bears all of it: %(amount)s") % {"amount": words.exact(step["of"])} if Fraction(step["by_key"]) else _("Another bears it")


COUNTED = {"equal": equally, "rate": by_price, "usage": by_use, "classes": by_class, "amounts": agreed, "payer": alone}


def source(figure: Step) -> str:
    """Population 2014-12-31: 13 460, SCB."""
    day = formats.day(dt.date.fromisoformat(figure["date"]), page_language()) if figure["date"] else ""
    text = f"{words.figure_name(figure['name']).capitalize()} {day}".strip() + f": {words.number(figure['value'])}"
    return f"{text}, {figure['source']}" if figure["source"] else text


def notes(found: Sequence[Step]) -> Iterator[str]:
    limits = {"exception": _("Agreed exception"), "floor": _("Floor"), "ceiling": _("Ceiling")}
    adjusted = False
    for step in found:
        if step["step"] in limits:
            adjusted = True
            told = {"what": limits[step["step"]], "before": words.decimals(Fraction(step["before"])), "after": words.decimals(Fraction(step["after"]))}
            yield _("%(what)s: from %(before)s to %(after)s.") % told + (f" {step['reference']}" if step.get("reference") else "")
        elif step["step"] == "spread":
            adjusted = True
            yield _("Exceptions and limits change it by %(amount)s.") % {"amount": words.signed(nearest(Fraction(step["exact"]) * 100))}
        elif step["step"] == "rounding":
            yield _("Rounding: %(amount)s.") % {"amount": words.signed(nearest(Fraction(step["difference"]) * 100))}
    if not adjusted:
        yield _("No exception, floor or ceiling.")
