"""Amounts as people write them are read exactly, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.lib.money import LARGEST, NotAnAmount, TooLarge, TwoWays, minor_of, written


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("62 826", 62_826_00), ("62 826,50", 62_826_50), ("1\u00a0000\u202f000 kr", 1_000_000_00), ("kr 500,-", 500_00), ("500:-", 500_00), ("−100", -100_00),
        ("1.000.000", 1_000_000_00), ("1,5", 1_50), ("12.50", 12_50), ("1.000,50", 1_000_50), ("1,000.50", 1_000_50), ("NOK 5", 5_00), ("- 5", -5_00),
        ("0", 0), ("", None), ("  ", None), ("5 kronor", 5_00), ("12345678", 12_345_678_00),
    ],
)  # fmt: skip
def test_what_is_written_is_read(text, minor):
    assert minor_of(text) == minor


@pytest.mark.parametrize("text", ["abc", "12 34", "1,2,3", "5 %", "1 000.000,5 6", "--5", "1e3", "9" * 20, "1,000,50", "½", "12 kr 50", "0 005", "0.005,50"])
def test_what_can_be_read_in_two_ways_or_none_is_refused(text):
    with pytest.raises(NotAnAmount):
        minor_of(text)


@given(st.integers(-LARGEST, LARGEST))
def test_what_a_field_shows_reads_back_as_the_same(minor):
    assert minor_of(written(minor)) == minor


@pytest.mark.parametrize(("text", "kind"), [("0,005", TwoWays), ("1,234", TwoWays), ("7.125 kr", TwoWays), ("-1,234", TwoWays), ("9" * 15, TooLarge)])
def test_why_it_is_refused_is_known(text, kind):
    with pytest.raises(kind):
        minor_of(text)
