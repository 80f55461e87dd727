"""Controlled rounding against every table there is, against a certificate that needs no search, and in words."""

import random
from fractions import Fraction
from itertools import combinations, product
from math import floor

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from costsharing.engine import rounding
from costsharing.engine.rounding import round_table

many = settings(max_examples=2000, deadline=None)


@st.composite
def tables(draw, parts=3, participants=4, denominators=range(1, 8)):
    """Rows of numerators over a denominator, each row a multiple of it; small numbers so that equals and whole cells are common."""
    denominator = draw(st.sampled_from(denominators))
    width = draw(st.integers(1, participants))
    cell = st.integers(-denominator, 2 * denominator) if draw(st.booleans()) else st.integers(0, denominator)
    rows = draw(st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1, max_size=parts))
    for row in rows:
        row[draw(st.integers(0, width - 1))] -= sum(row) % denominator
    return rows, denominator


def exact(rows, denominator):
    return [[Fraction(cell, denominator) for cell in row] for row in rows]


def every_table(cells, totals=None):
    """All tables whose cells are floor or ceiling and whose rows keep their sums, or have the totals that they are told."""
    choices = []
    for part, row in enumerate(cells):
        floors = [floor(cell) for cell in row]
        split = [column for column, cell in enumerate(row) if cell.denominator > 1]
        missing = int(sum(row) if totals is None else totals[part]) - sum(floors)
        choices.append([[low + (c in raised) for c, low in enumerate(floors)] for raised in combinations(split, missing)])
    return product(*choices)


def distance(table, cells):
    return sum((sum(column) - sum(true)) ** 2 for column, true in zip(zip(*table, strict=True), zip(*cells, strict=True), strict=True))


def preference(cells, totals=None):
    """The stated rule for whole tables as one value to be minimised, written from its words."""
    fraction = [[cell - floor(cell) for cell in row] for row in cells]

    def choices(part):
        split = sum(1 for f in fraction[part] if f)
        units = sum(fraction[part]) if totals is None else totals[part] - sum(map(floor, cells[part]))
        return min(units, split - units), fraction[part], cells[part], units

    order = sorted((part for part in range(len(cells)) if any(fraction[part])), key=choices)
    preferred = []
    for number, part in enumerate(order):
        still_open = order[number:]
        lead = [fraction[part][c] - sum(fraction[q][c] for q in still_open) / len(still_open) for c in range(len(cells[0]))]
        preferred += [(part, c) for c in sorted(range(len(lead)), key=lambda c: (-lead[c], c))]

    def of(table):
        shares = [sum(column) for column in zip(*table, strict=True)]
        raised = [table[p][c] > cells[p][c] for p, c in preferred]
        return distance(table, cells), [-share for share in shares], [not up for up in raised]

    return of


def is_mirrored(rows):
    for number in (sum(map(sum, rows)), *map(sum, zip(*rows, strict=True)), *(cell for row in rows for cell in row)):
        if number:
            return number < 0
    return False


@many
@given(tables())
@example(([[1, 1, 0, 0], [0, 0, 1, 1]], 2))
def test_it_is_the_preferred_one_of_all_tables(case):
    rows, denominator = case
    sign = -1 if is_mirrored(rows) else 1
    cells = exact([[sign * cell for cell in row] for row in rows], denominator)
    best = min(every_table(cells), key=preference(cells))
    assert round_table(rows, denominator) == [[sign * cell for cell in row] for row in best]


