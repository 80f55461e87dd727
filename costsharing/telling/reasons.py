"""Why one pays what it pays, from the steps of a written result: in plain words that can be followed on a pocket calculator.

No engine: what was adopted explains itself. The same lines stand on the page and on paper.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from costsharing.stored import Written, major, minor, nearest_minor
from costsharing.telling.calculating import Step, calculation
from costsharing.telling.sources import sources
from costsharing.telling.typed import kronor, with_answer
from costsharing.wording.numbers import number, sign
from portfolio.templatetags.portfolio_format import amount, money

LIMITED = ("exception", "floor", "ceiling")


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
    takes_part = any(one["code"] == share["code"] for one in case["participants"])
    kept = [(step, part) for step, part in zip(parts, case["parts"], strict=True) if step["key"] != "own" and not is_anothers(step, takes_part)]
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


def is_anothers(step: Step, takes_part: bool) -> bool:
    """What somebody else was named to pay; to who takes no part, all that the participants share."""
    return not major(step["weight"]) and (step["key"] == "payer" or not takes_part)


def part_line(step: Step, part: Written) -> Told:
    by_key, exact = major(step["by_key"]), major(step["exact"])
    how = list(calculation(step, part))
    if exact != by_key:
        how[0] = with_answer(how[0], kronor(by_key))
        how.append(_("With exceptions and limits, its own and others': %(amount)s") % {"amount": kronor(exact)})
    return Told(step["part"], tuple(how), kronor(exact), amount(minor(step["amount"])), sources=tuple(sources([step])))


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


def limited(step: Step, currency: str) -> str:
    told = {name: money(nearest_minor(major(step[name])), currency) for name in ("before", "after")}
    if step["step"] == "exception":
        words = _("%(after)s is agreed instead of %(before)s") % told
        return f"{words} ({step['reference']})." if step.get("reference") else f"{words}."
    if step["step"] == "floor":
        return _("The share would be %(before)s; it is raised to the least that is to be paid, %(after)s.") % told
    return _("The share would be %(before)s; it is lowered to the most that is to be paid, %(after)s.") % told


def signed(minor_units: int, currency: str) -> str:
    """A difference: +0,13 kr."""
    return f"{sign(minor_units)}{money(abs(minor_units), currency)}"
