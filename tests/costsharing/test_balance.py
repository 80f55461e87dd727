from hypothesis import given
from hypothesis import strategies as st

from costsharing.balance import balance

lines = st.lists(st.dictionaries(st.integers(2000, 2040), st.integers(-(10**15), 10**15), max_size=4), max_size=6)


def test_kongsberg_2007_agrees():
    cost = [{2007: 7_000_000}, {2007: 1_500_000}, {2007: 200_000}, {2007: 2_500_000}, {2007: 800_000}]
    got = balance(cost, [{2007: 5_000_000}, {2007: 7_000_000}])
    assert (got.total_cost, got.total_funding, got.gaps, got.agrees) == (12_000_000, 12_000_000, {}, True)


def test_a_gap_in_one_year_is_not_hidden_by_another():
    got = balance([{2016: 100, 2017: 100}], [{2016: 150, 2017: 50}])
    assert (got.total_cost - got.total_funding, got.gaps, got.agrees) == (0, {2016: -50, 2017: 50}, False)


def test_an_empty_budget_agrees():
    got = balance([], [])
    assert (got.years, got.agrees) == ((), True)


@given(cost=lines, funding=lines)
def test_totals_are_the_sum_of_every_amount(cost, funding):
    got = balance(cost, funding)
    assert got.total_cost == sum(sum(line.values()) for line in cost)
    assert got.total_funding == sum(sum(line.values()) for line in funding)
    assert sum(got.gaps.values()) == got.total_cost - got.total_funding


@given(cost=lines, funding=lines)
def test_the_order_of_lines_does_not_matter(cost, funding):
    assert balance(cost, funding) == balance(cost[::-1], funding[::-1])
