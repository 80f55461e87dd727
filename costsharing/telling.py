"""Why one pays what it pays, from the steps of a written result: in plain words that can be followed on a pocket calculator.

No engine: what was adopted explains itself. The same lines stand on the page and on paper.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from costsharing.engine.amounts import nearest
from costsharing.stored import Line, Stored, Written, major, minor, nearest_minor
from costsharing.wording.numbers import figure_name, number, sign
from portfolio.lib import formats
from portfolio.templatetags.portfolio_format import amount, day, money, page_language

SIGNS = re.compile("[×÷+]")
FINEST = 6  # decimals of what is typed on the calculator, where fewer are not exact
OWN_TOTAL = ("amounts", "rate", "usage")
Step = Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """One line of the sum. label is the rule's own word (in the region's language) unless is_ours. exact and amount as written in the page's language.

    how: what one types on the calculator, then where that comes from. sources: of the figures in it.
    """

    label: str
    how: tuple[str, ...]
    exact: str
    amount: str
    is_ours: bool = False
    sources: tuple[str, ...] = ()

    @property
    def typed(self) -> str:
        """With what it makes, for where the exact amount has no column of its own."""
        first = next(iter(self.how), "")
        return first if " = " in first else with_answer(first, self.exact)


@dataclass(frozen=True)
class Why:
    """lines add up to gross; after them, when something is reimbursed, reimbursed and net."""

    code: str
    name: str
    lines: tuple[Told, ...]
    gross: str
    net: str
    reimbursed: Told | None
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    per_inhabitant: str


def why(case: Written, share: Written, currency: str) -> Why:
    """``share``: one of the written result's shares."""
    steps = {step["step"]: step for step in share["why"] if step["step"] != "part"}
    parts = [step for step in share["why"] if step["step"] == "part"]
    kept = [(step, part) for step, part in zip(parts, case["parts"], strict=True) if step["key"] != "own" and not is_anothers(step)]
    lent = steps.get("reimbursement")
    each = steps.get("per_inhabitant")
    return Why(
        code=share["code"],
        name=share["name"],
        lines=(*(part_line(step, part) for step, part in kept), *beside(steps)),
        gross=money(minor(share["amount"]), currency),
        net=money(minor(share["net"]), currency),
        reimbursed=reimbursed(lent) if lent else None,
        notes=tuple(notes(share, currency)),
        sources=tuple(sources(parts)),
        per_inhabitant=money(minor(each["amount"]), currency) if each else "",
    )


def is_anothers(step: Step) -> bool:
    """What somebody else was named to pay."""
    return bool(step["key"] == "payer" and not major(step["weight"]))


def plain(value: Fraction) -> str:
    """As it is typed: all decimals where few are exact, else rounded."""
    for decimals in range(FINEST + 1):
        if (value * 10**decimals).denominator == 1:
            return number(fixed(value, decimals))
    return number(fixed(value, FINEST))


def fixed(value: Fraction, decimals: int) -> str:
    scaled = value * 10**decimals
    size = abs(nearest(scaled))
    text = str(size).rjust(decimals + 1, "0")
    text = f"{text[:-decimals]}.{text[-decimals:]}" if decimals else text
    return f"-{text}" if scaled < 0 and size else text


def kronor(value: Fraction) -> str:
    """Major units to the nearest öre."""
    return str(amount(nearest_minor(value)))


def per_inhabitant(line: Line) -> str:
    """With two decimals always; a dash where no population was used."""
    each = line.per_inhabitant
    return "–" if each is None else formats.amount(nearest(each), page_language(), decimals=True)


def signed(minor_units: int, currency: str) -> str:
    """A difference: +0,13 kr."""
    return f"{sign(minor_units)}{money(abs(minor_units), currency)}"


def part_line(step: Step, part: Written) -> Told:
    by_key, exact = major(step["by_key"]), major(step["exact"])
    how = list(calculation(step, part))
    if exact != by_key:
        how[0] = with_answer(how[0], kronor(by_key))
        how.append(_("With exceptions and limits, its own and others': %(amount)s") % {"amount": kronor(exact)})
    return Told(step["part"], tuple(how), kronor(exact), amount(minor(step["amount"])), sources=tuple(sources([step])))


def with_answer(typed: str, answer: str) -> str:
    """Where there is something to reckon."""
    return f"{typed} = {answer}" if answer and SIGNS.search(typed) else typed


def calculation(step: Step, part: Written) -> Iterator[str]:
    """The first line is what one types, the others say where its numbers come from."""
    key = step["key"]
    if key == "payer":
        yield _("All of it: %(amount)s") % {"amount": plain(major(step["of"]))}
    elif is_own_total(step):
        yield from priced(step, part)
    else:
        yield from shared(step, part)


def is_own_total(step: Step) -> bool:
    """A fee by class makes its own total; where a weight is the same number, so is the way to reckon it."""
    return step["key"] in OWN_TOTAL or (step["key"] == "classes" and major(step["of"]) == major(step["sum"]))


