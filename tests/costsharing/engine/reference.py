"""The exact part once more, slowly and plainly: a Fraction for every cell, by code, without a common denominator anywhere."""

from fractions import Fraction

from costsharing.engine.case import Case, Figure, Participant
from costsharing.engine.part import Agreed, ByFigure, Classes, Equal, Part, Payer, Per, Percent, Rate, SizeClass, Usage


def half_up(value: Fraction, decimals: int) -> Fraction:
    return Fraction(int(value * 10**decimals + Fraction(1, 2)), 10**decimals)


def months(case: Case, one: Participant) -> Fraction:
    """The share of the period."""
    if case.period is None:
        return Fraction(1)
    taken = [month for month in range(case.period.first, case.period.last + 1) if (one.first or 0) <= month <= (one.last or 10**6)]
    return Fraction(len(taken), case.period.months)


def size_of(key: Classes, figure: Figure) -> SizeClass:
    (found,) = [size for size in key.classes if (size.low is None or figure.value >= size.low) and (size.high is None or figure.value <= size.high)]
    return found


def weight(part: Part, one: Participant) -> Fraction:
    key = part.key
    if isinstance(key, Equal):
        return Fraction(1)
    if isinstance(key, Payer):
        return Fraction(key.payer == one.code)
    if isinstance(key, Percent):
        return Fraction(key.percent[one.code])
    if isinstance(key, Classes):
        return Fraction(size_of(key, one.figures[key.figure]).weight)
    assert isinstance(key, ByFigure)
    values = [(driver, Fraction(one.figures[driver.name].value) / driver.per) for driver in key.drivers]
    return sum((value if driver.decimals is None else half_up(value, driver.decimals) for driver, value in values), Fraction())


def charge(part: Part, one: Participant) -> Fraction:
    key = part.key
    if isinstance(key, Agreed):
        return Fraction(key.amounts[one.code])
    if isinstance(key, Usage):
        return Fraction(key.price) * key.quantities[one.code]
    if isinstance(key, Classes):
        return Fraction(size_of(key, one.figures[key.figure]).fee)
    assert isinstance(key, Rate)
    units = Fraction(one.figures[key.figure].value)
    if key.count_cap is not None:
        units = min(units, Fraction(key.count_cap))
    below, cost = Fraction(), Fraction()
    for bracket in key.brackets:
        above = units if bracket.to is None else Fraction(bracket.to)
        cost += max(min(units, above) - below, Fraction()) * bracket.rate
        below = above
    return cost


def cells(case: Case) -> dict[str, dict[str, Fraction]]:
    """Part's label → code → minor units, before exceptions and limits."""
    found: dict[str, dict[str, Fraction]] = {}
    period = case.period.months if case.period else 12
    for part in case.parts:
        if part.makes_own_total:
            factor = {Per.ONCE: lambda one: 1, Per.YEAR: lambda one: months(case, one), Per.MONTH: lambda one: months(case, one) * period}[part.per]
            found[part.label] = {one.code: charge(part, one) * factor(one) for one in case.participants}
    taken = sum(sum(row.values()) for row in found.values()) + sum(case.corrections.values())
    fixed = {part.label: Fraction(part.amount) for part in case.parts if part.amount is not None}
    left = (case.base or 0) - sum(one.amount for one in case.deduct) - taken - sum(fixed.values())
    for part in case.parts:
        if part.label not in found:
            amount = fixed[part.label] if part.amount is not None else left * part.fraction
            weights = {
                one.code: weight(part, one) * (1 if part.per is Per.ONCE or isinstance(part.key, Payer) else months(case, one)) for one in case.participants
            }
            found[part.label] = {code: amount * own / sum(weights.values()) for code, own in weights.items()}
    return found
