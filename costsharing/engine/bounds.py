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
        self.nothing = dict.fromkeys(columns.codes, 0)
        plain = not own and not case.corrections
        # Of a part that is split, others carry what exceptions leave of it: at worst all of them stand in the part where somebody weighs most.
        self.agreed = {code: exception.amount for code, exception in case.exceptions.items()} if plain else {}
        self.only_ceilings = plain and case.floor is None and case.max_change is None and not case.exceptions

    def fixed(self, part: Part, months: int) -> int:
        lines = {line.label: line.amount for line in self.case.lines}
        amount = sum(lines.get(name, 0) for name in part.lines) if part.lines is not None else part.amount or 0
        return amount * months if part.per is Per.MONTH else amount

    def too_dear(self, most: dict[str, int | None], kept: Collection[str] = ()) -> set[str]:
        """Of the group named by ``most`` (all of it; minor units) those who would pay more in whatever part of the group holds all of ``kept``."""
        if not self.known:
            return set()
        over, shares = self.shares(most.keys(), kept)
        return {code for code, amount in most.items() if amount is not None and shares[code] > amount * over}

    def pull(self, codes: Collection[str]) -> dict[str, int]:
        """How much each of the group, if it joins, moves what others pay."""
        if not self.known:
            return {}
        over, cells = self.plain(codes, ())
        sums = {code: sum(row) for code, row in cells.items()}
        return {code: abs(self.case.corrections.get(code, 0)) * over + abs(sums[code] - self.target(code, sums[code], over)) for code in codes}

    def shares(self, codes: Collection[str], kept: Collection[str]) -> tuple[int, dict[str, int]]:
        """Whole numbers over one denominator, in minor units."""
        over, cells = self.plain(codes, kept)
        shares = {code: sum(row) for code, row in cells.items()}
        if not self.adjusted:
            return over, shares
        more = self.spread(cells, shares, over, kept)
        return over, self.within({code: share + more.get(code, 0) for code, share in shares.items()}, shares, over)

    def plain(self, codes: Collection[str], kept: Collection[str]) -> tuple[int, dict[str, list[int]]]:
        """The least cell of each part that is split, and last what is a participant's own: charges and correction."""
        corrections = self.case.corrections
        taken: Number = sum(self.charges[code] + max(corrections.get(code, 0), 0) for code in self.outside.union(codes))
        taken += sum(amount for _, amount, _ in self.split) + sum(min(corrections.get(code, 0), 0) for code in kept)
        left = max(self.total - taken, Fraction())
        carrying = [code for code in codes if code not in self.agreed]
        rates: list[tuple[Fraction, int, dict[str, int]]] = []
        for part, amount, weights in self.split:
            size: Number = amount if part.fraction is None else left * part.fraction
            total = sum(weights[code] for code in carrying)
            if size and total:
                rates.append((Fraction(size, total), total, weights))
        charges = (self.charges[code].denominator for code in codes)
        over = lcm(*(rate.denominator for rate, _, _ in rates), *(total for _, total, _ in rates), *charges, self.finest)
        factors = [(rate.numerator * (over // rate.denominator), weights) for rate, _, weights in rates]
        agreed = sum(max(amount, 0) for code, amount in self.agreed.items() if code in codes)
        shifts = [(agreed * (over // total), weights) for _, total, weights in rates] or [(0, self.nothing)]
        own = {code: int((self.charges[code] + corrections.get(code, 0)) * over) - max(shift * weights[code] for shift, weights in shifts) for code in codes}
        return over, {code: [*(factor * weights[code] for factor, weights in factors), own[code]] for code in codes}

    def spread(self, cells: dict[str, list[int]], shares: dict[str, int], over: int, kept: Collection[str]) -> dict[str, int]:
        """What those kept are spared by a ceiling, where nothing else is set, falls to the others by their cells, part by part."""
        if not self.only_ceilings:
            return {}
        sums = [sum(column) for column in zip(*cells.values(), strict=True)]
        spared = [0] * len(sums)
        for code in kept:
            if (share := shares[code]) > 0:
                off = max(share - self.target(code, share, over), 0)
                spared = [more + cell * off // share for more, cell in zip(spared, cells[code], strict=True)]
        return {code: sum(more * cell // total for more, cell, total in zip(spared, row, sums, strict=True) if total) for code, row in cells.items()}

    def target(self, code: str, share: int, over: int) -> int:
        """What a share of this size is set to."""
        low, high = self.low(code, over), self.limits[code].high
        if code in self.case.exceptions and low is not None:
            return low
        share = share if high is None else min(share, int(high * over))
        return share if low is None else max(share, low)

    def within(self, shares: dict[str, int], plain: dict[str, int], over: int) -> dict[str, int]:
        """Setting somebody to whole units in every part moves less than a unit in each."""
        lows = {code: self.low(code, over) for code in shares}
        raised = {code: max(low - plain[code], 0) for code, low in lows.items() if low is not None and code not in self.agreed}
        relief = sum(raised.values()) + self.case.unit * len(self.case.parts) * len(shares) * over
        return {code: self.target(code, share - relief + raised.get(code, 0), over) for code, share in shares.items()}

    def low(self, code: str, over: int) -> int | None:
        if code in self.case.exceptions:
            return (self.case.exceptions[code].amount + self.case.corrections.get(code, 0)) * over
        limit = self.limits[code].low
        return None if limit is None else int(limit * over)
