"""The willing and what their yes hangs on, as bits: bit n stands for the n-th of them by code, counted from the highest bit.

Of two sets of equal size the larger number is then the one with the lower codes.
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property

from costsharing.engine.among import is_plain
from costsharing.engine.bounds import Least, splittable
from costsharing.engine.case import Answer, Case, Terms
from costsharing.engine.conditions import GRANTED, Failed, Joined, failures
from costsharing.engine.exactly import exact_shares
from costsharing.engine.faults import Refused
from costsharing.engine.subset import only

NOTHING = Terms()
Shares = dict[str, Fraction]


class Offer:
    """What is asked again and again while a coalition is searched."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.willing = sorted((one for one in case.participants if one.answer is Answer.YES), key=lambda one: one.code)
        self.bits = {one.code: 1 << len(self.willing) - place for place, one in enumerate(self.willing, 1)}
        self.terms = {self.bits[one.code]: one.terms or NOTHING for one in self.willing}
        self.values = {name: {self.bits[one.code]: one.figures[name].value for one in self.willing} for name in self.figures()}
        self.fees = any(terms.fee is not None for terms in self.terms.values())
        self.found: dict[int, Shares | None] = {}

    @property
    def everybody(self) -> int:
        return (1 << len(self.willing)) - 1

    def figures(self) -> set[str]:
        thresholds = [self.case.threshold] if self.case.threshold else []
        return {name for terms in [*self.terms.values(), *thresholds] for name in terms.figures}

    def members(self, group: int) -> Iterator[int]:
        return (bit for bit in self.bits.values() if group & bit)

    def codes(self, group: int) -> list[str]:
        return [code for code, bit in self.bits.items() if group & bit]

    @cached_property
    def least(self) -> Least | None:
        try:
            return Least(only(self.case, self.bits))
        except Refused:
            return None

    def shares(self, group: int) -> Shares | None:
        """Exact shares of this group; None where the rule gives it none."""
        if group not in self.found:
            try:
                self.found[group] = exact_shares(only(self.case, self.codes(group)))
            except Refused:
                self.found[group] = None
        return self.found[group]

    def unmet(self, group: int) -> int:
        """Those of the group one of whose conditions fails, fees aside. More who join can only help."""
        count = group.bit_count()
        sums = {name: sum(value for bit, value in values.items() if group & bit) for name, values in self.values.items()}
        found = 0
        for bit in self.members(group):
            terms = self.terms[bit]
            if (
                (terms.participants is not None and count < terms.participants)
                or any(sums[name] < needed for name, needed in terms.figures.items())
                or any(not group & self.bits.get(code, 0) for code in terms.companions)
                or (terms.grant is not None and self.case.grants[terms.grant] != GRANTED)
            ):
                found |= bit
        return found

    def too_dear(self, group: int) -> int:
        """Those of the group whose exact share is above the most they pay; all of them where the rule gives no shares."""
        if not self.fees:
            return 0
        shares = self.shares(group)
        if shares is None:
            return group
        return sum(self.bits[code] for code in self.codes(group) if (most := self.terms[self.bits[code]].fee) is not None and shares[code] > most)

    def hopeless(self, group: int, kept: int) -> int:
        """Those of the group whose share is above the most they pay in whatever part of the group that holds all of `kept`."""
        if not self.fees:
            return 0
        codes = self.codes(group)
        if not splittable(self.case, codes):
            return group
        if self.least is None:
            return 0
        return sum(self.bits[code] for code in self.least.too_dear({code: self.terms[self.bits[code]].fee for code in codes}, self.codes(kept)))

    def order(self, group: int) -> list[int]:
        """First those whose joining moves the shares of others most, then those who find it too dear, then by code."""
        pull = self.least.pull(self.codes(group)) if self.least else {}
        dear = self.too_dear(group)
        by_pull = {self.bits[code]: value for code, value in pull.items()}
        return sorted(self.members(group), key=lambda bit: (-by_pull.get(bit, 0), not bit & dear, bit))

    def joined(self, group: int, share: Fraction | None = None) -> Joined:
        sums = {name: sum(value for bit, value in values.items() if group & bit) for name, values in self.values.items()}
        return Joined(frozenset(self.codes(group)), sums, self.case.grants, share)

    def failures(self, code: str, group: int) -> tuple[Failed, ...]:
        """What fails for this one in the group."""
        shares = self.shares(group)
        share = None if shares is None else shares[code]
        return tuple(failures(self.terms[self.bits[code]], self.joined(group, share)))

    def falls(self) -> bool:
        """Whether a fee can only fall as more join: a base that does not hang on who joins, parts equal or by figures, no adjustments."""
        case = self.case
        amounts = [one.amount for one in case.lines] + [part.amount for part in case.parts if part.amount is not None]
        credit = min(amounts, default=0) < 0 if case.base is None else case.base < sum(one.amount for one in case.deduct)
        return is_plain(case) and not credit
