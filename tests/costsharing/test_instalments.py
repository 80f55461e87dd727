"""Instalments add up to the share exactly, whatever the share, the parts and the unit."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costsharing.instalments import equal_parts, left_to_charge, split, vat_of

AMOUNTS = st.integers(-(10**15), 10**15)
UNITS = st.sampled_from([1, 100, 1_000, 10_000, 100_000])
PARTS = st.lists(st.integers(1, 50), min_size=1, max_size=12).map(lambda weights: [Fraction(weight, sum(weights)) for weight in weights])


@given(AMOUNTS, PARTS, UNITS)
def test_they_add_up_and_all_but_the_last_are_whole_units_nearest_to_the_exact(amount, parts, unit):
    found = split(amount, parts, unit)
    assert sum(found) == amount
    assert [each % unit for each in found[:-1]] == [0] * (len(parts) - 1)
    whole = abs(amount) // unit * unit * (-1 if amount < 0 else 1)
    rest = amount - whole
    assert all(abs(each - whole * part) < unit for each, part in zip([*found[:-1], found[-1] - rest], parts, strict=True))


@given(AMOUNTS, PARTS, UNITS)
def test_a_credit_mirrors_a_charge(amount, parts, unit):
    assert split(-amount, parts, unit) == [-each for each in split(amount, parts, unit)]


@given(st.integers(0, 10**9), PARTS)
def test_no_other_whole_units_are_nearer(whole, parts):
    """Moving one unit from any instalment to any other never comes nearer by least squares."""
    found = split(whole, parts, 1)
    off = [each - whole * part for each, part in zip(found, parts, strict=True)]
    assert all(2 * (off[to] - off[of]) + 2 >= 0 for to in range(len(parts)) for of in range(len(parts)) if to != of)


@pytest.mark.parametrize(
    ("amount", "parts", "unit", "found"),
    [
        (61_119_00, equal_parts(4), 100, [15_280_00, 15_280_00, 15_280_00, 15_279_00]),
        (61_119_50, equal_parts(2), 100, [30_560_00, 30_559_50]),
        (-100_00, equal_parts(3), 100, [-34_00, -33_00, -33_00]),
        (0, equal_parts(2), 100, [0, 0]),
        (1_00, (Fraction(1, 4), Fraction(3, 4)), 100, [0, 1_00]),
    ],
)
def test_by_hand(amount, parts, unit, found):
    assert split(amount, parts, unit) == found


@pytest.mark.parametrize("parts", [(), (Fraction(1, 2),), (Fraction(3, 2), Fraction(-1, 2)), (Fraction(0), Fraction(1))])
def test_parts_that_are_no_whole_are_refused(parts):
    with pytest.raises(ValueError, match="add up to 1"):
        split(100, parts, 1)


def test_no_unit_is_refused():
    with pytest.raises(ValueError, match="unit"):
        split(100, equal_parts(1), 0)


@given(AMOUNTS, st.sampled_from([0, 25]))
def test_vat_is_the_nearest_minor_unit(net, percent):
    assert abs(Fraction(net * percent, 100) - vat_of(net, percent)) <= Fraction(1, 2)
    assert vat_of(-net, percent) == -vat_of(net, percent)


def test_vat_by_hand():
    assert [vat_of(net, 25) for net in (100_00, 1, 2, 3, -2)] == [25_00, 0, 1, 1, -1]


SUMS = st.dictionaries(st.integers(1, 9), st.integers(-1000, 1000))


@given(SUMS, SUMS)
def test_what_is_left_with_what_was_charged_is_the_share(shares, charged):
    left = left_to_charge(shares, charged)
    everybody = {*shares, *charged}
    assert {who: left.get(who, 0) + charged.get(who, 0) for who in everybody} == {who: shares.get(who, 0) for who in everybody}
    assert 0 not in left.values()
