"""Setting some participants' shares and spreading the difference on the others, in every part by that part's own key.

A participant that is set keeps the proportions of its cells; the rest of each part falls to those still free, by their weights. A part that
nobody else bears stays where it is. Where raising somebody would take more out of a part than the others have in it, the raise is taken
from all parts in proportion to what the others have there.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from costsharing.engine.amounts import amount_text, nearest
from costsharing.engine.columns import Columns
from costsharing.engine.exact import common
from costsharing.engine.faults import refuse
from costsharing.engine.part import Number, Part

ZERO = Fraction()


class Spread:
    """The parts' cells while they are being set, none below 0: ``left`` and ``sums`` are what the free ones share and weigh."""

    def __init__(self, parts: Sequence[Part], weights: Sequence[Sequence[int]], amounts: Sequence[Number], columns: Columns) -> None:
        self.parts, self.weights, self.columns = parts, weights, columns
        self.left = [Fraction(amount) for amount in amounts]
        self.sums = [sum(row) for row in weights]
        self.free = set(columns.places)
        self.set: dict[int, list[Fraction]] = {}
        for column in sorted(set(range(len(columns.codes))) - self.free):
            self.keep(column)

    def keep(self, column: int) -> None:
        """An organisation pays what its keys say, come what may."""
        cells = self.cells(column)
        self.set[column] = cells
        self.left = [left - cell for left, cell in zip(self.left, cells, strict=True)]
        self.sums = [total - row[column] for total, row in zip(self.sums, self.weights, strict=True)]

    def cells(self, column: int) -> list[Fraction]:
        return [left * row[column] / total if total else ZERO for left, row, total in zip(self.left, self.weights, self.sums, strict=True)]

    def shares(self) -> tuple[dict[int, int], int]:
        """The free ones' shares as whole numbers over one denominator. O(parts × participants)."""
        rates = [left / total if total else ZERO for left, total in zip(self.left, self.sums, strict=True)]
        over = common({rate.denominator for rate in rates})
        factors = [(rate.numerator * (over // rate.denominator), row) for rate, row in zip(rates, self.weights, strict=True) if rate]
        return {column: sum(factor * row[column] for factor, row in factors) for column in sorted(self.free)}, over

    def fix(self, targets: Mapping[int, Fraction]) -> None:
        """Set these participants' sums over all parts, all at once."""
        now = {column: self.cells(column) for column in targets}
        sums = [total - sum(row[column] for column in targets) for total, row in zip(self.sums, self.weights, strict=True)]
        movable = [place for place, total in enumerate(sums) if total > 0 and self.left[place] > 0]
        others = {place: self.left[place] - sum(now[column][place] for column in targets) for place in movable}
        found = {column: self.scaled(column, now[column], target, movable, others) for column, target in targets.items()}
        if not self.fits(found, movable):
            found = {column: self.shifted(now[column], target, movable, others) for column, target in targets.items()}
        if not self.fits(found, movable):
            self.refuse(now, targets)
        self.set |= found
        self.free -= set(targets)
        self.left = [left - sum(found[column][place] for column in targets) for place, left in enumerate(self.left)]
        self.sums = sums

    def scaled(self, column: int, now: list[Fraction], target: Fraction, movable: Sequence[int], others: Mapping[int, Fraction]) -> list[Fraction]:
        """Its own cells, all larger or smaller alike."""
        alone = [ZERO if place in movable else cell for place, cell in enumerate(now)]
        stuck = sum(alone, ZERO)
        wanted, moving = target - stuck, sum((now[place] for place in movable), ZERO)
        if wanted < 0:
            raise refuse("bears_more", self.columns.name(column), self.largest(alone), amount=money(stuck), limit=money(target))
        if wanted and not movable:
            raise refuse("nobody_carries", self.columns.name(column), self.largest(now), amount=money(abs(wanted)))
        if moving:
            return [now[place] * wanted / moving if place in movable else now[place] for place in range(len(now))]
        return self.shifted(now, target, movable, others)

    def shifted(self, now: list[Fraction], target: Fraction, movable: Sequence[int], others: Mapping[int, Fraction]) -> list[Fraction]:
        """More from each part in proportion to what the others have there."""
        raised, room = target - sum(now), sum(others.values(), ZERO)
        if raised <= 0 or not room:
            moving = sum((now[place] for place in movable), ZERO)
            return [cell + cell * raised / moving if moving and place in movable else cell for place, cell in enumerate(now)]
        return [cell + raised * others.get(place, ZERO) / room for place, cell in enumerate(now)]

    def fits(self, found: Mapping[int, list[Fraction]], movable: Sequence[int]) -> bool:
        return all(sum(cells[place] for cells in found.values()) <= self.left[place] for place in movable)

    def largest(self, cells: Sequence[Fraction]) -> str:
        return self.parts[max(range(len(cells)), key=lambda place: cells[place])].label

    def refuse(self, now: Mapping[int, list[Fraction]], targets: Mapping[int, Fraction]) -> None:
        column = max(targets, key=lambda column: targets[column] - sum(now[column]))
        raise refuse("nobody_carries", self.columns.name(column), self.largest(self.left), amount=money(targets[column] - sum(now[column])))


def money(value: Number) -> str:
    return amount_text(nearest(value))
