"""Whole numbers in the same proportions as exact ones, as long as they can be counted and written in reasonable time."""

from collections.abc import Sequence
from math import lcm

from costsharing.engine.faults import refuse
from costsharing.engine.part import Number

MOST_BITS = 4096  # of a common denominator: some 1 200 digits
MOST_TOGETHER = 2**27  # bits of all cells of a table: some sixteen megabytes


def whole(values: Sequence[Number]) -> tuple[list[int], int]:
    """And by how much they were multiplied. Raises Refused where the common denominator grows beyond all use."""
    scale = common({value.denominator for value in values})
    return ([value.numerator for value in values] if scale == 1 else [value.numerator * (scale // value.denominator) for value in values]), scale


def common(denominators: set[int]) -> int:
    scale = 1
    for denominator in denominators:
        scale = lcm(scale, denominator)
        small_enough(scale, 1)
    return scale


def small_enough(denominator: int, cells: int) -> None:
    bits = denominator.bit_length()
    if bits > MOST_BITS or bits * cells > MOST_TOGETHER:
        raise refuse("too_fine")
