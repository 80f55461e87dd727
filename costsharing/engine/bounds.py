"""The least that each of a group can come to pay if any part of the group joins: what makes searching for a coalition short."""

from collections.abc import Collection, Sequence
from fractions import Fraction

from costsharing.engine.allocation import all_weighed
from costsharing.engine.case import Case
from costsharing.engine.columns import Columns, columns_of
from costsharing.engine.faults import Refused
from costsharing.engine.keys import Weighed
from costsharing.engine.limits import Bounds, adjusted, bounds_of
from costsharing.engine.part import Part, Payer, Per, Percent
from costsharing.engine.subset import only

HUNDRED = 100


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


def least_shares(case: Case, codes: Collection[str]) -> dict[str, Fraction] | None:
    """Code → minor units, for everybody in ``codes``; None where no such bound is known (credits, limits as fractions of an open total)."""
    group = only(case, codes)
    try:
        columns = columns_of(group)
        weighed = all_weighed(group, columns)
        limits = bounds_of(group, columns, 1, _total(group)) if adjusted(group) else {}
    except Refused:
        return None
    sizes = _least_sizes(group, weighed, columns)
    if sizes is None or (case.base is None and any(limit and limit.fraction is not None for limit in (case.floor, case.ceiling))):
        return None
    shares = {}
    for one, place in zip(columns.participants, columns.places, strict=True):
        cells = (size * Fraction(found.weights[place], found.sum) for size, found in zip(sizes, weighed, strict=True) if found.sum)
        shares[one.code] = sum(cells, Fraction(group.corrections.get(one.code, 0)))
    return _within_limits(group, columns, shares, limits) if adjusted(group) else shares


def _total(case: Case) -> Fraction:
    return Fraction((case.base or 0) - sum(one.amount for one in case.deduct))


def _least_sizes(case: Case, weighed: Sequence[Weighed], columns: Columns) -> list[Fraction] | None:
    """Each part's amount if those who join take as much as they can before the fractions; own totals as they are, for they fall to each one."""
    lines = {line.label: line.amount for line in case.lines}
    sizes = [_size(part, found, lines, columns.period) for part, found in zip(case.parts, weighed, strict=True)]
    left = _total(case) - sum(sizes) - sum(amount for amount in case.corrections.values() if amount > 0)
    if any(size < 0 for size in sizes) or (case.base is not None and _total(case) < 0):
        return None
    left = max(left, Fraction())
    return [size if part.fraction is None else left * part.fraction for part, size in zip(case.parts, sizes, strict=True)]


def _size(part: Part, weighed: Weighed, lines: dict[str, int], months: int) -> Fraction:
    if weighed.own_total is not None:
        return Fraction(weighed.own_total)
    amount = sum(lines.get(name, 0) for name in part.lines) if part.lines is not None else part.amount or 0
    return Fraction(amount * months if part.per is Per.MONTH else amount)


def _within_limits(case: Case, columns: Columns, plain: dict[str, Fraction], limits: dict[int, Bounds]) -> dict[str, Fraction]:
    """Others that are set to more than they would pay relieve it by that difference at most; others that are set to less only add to its share.

    Setting somebody to whole units in every part moves less than a unit in each.
    """
    rounding = Fraction(case.unit * len(case.parts) * len(plain))
    raised: dict[str, Fraction] = {}
    for code, share in plain.items():
        own = case.corrections.get(code, 0)
        low = case.exceptions[code].amount + own if code in case.exceptions else limits[columns.place[code]].low if limits else None
        raised[code] = max(low - share, Fraction()) if low is not None else Fraction()
    relief = sum(raised.values(), rounding)
    found: dict[str, Fraction] = {}
    for code, share in plain.items():
        if code in case.exceptions:
            found[code] = Fraction(case.exceptions[code].amount + case.corrections.get(code, 0))
            continue
        bounds = limits.get(columns.place[code])
        least = share - (relief - raised[code])
        if bounds is not None and bounds.high is not None:
            least = min(least, bounds.high)
        found[code] = max(least, bounds.low) if bounds is not None and bounds.low is not None else least
    return found
