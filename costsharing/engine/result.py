"""What everybody pays: every cell exactly and rounded. Exact cells are whole numbers over one denominator, in units of rounding."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from costsharing.engine.case import Case
from costsharing.engine.columns import Columns
from costsharing.engine.keys import Weighed
from costsharing.engine.part import Number, Part


class Why(StrEnum):
    EXCEPTION = "exception"
    FLOOR = "floor"
    CEILING = "ceiling"


@dataclass(frozen=True, slots=True)
class Step:
    """One participant is set to a share; the others carry the difference. ``round``: how often was spread before."""

    why: Why
    column: int
    before: Fraction  # minor units
    after: Fraction
    round: int


@dataclass(frozen=True, slots=True)
class Row:
    """One part (or, without a part, the corrections): a cell for each column."""

    part: Part | None
    weighed: Weighed | None
    amount: Number  # minor units, exact
    exact: Sequence[int]  # over the table's denominator, in units
    rounded: Sequence[int]  # minor units

    @property
    def rounded_amount(self) -> int:
        return sum(self.rounded)


@dataclass(frozen=True, slots=True)
class Result:
    case: Case
    columns: Columns
    rows: tuple[Row, ...]  # the parts in the case's order, then the corrections if there are any
    denominator: int
    total: int  # minor units
    amounts: tuple[int, ...]  # gross, by column
    remainder: int  # what is no multiple of the unit …
    remainder_column: int | None  # … and who bears it, if there is any
    steps: tuple[Step, ...]
    reimbursements: Mapping[str, int]

    def exact(self, column: int) -> Fraction:
        """The share before rounding, in minor units."""
        return Fraction(sum(row.exact[column] for row in self.rows) * self.case.unit, self.denominator)

    def exact_cell(self, row: Row, column: int) -> Fraction:
        return Fraction(row.exact[column] * self.case.unit, self.denominator)

    def amount(self, code: str) -> int:
        return self.amounts[self.columns.place[code]]

    def reimbursement(self, code: str) -> int:
        return self.reimbursements.get(code, 0)

    def net(self, code: str) -> int:
        return self.amount(code) - self.reimbursement(code)
