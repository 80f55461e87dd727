"""Laws of finding the same row again."""

from hypothesis import given
from hypothesis import strategies as st

from portfolio.exchange.pairing import pair, positions

rows = st.lists(st.fixed_dictionaries({"name": st.sampled_from("abc"), "text": st.sampled_from("xy")}), max_size=8)


@given(rows, rows)
def test_a_stored_row_is_used_once_and_only_for_a_row_of_its_name(stored, wanted):
    partners = pair(stored, wanted, ["name"])
    used = [place for place in partners if place is not None]
    assert len(partners) == len(wanted) and len(used) == len(set(used))
    assert all(place is None or stored[place]["name"] == row["name"] for place, row in zip(partners, wanted, strict=True))


@given(rows)
def test_the_same_rows_find_themselves(stored):
    partners = pair(stored, list(stored), ["name"])
    assert [stored[place] for place in partners] == stored
    assert sorted(partners) == list(range(len(stored)))


@given(rows, rows)
def test_as_many_equal_rows_are_kept_as_there_are(stored, wanted):
    kept = sum(place is not None and stored[place] == row for place, row in zip(pair(stored, wanted, ["name"]), wanted, strict=True))
    different = {(row["name"], row["text"]): row for row in stored}.values()
    assert kept == sum(min(stored.count(row), wanted.count(row)) for row in different)


def test_a_row_that_has_changed_is_found_by_its_name_when_another_comes_first():
    stored = [{"name": "a", "text": "x"}, {"name": "b", "text": "x"}]
    assert pair(stored, [{"name": "n", "text": "x"}, {"name": "b", "text": "y"}, {"name": "a", "text": "x"}], ["name"]) == [None, 1, 0]


@given(st.lists(st.none() | st.integers(1, 20), max_size=12))
def test_positions_rise_from_one(kept):
    found = positions(kept)
    assert all(low < high for low, high in zip([0, *found], found, strict=False))


@given(st.lists(st.integers(1, 50), unique=True, max_size=12))
def test_positions_in_order_stay(kept):
    assert positions(sorted(kept)) == sorted(kept)


def test_a_row_put_between_moves_only_those_after_it():
    assert positions([1, 2, None, 3, 7]) == [1, 2, 3, 4, 7]