@settings(max_examples=1000, deadline=None)
@given(st.data())
def test_rows_may_be_told_which_neighbour_of_their_sum_they_add_up_to(data):
    denominator = data.draw(st.integers(1, 7))
    width = data.draw(st.integers(1, 4))
    rows = data.draw(st.lists(st.lists(st.integers(-denominator, 2 * denominator), min_size=width, max_size=width), min_size=1, max_size=3))
    totals = [data.draw(st.sampled_from(sorted({sum(row) // denominator, -(-sum(row) // denominator)}))) for row in rows]
    sign = -1 if is_mirrored(rows) else 1
    cells, signed = exact([[sign * cell for cell in row] for row in rows], denominator), [sign * total for total in totals]
    best = min(every_table(cells, signed), key=preference(cells, signed))
    table = [[sign * cell for cell in row] for row in best]
    assert round_table(rows, denominator, totals) == table
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rounding, "_optimistic", lambda *given: None)
        assert round_table(rows, denominator, totals) == table


def test_a_total_that_is_no_neighbour_is_refused():
    for total in (1, 4):
        with pytest.raises(ValueError, match=f"part 1 cannot add up to {total} units"):
            round_table([[3, 2]], 2, [total])
    with pytest.raises(ValueError, match="part 1 cannot add up to 2 units"):
        round_table([[3, 3]], 2, [2])


@many
@given(tables(parts=4, participants=5), st.randoms(use_true_random=False), st.integers(2, 10**20))
@example(([[0, 1, 2, 1], [1, 1, 0, 2], [3, 0, 3, 2], [3, 1, 0, 0]], 4), random.Random(1), 3)  # a chain through a part that is settled
@example(([[9, 0, 6, 5], [2, 5, 6, 7]], 10), random.Random(1), 3)  # one that gave way may not do so again
def test_step_by_step_mirrored_scaled_or_in_another_order_it_stays_the_same_table(case, shuffle, factor):
    """Participants may be entered in any order and are sorted by code; parts may stand in any order; a fraction counts by its value."""
    rows, denominator = case
    table = round_table(rows, denominator)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rounding, "_optimistic", lambda *given: None)
        assert round_table(rows, denominator) == table
    assert round_table([[-cell for cell in row] for row in rows], denominator) == [[-cell for cell in row] for row in table]
    assert round_table([[cell * factor for cell in row] for row in rows], denominator * factor) == table
    if sum(map(sum, rows)) != 0:  # where the sign hangs on the order of the parts, so may the cells
        parts = shuffle.sample(range(len(rows)), len(rows))
        assert sorted(zip([rows[p] for p in parts], round_table([rows[p] for p in parts], denominator), strict=True)) == sorted(zip(rows, table, strict=True))


def improvable(table, cells):
    """A unit may go from one participant to another through a chain of cells: whether such a chain brings the shares nearer.

    Squares are convex and the tables form one polymatroid, so a table that no single chain improves is the nearest.
    """
    off = [sum(column) - sum(true) for column, true in zip(zip(*table, strict=True), zip(*cells, strict=True), strict=True)]
    up = {(p, c) for p, row in enumerate(table) for c, cell in enumerate(row) if cell > cells[p][c]}
    down = {(p, c) for p, row in enumerate(table) for c, cell in enumerate(row) if cell < cells[p][c]}
    for giver in range(len(off)):
        reached, edge = {giver}, [giver]
        while edge:
            c = edge.pop()
            new = {d for p, d in down if (p, c) in up} - reached
            reached |= new
            edge += new
        if any((off[giver] - 1) ** 2 + (off[taker] + 1) ** 2 < off[giver] ** 2 + off[taker] ** 2 for taker in reached - {giver}):
            return True
    return False


def assert_adds_up(table, rows, denominator):
    assert [sum(row) for row in table] == [sum(row) // denominator for row in rows]
    assert all(
        -denominator < cell * denominator - true < denominator for row, trues in zip(table, rows, strict=True) for cell, true in zip(row, trues, strict=True)
    )


@settings(max_examples=300, deadline=None)
@given(tables(parts=7, participants=12, denominators=(2, 3, 10, 97)))
def test_no_chain_of_units_brings_larger_tables_nearer(case):
    rows, denominator = case
    table = round_table(rows, denominator)
    assert_adds_up(table, rows, denominator)
    assert not improvable(table, exact(rows, denominator))


def test_the_certificate_can_fail():
    assert improvable([[1, 0]], exact([[1, 2]], 3))


@many
@given(tables(parts=1, participants=8))
def test_one_part_is_largest_remainder(case):
    [row], denominator = case
    sign = -1 if is_mirrored([row]) else 1
    row = [sign * cell for cell in row]
    shares = [cell // denominator for cell in row]
    order = sorted(range(len(row)), key=lambda c: (-(row[c] % denominator), c))
    for column in order[: sum(row) // denominator - sum(shares)]:
        shares[column] += 1
    assert round_table([[sign * cell for cell in row]], denominator) == [[sign * share for share in shares]]


def test_two_parts_that_largest_remainder_cannot_meet():
    """Shares of one half each: the two units cannot go to the two lowest codes, for they stand in one part."""
    assert round_table([[1, 1, 0, 0], [0, 0, 1, 1]], 2) == [[1, 0, 0, 0], [0, 0, 1, 0]]


def test_equals_go_to_the_lowest_code():
    assert round_table([[1, 1, 1]], 3) == [[1, 0, 0]]
    assert round_table([[2, 2, 2]], 3) == [[1, 1, 0]]
    assert round_table([[-1, -1, -1]], 3) == [[-1, 0, 0]]


def test_a_unit_stays_where_the_fraction_is():
    """Shares 1, 1 are exact; the cells near a whole unit are rounded to it."""
    assert round_table([[90, 10], [10, 90]], 100) == [[1, 0], [0, 1]]


def test_whole_tables_and_empty_ones_stay_as_they_are():
    assert round_table([[6, -2, 0]], 2) == [[3, -1, 0]]
    assert round_table([[], []], 5) == [[], []]
    assert round_table([], 5) == []


def test_a_row_that_is_no_multiple_is_refused():
    with pytest.raises(ValueError, match="part 2 does not add up to whole units: 1/3 is left over"):
        round_table([[3, 0], [2, 2]], 3)


def test_uneven_rows_and_no_denominator_are_refused():
    with pytest.raises(ValueError, match="same participants"):
        round_table([[1], [1, 0]], 1)
    with pytest.raises(ValueError, match="denominator must be positive"):
        round_table([[1]], 0)


@pytest.mark.parametrize(("parts", "participants"), [(5, 290), (40, 33), (1, 1000)])
def test_large_tables_add_up_both_ways_at_once_and_step_by_step(parts, participants, monkeypatch):
    chance = random.Random(parts)
    weights = [[chance.randrange(1000) for _ in range(participants)] for _ in range(parts)]
    denominator = 10**6
    rows = [[w * denominator * 100_000 // sum(row) for w in row] for row in weights]
    for row in rows:
        row[0] -= sum(row) % denominator
    table = round_table(rows, denominator)
    assert_adds_up(table, rows, denominator)
    monkeypatch.setattr(rounding, "_optimistic", lambda *given: None)
    assert round_table(rows, denominator) == table
