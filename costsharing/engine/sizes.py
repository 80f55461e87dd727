"""How large each part is: what makes its own total, amounts and lines come first, fractions split what is left of the base."""

from collections.abc import Sequence
from fractions import Fraction

from costsharing.engine.amounts import amount_text, exact_text, nearest, number_text, simplest
from costsharing.engine.case import Case
from costsharing.engine.exact import whole
from costsharing.engine.faults import CaseFault, refuse, refuse_if
from costsharing.engine.keys import Weighed
from costsharing.engine.part import Number, Part, Per


def amounts_of(case: Case, weighed: Sequence[Weighed], months: int) -> tuple[list[Number], Number]:
    """Minor units of each part, exactly, and the total: with the corrections the parts add up to the base less what is deducted, or make it."""
    lines = {line.label: line.amount for line in case.lines}
    amounts = [_fixed(part, found, lines, months) for part, found in zip(case.parts, weighed, strict=True)]
    corrections = sum(case.corrections.values())
    if case.base is None:
        total = sum(amounts) + corrections
    else:
        total = case.base - sum(one.amount for one in case.deduct)
        amounts = _from_base(case, amounts, corrections, total)
    refuse_if(
        CaseFault("mixed_signs", {"amount": money(amount), "total": money(total)}, "", part.label)
        for part, amount in zip(case.parts, amounts, strict=True)
        if (amount > 0 if total < 0 else amount < 0)
    )
    return amounts, total


def _fixed(part: Part, weighed: Weighed, lines: dict[str, int], months: int) -> Number:
    if weighed.own_total is not None:
        return weighed.own_total
    amount = sum(lines[name] for name in part.lines) if part.lines is not None else part.amount or 0
    return amount * months if part.per is Per.MONTH else amount


def _from_base(case: Case, fixed: list[Number], corrections: int, base: int) -> list[Number]:
    fractions = [part.fraction for part in case.parts]
    used = [fraction for fraction in fractions if fraction is not None]
    taken: Number = sum(fixed) + corrections
    left: Number = base - taken
    if not used:
        if left:
            told = {"sum": money(taken), "base": money(base), "gap": money(left if left > 0 else -left), "side": "low" if left > 0 else "high"}
            raise refuse("not_covered", **told)
        return fixed
    shares, scale = whole(used)
    total = Fraction(sum(shares), scale)
    if total != 1:
        raise refuse("fraction_sum", sum=exact(total), gap=exact(1 - total if total < 1 else total - 1), side="low" if total < 1 else "high")
    if left * base < 0 or (base == 0 and left):
        raise refuse("overdrawn", taken=money(taken), base=money(base))
    return [amount if fraction is None else simplest(left * fraction) for amount, fraction in zip(fixed, fractions, strict=True)]


def money(value: Number) -> str:
    return amount_text(nearest(value))


def exact(value: Number) -> str:
    """A short decimal where it is exact, else n/d."""
    text = number_text(value)
    return text if "/" not in text else exact_text(value)
