"""What one types for a part of the sum, and where its numbers come from."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from costsharing.stored import Written, major
from costsharing.telling.typed import kronor, plain, typed_amount, with_answer
from costsharing.wording.clauses import size_class
from costsharing.wording.numbers import figure_name, number

OWN_TOTAL = ("amounts", "rate", "usage")
Step = Mapping[str, Any]


def calculation(step: Step, part: Written) -> Iterator[str]:
    """The first line is what one types, the others say where its numbers come from."""
    key = step["key"]
    if key == "payer":
        yield _("All of it: %(amount)s") % {"amount": typed_amount(major(step["of"]))}
    elif is_own_total(step):
        yield from priced(step, part)
    else:
        yield from shared(step, part)


def is_own_total(step: Step) -> bool:
    """A fee by class makes its own total; where a weight is the same number, so is the way to reckon it."""
    return step["key"] in OWN_TOTAL or (step["key"] == "classes" and major(step["of"]) == major(step["sum"]))


def shared(step: Step, part: Written) -> Iterator[str]:
    of, weight, whole = typed_amount(major(step["of"])), major(step["weight"]), major(step["sum"])
    if step["key"] == "equal" and weight == 1 and whole.denominator == 1:
        yield _("%(amount)s ÷ %(number)s who share alike") % {"amount": of, "number": plain(whole)}
    else:
        yield f"{of} × {plain(weight)} ÷ {plain(whole)}"
    yield from of_class(step)
    unweighed = weight * step["period"] / step["months"]
    if step["key"] == "figure" and "figures" in part:
        yield f"{' + '.join(terms(step, part))} = {plain(unweighed)}"
    if weight != unweighed:
        words = {"whole": plain(unweighed), "months": step["months"], "period": step["period"], "weight": plain(weight)}
        yield _("%(whole)s × %(months)s of %(period)s months = %(weight)s") % words


def terms(step: Step, part: Written) -> Iterator[str]:
    """Each figure, divided as the rule says and carried to its decimals."""
    for said, one in zip(part["figures"], step["figures"], strict=True):
        value = plain(major(one["value"]))
        decimals = said.get("decimals", part.get("decimals"))
        text = value if str(said.get("per", "1")) == "1" else f"{value} ÷ {number(said['per'])}"
        yield f"({text})" if decimals is None else _("(%(term)s to %(decimals)s decimals)") % {"term": text, "decimals": decimals}


def of_class(step: Step) -> Iterator[str]:
    if "class" not in step:
        return
    one = step["figures"][0]
    yield _("%(figure)s %(value)s is in the class %(class)s") % {
        "figure": figure_name(one["name"]).capitalize(),
        "value": plain(major(one["value"])),
        "class": size_class(step["class"]),
    }


def priced(step: Step, part: Written) -> Iterator[str]:
    """A price of its own, and the months that it is counted for."""
    per = part.get("per", "year")
    over: int = step["period"] if per == "year" else 1 if per == "month" else step["months"]
    is_whole_period = step["months"] == over
    uncapped = ""
    if step["key"] == "usage":
        told = f"{number(step['price'])} × {number(step['quantity'])}"
    elif step["key"] == "rate":
        told, uncapped = rated(step)
    else:
        words = _("Agreed amount: %(amount)s") if step["key"] == "amounts" else _("Fee: %(amount)s")
        told = words % {"amount": typed_amount(major(step["weight"]) * over / step["months"])}
    if not is_whole_period:
        told = f"{f'({told})' if ' + ' in told else told} × {step['months']}" + (f" ÷ {over}" if over > 1 else "")
    yield told
    yield from of_class(step)
    if "amount_cap" in step:
        yield uncapped + _("At most %(amount)s") % {"amount": number(step["amount_cap"])}
    if "count_cap" in step:
        yield _("At most %(number)s are counted") % {"number": number(step["count_cap"])}
    if step.get("reason"):
        yield str(step["reason"])


def rated(step: Step) -> tuple[str, str]:
    """How the prices are typed, before months; and what they would make, where that is more than the most that is paid."""
    value = major(step["figures"][0]["value"])
    counted = min(value, major(step["count_cap"])) if "count_cap" in step else value
    total, below = Fraction(), Fraction()
    told: list[str] = []
    for price in step["prices"]:
        top = min(counted, major(price["to"])) if "to" in price else counted
        if top > below or not told:
            total += (top - below) * major(price["rate"])
            told.append(f"{plain(major(price['rate']))} × {plain(top - below)}")
            below = top
    if "amount_cap" in step and abs(total) > abs(major(step["amount_cap"])):
        return typed_amount(major(step["amount_cap"])), with_answer(" + ".join(told), kronor(total)) + ". "
    return " + ".join(told), ""
