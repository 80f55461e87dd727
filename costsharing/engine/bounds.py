"""The least that each of a group can come to pay if any part of the group joins: what makes searching for a coalition short."""

from collections.abc import Collection
from fractions import Fraction
from math import lcm

from costsharing.engine.allocation import all_weighed
from costsharing.engine.case import Case
from costsharing.engine.columns import columns_of
from costsharing.engine.limits import Bounds, adjusted, bounds_of
from costsharing.engine.part import Number, Part, Payer, Per, Percent

HUNDRED = 100
OPEN = Bounds(None, None)


def splittable(case: Case, codes: Collection[str]) -> bool:
    """False where no part of this group can be split: agreed percentages that do not reach 100, or a payer who is not in."""
    participants = {one.code for one in case.participants}
    for part in case.parts:
        key = part.key
        if isinstance(key, Percent) and sum(value for code, value in key.percent.items() if code in codes) < HUNDRED:
            return False
        if isinstance(key, Payer) and key.payer in participants and key.payer not in codes:
            return False
    return True


class Least:
    """Bounds for any group out of a case's participants. Raises Refused where these cannot be weighed or limited.

    More who join make a share smaller in each part, and what parts with own totals and corrections take from the base at most is known.
    Others that are set to more than they would pay relieve it by that difference at most; others that are set to less only add to it.
    """

    def __init__(self, case: Case) -> None:
        columns = columns_of(case)
        self.case, self.adjusted = case, adjusted(case)
        self.total = Fraction((case.base or 0) - sum(one.amount for one in case.deduct))
        limits = bounds_of(case, columns, 1, self.total) if self.adjusted else {}
        self.limits = {code: limits.get(place, OPEN) for code, place in columns.place.items()}
        self.finest = lcm(*(limit.denominator for one in self.limits.values() for limit in (one.low, one.high) if limit is not None))
        weighed = all_weighed(case, columns)
        own, split = [], []
        for part, found in zip(case.parts, weighed, strict=True):
            weights = dict(zip(columns.codes, found.weights, strict=True))
            if found.own_total is None:
                split.append((part, self.fixed(part, columns.period), weights))
            else:
                own.append((found.own_total, {code: Fraction(weight, found.scale) for code, weight in weights.items()}))
        self.split = split
        self.charges = {code: sum((cells[code] for _, cells in own), Fraction()) for code in columns.codes}
        self.outside = set(columns.codes) - {one.code for one in columns.participants}
        open_share = case.base is None and any(limit and limit.fraction is not None for limit in (case.floor, case.ceiling))
        credit = self.total < 0 or any(amount < 0 for _, amount, _ in split) or any(total < 0 for total, _ in own)
        self.known = not open_share and not credit

    def fixed(self, part: Part, months: int) -> int:
        lines = {line.label: line.amount for line in self.case.lines}
        amount = sum(lines.get(name, 0) for name in part.lines) if part.lines is not None else part.amount or 0
        return amount * months if part.per is Per.MONTH else amount

    def too_dear(self, most: dict[str, int | None]) -> set[str]:
        """Of the group named by ``most`` (all of it; minor units) those who would pay more in whatever part of the group."""
        if not self.known:
            return set()
        over, shares = self.shares(most.keys())
        return {code for code, amount in most.items() if amount is not None and shares[code] > amount * over}

    def shares(self, codes: Collection[str]) -> tuple[int, dict[str, int]]:
        """Whole numbers over one denominator, in minor units."""
        corrections = self.case.corrections
        there = self.outside.union(codes)
        taken = sum(self.charges[code] + max(corrections.get(code, 0), 0) for code in there) + sum(amount for _, amount, _ in self.split)
        left = max(self.total - taken, Fraction())
        rates: list[tuple[Fraction, dict[str, int]]] = []
        for part, amount, weights in self.split:
            size: Number = amount if part.fraction is None else left * part.fraction
            total = sum(weights[code] for code in codes)
            if size and total:
                rates.append((Fraction(size, total), weights))
        over = lcm(*(rate.denominator for rate, _ in rates), *(self.charges[code].denominator for code in codes), self.finest)
        factors = [(rate.numerator * (over // rate.denominator), weights) for rate, weights in rates]
        plain = {
            code: sum(factor * weights[code] for factor, weights in factors) + int((self.charges[code] + corrections.get(code, 0)) * over) for code in codes
        }
        return over, self.within(plain, over) if self.adjusted else plain

    def within(self, plain: dict[str, int], over: int) -> dict[str, int]:
        """Setting somebody to whole units in every part moves less than a unit in each."""
        lows = {code: self.low(code, over) for code in plain}
        raised = {code: max(low - plain[code], 0) for code, low in lows.items() if low is not None}
        relief = sum(raised.values()) + self.case.unit * len(self.case.parts) * len(plain) * over
        found = {}
        for code, share in plain.items():
            low, high = lows[code], self.limits[code].high
            if code in self.case.exceptions and low is not None:
                found[code] = low
                continue
            least = share - relief + raised.get(code, 0)
            if high is not None:
                least = min(least, int(high * over))
            found[code] = least if low is None else max(least, low)
        return found

    def low(self, code: str, over: int) -> int | None:
        if code in self.case.exceptions:
            return (self.case.exceptions[code].amount + self.case.corrections.get(code, 0)) * over
        limit = self.limits[code].low
        return None if limit is None else int(limit * over)
