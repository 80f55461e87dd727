"""The exact table as whole numbers over one denominator, in units of rounding."""

from collections.abc import Sequence
from fractions import Fraction
from math import gcd

from costsharing.engine.exact import common, small_enough
from costsharing.engine.keys import Weighed
from costsharing.engine.part import Number
from costsharing.engine.spreading import Spread

Cells = list[list[int]]


def plain(weighed: Sequence[Weighed], amounts: Sequence[Number], corrections: Sequence[int] | None, unit: int) -> tuple[Cells, int]:
    """Amount × weight ÷ sum of weights. O(parts × participants)."""
    ratios = [ratio(amount, found.sum * unit) for found, amount in zip(weighed, amounts, strict=True)]
    over = common({below for _, below in ratios} | ({unit} if corrections else set()))
    small_enough(over, len(weighed) * len(weighed[0].weights))
    rows = []
    for (above, below), found in zip(ratios, weighed, strict=True):
        factor = above * (over // below)
        rows.append([factor * weight for weight in found.weights])
    if corrections:
        rows.append([amount * (over // unit) for amount in corrections])
    return rows, over


def ratio(amount: Number, below: int) -> tuple[int, int]:
    """amount ÷ below in lowest terms; what has no weights has no amount either."""
    if not amount:
        return 0, 1
    above, under = amount.numerator, amount.denominator * below
    common = gcd(above, under)
    return above // common, under // common


def adjusted(spread: Spread, corrections: Sequence[int] | None, unit: int) -> tuple[Cells, int]:
    """The cells of those who were set, and for the free ones what is left of each part by its weights."""
    ratios = [ratio(left, total * unit) if total else (0, 1) for left, total in zip(spread.left, spread.sums, strict=True)]
    fixed = {column: [cell / unit for cell in cells] for column, cells in spread.set.items()}
    denominators = {below for _, below in ratios} | {cell.denominator for cells in fixed.values() for cell in cells}
    over = common(denominators | ({unit} if corrections else set()))
    small_enough(over, len(spread.weights) * len(spread.columns.codes))
    rows = []
    for place, ((above, below), weights) in enumerate(zip(ratios, spread.weights, strict=True)):
        factor = above * (over // below)
        row = [factor * weight for weight in weights]
        for column, cells in fixed.items():
            row[column] = numerator(cells[place], over)
        rows.append(row)
    if corrections:
        rows.append([amount * (over // unit) for amount in corrections])
    return rows, over


def numerator(value: Fraction, over: int) -> int:
    return value.numerator * (over // value.denominator)
