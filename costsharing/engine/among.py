"""What one pays among some of the participants, asked of many such groups of one case."""

from collections.abc import Sequence
from fractions import Fraction

from costsharing.engine.allocation import all_weighed
from costsharing.engine.case import Case
from costsharing.engine.checking import faults_of
from costsharing.engine.columns import columns_of
from costsharing.engine.exactly import exact_shares
from costsharing.engine.faults import Refused, refuse_if
from costsharing.engine.part import ByFigure, Equal, Number
from costsharing.engine.sizes import amounts_of
from costsharing.engine.subset import only

Group = frozenset[str]


class Among:
    """Where the rule is plain a share follows from what the group weighs together, so that a group costs a sum; else each group is a case of its own."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.known = {one.code for one in case.participants}
        self.parts = parts_of(case) if is_plain(case) else None
        self.together: dict[Group, Sequence[int]] = {}
        self.found: dict[Group, dict[str, Fraction]] = {}

    @property
    def is_quick(self) -> bool:
        return self.parts is not None

    def share(self, code: str, group: Group) -> Fraction | None:
        """The exact share of this one, minor units, when it and the group join; None where the rule gives them none, or the case does not know it."""
        if code not in self.known:
            return None
        if self.parts is None:
            return self.whole(group | {code}).get(code)
        share = Fraction()
        for (amount, weights), sum_of_group in zip(self.parts, self.sums(group), strict=True):
            total = sum_of_group + (0 if code in group else weights[code])
            if not total:
                return None
            share += Fraction(amount * weights[code]) / total
        return share

    def sums(self, group: Group) -> Sequence[int]:
        """Of each part."""
        if group not in self.together:
            self.together[group] = [sum(weights[code] for code in group) for _, weights in self.parts or ()]
        return self.together[group]

    def whole(self, group: Group) -> dict[str, Fraction]:
        if group not in self.found:
            try:
                self.found[group] = exact_shares(only(self.case, group))
            except Refused:
                self.found[group] = {}
        return self.found[group]


def is_plain(case: Case) -> bool:
    """Parts equal or by figures, and nothing that adjusts them: what one weighs, and what is shared, does not hang on who else joins."""
    adjusted = case.exceptions or case.corrections or case.floor or case.ceiling or case.max_change is not None
    return not adjusted and all(isinstance(part.key, Equal | ByFigure) for part in case.parts)


def parts_of(case: Case) -> list[tuple[Number, dict[str, int]]] | None:
    """Each part's amount, and what each participant weighs in it. None where the case cannot be counted for all of them."""
    try:
        columns = columns_of(case)
        refuse_if(faults_of(case, columns))
        weighed = all_weighed(case, columns)
        amounts, _total = amounts_of(case, weighed, columns.period)
    except Refused:
        return None
    return [(amount, dict(zip(columns.codes, found.weights, strict=True))) for amount, found in zip(amounts, weighed, strict=True)]
