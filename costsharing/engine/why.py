"""Why somebody pays what it pays: one explanation for screen, paper and the case format, made on request. O(parts)."""

from dataclasses import dataclass
from fractions import Fraction

from costsharing.engine.allocation import own_costs
from costsharing.engine.amounts import nearest
from costsharing.engine.case import Figure, Lent, Participant
from costsharing.engine.part import ByFigure, Classes, Driver, Number, Part, Per, Rate, SizeClass, Usage
from costsharing.engine.result import Result, Row, Step

INHABITANTS = "population"


@dataclass(frozen=True, slots=True)
class OwnFigure:
    driver: Driver
    figure: Figure


@dataclass(frozen=True, slots=True)
class PartWhy:
    """One part: own weight of the sum of weights is the share by the key alone; ``exact`` differs from it where somebody was set."""

    part: Part
    of: Number  # the part's amount, minor units
    of_rounded: int
    weight: Number
    sum: Number
    figures: tuple[OwnFigure, ...]
    size: SizeClass | None  # the class it falls in
    quantity: Number | None  # what it uses
    months: int
    by_key: Fraction
    exact: Fraction
    amount: int

    @property
    def rounding(self) -> Fraction:
        return self.amount - self.exact


@dataclass(frozen=True, slots=True)
class Explanation:
    """All in minor units. parts + correction + remainder = gross; gross − reimbursement = net."""

    code: str
    name: str
    period: int  # months
    parts: tuple[PartWhy, ...]
    correction: int
    correction_rounded: int
    set: tuple[Step, ...]  # exception, floor, ceiling
    reference: str  # of the exception
    carried: Fraction  # what exceptions and limits of others, and an own one, changed
    exact: Fraction
    remainder: int
    gross: int
    lent: Lent | None
    reimbursement: int
    own: tuple[tuple[str, int], ...]  # beside the sum
    inhabitants: Number | None

    @property
    def rounding(self) -> Fraction:
        return self.gross - self.remainder - self.exact

    @property
    def net(self) -> int:
        return self.gross - self.reimbursement

    @property
    def per_inhabitant(self) -> int | None:
        """Gross, to the nearest minor unit."""
        return nearest(Fraction(self.gross) / self.inhabitants) if self.inhabitants else None


def explain(result: Result, code: str) -> Explanation:
    """Raises KeyError for a code that is not in the table."""
    case, columns = result.case, result.columns
    column = columns.place[code]
    participant = next((one for one in columns.participants if one.code == code), None)
    name = participant.name if participant else next(one.name for one in case.organisations if one.code == code)
    months = columns.months[columns.participants.index(participant)] if participant else columns.period
    parts = tuple(_part(result, row, column, participant, months) for row in result.rows)
    told = tuple(part for part in parts if part is not None)
    corrections = result.rows[-1] if result.rows[-1].part is None else None
    exact = result.exact(column)
    inhabitants = participant.figures.get(INHABITANTS) if participant else None
    return Explanation(
        code=code,
        name=name,
        period=columns.period,
        parts=told,
        correction=case.corrections.get(code, 0),
        correction_rounded=corrections.rounded[column] if corrections else 0,
        set=tuple(step for step in result.steps if step.column == column),
        reference=case.exceptions[code].reference if code in case.exceptions else "",
        carried=exact - case.corrections.get(code, 0) - sum(part.by_key for part in told),
        exact=exact,
        remainder=result.remainder if column == result.remainder_column else 0,
        gross=result.amounts[column],
        lent=case.reimbursements.get(code),
        reimbursement=result.reimbursement(code),
        own=tuple(own_costs(case).get(code, ())),
        inhabitants=inhabitants.value if inhabitants else None,
    )


def _part(result: Result, row: Row, column: int, participant: Participant | None, months: int) -> PartWhy | None:
    part, weighed = row.part, row.weighed
    if part is None or weighed is None:
        return None
    return PartWhy(
        part=part,
        of=row.amount,
        of_rounded=row.rounded_amount,
        weight=Fraction(weighed.weights[column], weighed.scale),
        sum=Fraction(weighed.sum, weighed.scale),
        figures=figures_of(part, participant),
        size=size_of(part.key, participant) if isinstance(part.key, Classes) and participant else None,
        quantity=part.key.quantities.get(result.columns.codes[column]) if isinstance(part.key, Usage) else None,
        months=result.columns.period if part.per is Per.ONCE else months,
        by_key=Fraction(row.amount) * weighed.weights[column] / weighed.sum if weighed.sum else Fraction(),
        exact=result.exact_cell(row, column),
        amount=row.rounded[column],
    )


def figures_of(part: Part, participant: Participant | None) -> tuple[OwnFigure, ...]:
    key = part.key
    if participant is None or not isinstance(key, ByFigure | Classes | Rate):
        return ()
    drivers = key.drivers if isinstance(key, ByFigure) else (Driver(key.figure),)
    return tuple(OwnFigure(driver, participant.figures[driver.name]) for driver in drivers)


def size_of(key: Classes, participant: Participant) -> SizeClass:
    value = participant.figures[key.figure].value
    return next(size for size in key.classes if size.holds(value))
