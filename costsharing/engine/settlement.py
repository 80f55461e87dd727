"""What is left to pay or to give back: actual costs under the adopted rule, less what was charged; and what a correction changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from costsharing.engine.allocation import allocate
from costsharing.engine.case import Case, NamedAmount
from costsharing.engine.faults import CaseFault, refuse, refuse_if
from costsharing.engine.part import Amounts
from costsharing.engine.result import Result


class Unspent(StrEnum):
    """What was decided about money that was charged and not needed."""

    CARRIED = "carried"
    PAID_BACK = "paid_back"


@dataclass(frozen=True, slots=True)
class Settled:
    """One participant, in minor units. Always: actual = charged + to_pay - paid_back - carried, and of the last three at most one is not 0."""

    code: str
    actual: int
    charged: int
    to_pay: int
    paid_back: int
    carried: int


@dataclass(frozen=True, slots=True)
class Settlement:
    rows: tuple[Settled, ...]  # by code
    total: Settled  # the sums; here both to_pay and one of the others may be above 0

    @property
    def carried(self) -> dict[str, int]:
        """Code → what counts as paid in the next period."""
        return {row.code: row.carried for row in self.rows if row.carried}


def actual_case(case: Case, base: int | None = None, lines: Mapping[str, int] | None = None) -> Case:
    """The adopted case with what it really cost: the base and the budget lines that are named, in minor units; the rule stays as it is."""
    if base is not None and case.base is None:
        raise refuse("missing_field", place="base")
    known = {line.label for line in case.lines}
    refuse_if(CaseFault("unknown_line", {"line": name}) for name in sorted(set(lines or ()) - known))
    found = tuple(NamedAmount(line.label, (lines or {}).get(line.label, line.amount)) for line in case.lines)
    return replace(case, base=case.base if base is None else base, lines=found)


def shares_of(result: Result) -> dict[str, int]:
    """Code → what it pays before reimbursement."""
    return dict(zip(result.columns.codes, result.amounts, strict=True))


def settle(actual: Amounts, charged: Amounts, unspent: Unspent) -> Settlement:
    """Per code; whoever was charged and has no share any more gets everything back, whoever was not charged pays it all."""
    rows = tuple(_settled(code, actual.get(code, 0), charged.get(code, 0), unspent) for code in sorted({*actual, *charged}))
    return Settlement(rows, _sum(rows))


def settle_case(case: Case, charged: Amounts, unspent: Unspent, base: int | None = None, lines: Mapping[str, int] | None = None) -> Settlement:
    """Raises Refused if the actual costs cannot be split under the rule."""
    return settle(shares_of(allocate(actual_case(case, base, lines))), charged, unspent)


def differences(old: Amounts, new: Amounts) -> dict[str, int]:
    """Code → how much more (or less) it pays under the correction; they add up to the difference of the totals."""
    return {code: new.get(code, 0) - old.get(code, 0) for code in sorted({*old, *new})}


def carried_into(case: Case, carried: Amounts, label: str) -> Case:
    """The next period's case where each has paid beforehand what was carried forward: the base falls by the sum, each share by its own part.

    Whoever no longer takes part cannot have money carried forward.
    """
    if case.base is None:
        raise refuse("missing_field", place="base")
    here = {one.code for one in case.participants} | {one.code for one in case.organisations}
    refuse_if(CaseFault("unknown_participant", {"place": "carried", "code": code}) for code in sorted(set(carried) - here))
    corrections = {code: case.corrections.get(code, 0) - carried.get(code, 0) for code in sorted({*case.corrections, *carried})}
    deduct = (*case.deduct, NamedAmount(label, sum(carried.values())))
    return replace(case, deduct=deduct, corrections={code: amount for code, amount in corrections.items() if amount})


def _settled(code: str, actual: int, charged: int, unspent: Unspent) -> Settled:
    left = charged - actual
    back = max(left, 0)
    carries = unspent is Unspent.CARRIED
    return Settled(code, actual, charged, max(-left, 0), 0 if carries else back, back if carries else 0)


def _sum(rows: Iterable[Settled]) -> Settled:
    rows = list(rows)
    fields = ("actual", "charged", "to_pay", "paid_back", "carried")
    return Settled("", *(sum(getattr(row, name) for row in rows) for name in fields))
