"""Exact shares without rounding: what a condition on the fee is held against."""

from fractions import Fraction

from costsharing.engine.allocation import all_weighed, exact_rows
from costsharing.engine.amounts import nearest
from costsharing.engine.case import Case
from costsharing.engine.checking import faults_of
from costsharing.engine.columns import columns_of
from costsharing.engine.faults import refuse_if
from costsharing.engine.sizes import amounts_of


def exact_shares(case: Case) -> dict[str, Fraction]:
    """Code → minor units, organisations too: the same shares as `allocate` rounds. Raises Refused."""
    columns = columns_of(case)
    refuse_if(faults_of(case, columns))
    weighed = all_weighed(case, columns)
    amounts, total = amounts_of(case, weighed, columns.period)
    sign = -1 if nearest(total) < 0 else 1
    corrections = [sign * case.corrections.get(code, 0) for code in columns.codes] if case.corrections else None
    oriented = amounts if sign > 0 else [-amount for amount in amounts]
    rows, over, _ = exact_rows(case, columns, weighed, oriented, corrections, sign, sign * total)
    return {code: Fraction(sign * case.unit * sum(cells), over) for code, cells in zip(columns.codes, zip(*rows, strict=True), strict=True)}
