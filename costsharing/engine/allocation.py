"""Case → Result: who pays what, exactly and rounded, adding up in both directions.

Plain rules take O(parts × participants × log participants); floors and ceilings at most one round of spreading more for each participant
that reaches a limit.
"""

from collections.abc import Sequence

from costsharing.engine.amounts import nearest
from costsharing.engine.case import Case
from costsharing.engine.checking import LARGEST, faults_of
from costsharing.engine.columns import Columns, columns_of
from costsharing.engine.faults import CaseFault, Refused, refuse_if
from costsharing.engine.keys import Weighed, weigh
from costsharing.engine.limits import adjust
from costsharing.engine.limits import adjusted as is_adjusted
from costsharing.engine.part import Number, Own
from costsharing.engine.result import Result, Row, Step
from costsharing.engine.rounding import round_table
from costsharing.engine.sizes import amounts_of
from costsharing.engine.spreading import Spread
from costsharing.engine.table import Cells, adjusted, plain


def allocate(case: Case) -> Result:
    """Raises Refused; never a partial result."""
    columns = columns_of(case)
    refuse_if(faults_of(case, columns))
    weighed = all_weighed(case, columns)
    amounts, exact_total = amounts_of(case, weighed, columns.period)
    total = nearest(exact_total)
    sign = -1 if total < 0 else 1
    corrections = [sign * case.corrections.get(code, 0) for code in columns.codes] if case.corrections else None
    oriented = amounts if sign > 0 else [-amount for amount in amounts]
    rows, over, steps = exact_rows(case, columns, weighed, oriented, corrections, sign, sign * exact_total)
    units, remainder = divmod(sign * total, case.unit)
    rounded = rounded_rows(case, rows, over, units)
    factor = sign * case.unit
    shares = [factor * sum(column) for column in zip(*rounded, strict=True)]
    bearer = remainder_column(case, columns, rows, steps) if remainder else None
    if bearer is not None:
        shares[bearer] += sign * remainder
    return Result(
        case=case,
        columns=columns,
        rows=tuple(told_rows(case, weighed, amounts, rows, rounded, sign)),
        denominator=over,
        total=total,
        amounts=tuple(shares),
        remainder=sign * remainder,
        remainder_column=bearer,
        steps=tuple(steps),
        reimbursements={code: nearest(lent.hours * lent.rate) for code, lent in case.reimbursements.items()},
    )


def all_weighed(case: Case, columns: Columns) -> list[Weighed]:
    found: list[Weighed] = []
    faults: list[CaseFault] = []
    for part in case.parts:
        try:
            found.append(weigh(part, columns))
        except Refused as refused:
            faults += refused.faults
    refuse_if(faults)
    return found


def exact_rows(
    case: Case, columns: Columns, weighed: Sequence[Weighed], amounts: Sequence[Number], corrections: Sequence[int] | None, sign: int, total: Number
) -> tuple[Cells, int, list[Step]]:
    if not is_adjusted(case):
        return *plain(weighed, amounts, corrections, case.unit), []
    spread = Spread(case.parts, [found.weights for found in weighed], amounts, columns)
    steps = adjust(case, spread, columns, sign, total)
    return *adjusted(spread, corrections, case.unit), steps


def rounded_rows(case: Case, rows: Cells, over: int, units: int) -> Cells:
    """In units. Parts whose amount is no multiple of the unit are first rounded themselves, by largest remainder, so that they add up to ``units``.

    Equal parts are told apart by their label only, so the order in which they were entered plays no role.
    """
    labels = [part.label for part in case.parts] + [""] * (len(rows) - len(case.parts))
    order = sorted(range(len(rows)), key=lambda place: labels[place])
    parts = [divmod(sum(row), over) for row in rows]
    totals = [whole for whole, _ in parts]
    missing = units - sum(totals)
    if missing:
        by_rest = sorted((place for place in order if parts[place][1]), key=lambda place: (parts[place][1], rows[place]), reverse=True)
        for place in by_rest[:missing]:
            totals[place] += 1
    table = round_table([rows[place] for place in order], over, [totals[place] for place in order])
    found: Cells = [[]] * len(rows)
    for place, row in zip(order, table, strict=True):
        found[place] = row
    return found


def remainder_column(case: Case, columns: Columns, rows: Cells, steps: Sequence[Step]) -> int:
    """The largest exact share among those who were not set, ties by code; or whom the rule names."""
    if case.remainder != LARGEST:
        return columns.place[case.remainder]
    shares = [sum(column) for column in zip(*rows, strict=True)]
    steady = {step.column for step in steps}
    free = [column for column in columns.places if column not in steady] or list(columns.places)
    return max(free, key=shares.__getitem__)


def told_rows(case: Case, weighed: Sequence[Weighed], amounts: Sequence[Number], rows: Cells, rounded: Cells, sign: int) -> list[Row]:
    factor = sign * case.unit
    found = []
    for place, (exact, units) in enumerate(zip(rows, rounded, strict=True)):
        part = case.parts[place] if place < len(case.parts) else None
        amount = amounts[place] if part is not None else sum(case.corrections.values())
        cells = [factor * cell for cell in units]
        found.append(Row(part, weighed[place] if part else None, amount, exact if sign > 0 else [-cell for cell in exact], cells))
    return found


def own_costs(case: Case) -> dict[str, list[tuple[str, int]]]:
    """What each bears itself, by code: listed beside the result, in no sum."""
    found: dict[str, list[tuple[str, int]]] = {}
    for part in case.parts:
        if isinstance(part.key, Own):
            for code, amount in part.key.own.items():
                found.setdefault(code, []).append((part.label, amount))
    return found
