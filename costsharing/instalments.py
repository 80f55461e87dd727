"""A year's share in instalments, value added tax on them, and what a correction still charges or credits. Whole minor units, no floats."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from costsharing.engine.amounts import nearest

MOST = 12
VAT = (0, 25)
"""Per cent. Municipalities' shares of their own cooperation mostly carry none."""


def equal_parts(count: int) -> tuple[Fraction, ...]:
    return (Fraction(1, count),) * count


def split(amount: int, parts: Sequence[Fraction], unit: int) -> list[int]:
    """Minor units, one for each part, each in whole units and together exactly the amount: largest remainder, the earlier first among equals.

    What is finer than the unit stands in the last one. A credit mirrors a charge. Raises ValueError unless the parts are positive and add up to 1.
    """
    if not parts or sum(parts) != 1 or min(parts) <= 0:
        raise ValueError("the parts must be positive and add up to 1")
    if unit <= 0:
        raise ValueError("the unit must be positive")
    if amount < 0:
        return [-each for each in split(-amount, parts, unit)]
    whole, rest = divmod(amount, unit)
    exact = [whole * part for part in parts]
    units = [each.numerator // each.denominator for each in exact]
    order = sorted(range(len(parts)), key=lambda place: units[place] - exact[place])  # stable: the earlier first
    for place in order[: whole - sum(units)]:
        units[place] += 1
    found = [each * unit for each in units]
    found[-1] += rest
    return found


def vat_of(net: int, percent: int) -> int:
    """To the nearest minor unit; a half goes away from zero."""
    return nearest(Fraction(net * percent, 100))


def left_to_charge(shares: Mapping[int, int], charged: Mapping[int, int]) -> dict[int, int]:
    """Organisation → net share less what has been invoiced of the year, credits below zero; who owes and is owed nothing is left out.

    Whoever had a share before and has none any more gets it all back.
    """
    found = {who: shares.get(who, 0) - charged.get(who, 0) for who in {*shares, *charged}}
    return {who: minor for who, minor in found.items() if minor}
