"""Exceptions, then floor and ceiling by repeated spreading, all with amounts turned so that the total is not below 0."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from costsharing.engine.case import Case, Limit
from costsharing.engine.columns import Columns
from costsharing.engine.faults import CaseFault, refuse, refuse_if
from costsharing.engine.part import Number
from costsharing.engine.result import Step, Why
from costsharing.engine.spreading import Spread, money


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one participant's share, corrections included, must lie between; None: open."""

    low: Fraction | None
    high: Fraction | None

    def gap(self, share: Fraction) -> Fraction:
        """How far the share must move: above 0 up to the floor, below 0 down to the ceiling."""
        if self.low is not None and share < self.low:
            return self.low - share
        return self.high - share if self.high is not None and share > self.high else Fraction()


def adjusted(case: Case) -> bool:
    return bool(case.exceptions or case.floor or case.ceiling or case.max_change is not None)


def adjust(case: Case, spread: Spread, columns: Columns, sign: int, total: Number) -> list[Step]:
    """Sets what exceptions and limits ask for. At most one round per participant: O(participants² × parts)."""
    steps: list[Step] = []
    if case.exceptions:
        targets = {columns.place[code]: Fraction(sign * exception.amount) for code, exception in sorted(case.exceptions.items())}
        room, agreed = sum(spread.left), sum(targets.values())
        if agreed > room:
            raise refuse("exceptions_above", sum=money(sign * agreed), total=money(sign * room))
        fix(spread, targets, Why.EXCEPTION, {}, sign, steps)
    corrections = {columns.place[code]: sign * amount for code, amount in case.corrections.items()}
    bounds = bounds_of(case, columns, sign, Fraction(total))
    if bounds:
        feasible(bounds, spread, corrections, sign, Fraction(total))
    while True:
        shares, over = spread.shares()
        exact = {column: Fraction(share, over) + corrections.get(column, 0) for column, share in shares.items() if column in bounds}
        gaps = {column: gap for column, share in exact.items() if (gap := bounds[column].gap(share))}
        if not gaps:
            return steps
        up = sum(gaps.values()) >= 0
        moved = {column: exact[column] + gap - corrections.get(column, 0) for column, gap in gaps.items() if (gap > 0) == up}
        fix(spread, moved, Why.FLOOR if up else Why.CEILING, corrections, sign, steps)


def fix(spread: Spread, targets: Mapping[int, Fraction], why: Why, corrections: Mapping[int, int], sign: int, steps: list[Step]) -> None:
    before = {column: sum(spread.cells(column), Fraction()) for column in targets}
    spread.fix(targets)
    number = steps[-1].round + 1 if steps else 1
    for column in sorted(targets):
        own = corrections.get(column, 0)
        steps.append(Step(why, column, sign * (before[column] + own), sign * (targets[column] + own), number))


def bounds_of(case: Case, columns: Columns, sign: int, total: Fraction) -> dict[int, Bounds]:
    """For everybody without an agreed exception."""
    floor, ceiling = (_limit(kind, limit, sign, total) for kind, limit in (("floor", case.floor), ("ceiling", case.ceiling)))
    if floor is None and ceiling is None and case.max_change is None:
        return {}
    found: dict[int, Bounds] = {}
    faults: list[CaseFault] = []
    for code in (one.code for one in columns.participants if one.code not in case.exceptions):
        low, high = floor, ceiling
        if case.max_change is not None and code in case.previous:
            last = Fraction(sign * case.previous[code])
            least, most = sorted((last * (1 - case.max_change), last * (1 + case.max_change)))
            low, high = least if low is None else max(low, least), most if high is None else min(high, most)
        column = columns.place[code]
        if low is not None and high is not None and low > high:
            faults.append(CaseFault("limits_cross", {"floor": money(sign * low), "ceiling": money(sign * high)}, columns.name(column)))
        found[column] = Bounds(low, high)
    refuse_if(faults)
    return found


def _limit(kind: str, limit: Limit | None, sign: int, total: Fraction) -> Fraction | None:
    if limit is None:
        return None
    value = sign * Fraction(limit.amount) if limit.amount is not None else Fraction(limit.fraction or 0) * total
    if value < 0:
        raise refuse("floor_sign", kind=kind, limit=money(sign * value), total=money(sign * total))
    return value


def feasible(bounds: Mapping[int, Bounds], spread: Spread, corrections: Mapping[int, int], sign: int, total: Fraction) -> None:
    """Floors above what is to be paid, or ceilings below it, can never be met."""
    others = sum((sum(cells) for cells in spread.set.values()), Fraction()) + sum(own for column, own in corrections.items() if column not in bounds)
    rest = total - others
    lows = sum((one.low or Fraction() for one in bounds.values()), Fraction())
    if lows > rest:
        raise refuse("floors_above_base", sum=money(sign * lows), gap=money(lows - rest), total=money(sign * rest))
    highs = list(_highs(bounds))
    if len(highs) == len(bounds) and sum(highs) < rest:
        raise refuse("ceilings_below_base", sum=money(sign * sum(highs)), gap=money(rest - sum(highs)), total=money(sign * rest))


def _highs(bounds: Mapping[int, Bounds]) -> Iterator[Fraction]:
    for one in bounds.values():
        if one.high is not None:
            yield one.high