def shared(step: Step, part: Written) -> Iterator[str]:
    of, weight, whole = plain(major(step["of"])), major(step["weight"]), major(step["sum"])
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
    low, high = (number(step["class"][end]) if end in step["class"] else "" for end in ("from", "to"))
    one = step["figures"][0]
    yield _("%(figure)s %(value)s is in the class %(class)s") % {
        "figure": figure_name(one["name"]).capitalize(),
        "value": plain(major(one["value"])),
        "class": f"{low}–{high}",
    }


def priced(step: Step, part: Written) -> Iterator[str]:
    """A price of its own, and the months that it is counted for."""
    per = part.get("per", "year")
    over: int = step["period"] if per == "year" else 1 if per == "month" else step["months"]
    is_whole_period = step["months"] == over
    if step["key"] == "usage":
        told = f"{number(step['price'])} × {number(step['quantity'])}"
    elif step["key"] == "rate":
        told = rated(step)
    else:
        words = _("Agreed amount: %(amount)s") if step["key"] == "amounts" else _("Fee: %(amount)s")
        told = words % {"amount": plain(major(step["weight"]) * over / step["months"])}
    if not is_whole_period:
        told = f"{f'({told})' if ' + ' in told else told} × {step['months']}" + (f" ÷ {over}" if over > 1 else "")
    yield told
    yield from of_class(step)
    if "amount_cap" in step:
        yield _("At most %(amount)s") % {"amount": number(step["amount_cap"])}
    if "count_cap" in step:
        yield _("At most %(number)s are counted") % {"number": number(step["count_cap"])}
    if step.get("reason"):
        yield str(step["reason"])


def rated(step: Step) -> str:
    """How the prices are typed, before months."""
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
    is_cut = "amount_cap" in step and abs(total) > abs(major(step["amount_cap"]))
    return plain(major(step["amount_cap"])) if is_cut else " + ".join(told)


def beside(steps: Mapping[str, Step]) -> Iterator[Told]:
    if found := steps.get("correction"):
        yield Told(_("Correction"), (), kronor(major(found["exact"])), amount(minor(found["amount"])), is_ours=True)
    if found := steps.get("remainder"):
        yield Told(_("What is left when the total is rounded"), (), "", amount(minor(found["amount"])), is_ours=True)


def reimbursed(lent: Step) -> Told:
    how = _("%(hours)s hours × %(rate)s") % {"hours": number(lent["hours"]), "rate": number(lent["rate"])}
    return Told(_("Reimbursed for hours lent"), (how,), "", amount(-minor(lent["amount"])), is_ours=True)


def notes(share: Written, currency: str) -> Iterator[str]:
    """Each step that is no line of the sum, as a sentence."""
    set_steps = [step for step in share["why"] if step["step"] in LIMITED]
    for step in set_steps:
        yield limited(step, currency)
    for step in share["why"]:
        if step["step"] == "spread":
            told = {"amount": signed(nearest_minor(major(step["exact"])), currency)}
            yield _("What exceptions and limits move, for this one and for the others, changes the share by %(amount)s.") % told
        elif step["step"] == "rounding" and nearest_minor(major(step["difference"])):
            yield _("Rounding: %(amount)s. The whole table is rounded at once, so that it adds up in both directions.") % {
                "amount": signed(nearest_minor(major(step["difference"])), currency)
            }
    if not set_steps and not any(step["step"] == "spread" for step in share["why"]):
        yield _("No exception, floor or ceiling.")
    for each in share["own"]:
        yield _("Borne besides, outside this sum: %(label)s, %(amount)s.") % {"label": each["label"], "amount": money(minor(each["amount"]), currency)}


LIMITED = ("exception", "floor", "ceiling")


def limited(step: Step, currency: str) -> str:
    told = {name: money(nearest_minor(major(step[name])), currency) for name in ("before", "after")}
    if step["step"] == "exception":
        words = _("%(after)s is agreed instead of %(before)s") % told
        return f"{words} ({step['reference']})." if step.get("reference") else f"{words}."
    if step["step"] == "floor":
        return _("The share would be %(before)s; it is raised to the least that is to be paid, %(after)s.") % told
    return _("The share would be %(before)s; it is lowered to the most that is to be paid, %(after)s.") % told


def sources(parts: list[Step]) -> list[str]:
    found = {(one["name"], one["date"], one["source"], one["value"]) for step in parts for one in step["figures"]}
    return [source(name, date, title, plain(major(value))) for name, date, title, value in sorted(found)]


def source(name: str, date: str, title: str, value: str = "") -> str:
    """Population 31 December 2014, SCB: 13 460."""
    head = " ".join(filter(None, (figure_name(name).capitalize(), on(date))))
    told = ", ".join(filter(None, (head, title)))
    return f"{told}: {value}" if value else told


def on(date: str) -> str:
    try:
        return str(day(dt.date.fromisoformat(date)))
    except ValueError:
        return date


def table_sources(table: Stored) -> list[str]:
    return [source(*each) for each in table.sources()]


def months_of(line: Line) -> str:
    """From and to, for somebody who does not take part the whole year."""
    return f"{line.first}–{line.last}" if line.first or line.last else ""
