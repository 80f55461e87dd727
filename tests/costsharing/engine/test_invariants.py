"""The seven laws of cost sharing, each on cases by chance."""

from dataclasses import replace
from fractions import Fraction
from itertools import permutations
from math import ceil, floor
from typing import Any

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from costsharing.engine.allocation import allocate
from costsharing.engine.case import Case, Figure, Limit, NamedAmount, Participant, Period
from costsharing.engine.faults import Refused
from costsharing.engine.part import ByFigure, Driver, Equal, Part, Payer, Percent
from costsharing.engine.result import Result
from tests.costsharing.engine import reference
from tests.costsharing.engine.examples import CODES, JANUARY, Chance, cases, chances, many, mirrored, scaled

IMPOSSIBLE = {"floors_above_base", "ceilings_below_base", "nobody_carries", "bears_more", "exceptions_above"}


def split(case: Case) -> Result:
    """By chance limits may be impossible, such as a ceiling below what a payer bears alone: refused by one of these names, and no example here."""
    try:
        return allocate(case)
    except Refused as refused:
        assert {fault.key for fault in refused.faults} <= IMPOSSIBLE
        event("impossible limits")
        assume(False)
        raise


def columns(result: Result) -> range:
    return range(len(result.columns.codes))


@many
@given(cases(adjusted=True))
def test_1_shares_add_up_to_the_base(case: Case) -> None:
    result = split(case)
    assert result.total == (case.base or 0) - sum(one.amount for one in case.deduct)
    assert sum(result.amounts) == result.total
    assert sum(result.exact(column) for column in columns(result)) == result.total


@many
@given(cases(adjusted=True))
def test_2_the_table_adds_up_in_both_directions(case: Case) -> None:
    result = split(case)
    for row in result.rows:
        exact = [result.exact_cell(row, column) / case.unit for column in columns(result)]
        assert sum(exact) * case.unit == row.amount
        assert row.rounded_amount in {floor(sum(exact)) * case.unit, ceil(sum(exact)) * case.unit}
        assert all(cell in {floor(value) * case.unit, ceil(value) * case.unit} for cell, value in zip(row.rounded, exact, strict=True))
    assert sum(row.rounded_amount for row in result.rows) + result.remainder == result.total
    assert abs(result.remainder) < case.unit and result.remainder * result.total >= 0
    for column in columns(result):
        borne = result.remainder if column == result.remainder_column else 0
        assert sum(row.rounded[column] for row in result.rows) + borne == result.amounts[column]


@many
@given(cases())
def test_3_who_weighs_more_in_every_part_never_pays_less(case: Case) -> None:
    result = allocate(case)
    sign = -1 if result.total < 0 else 1
    weights = [[row.weighed.weights[column] for row in result.rows if row.weighed] for column in columns(result)]
    for one, other in permutations(columns(result), 2):
        if all(a >= b for a, b in zip(weights[one], weights[other], strict=True)) and sign * result.exact(one) > sign * result.exact(other):
            assert sign * result.amounts[one] >= sign * result.amounts[other]


@many
@given(cases(adjusted=True), chances(20))
def test_4_order_and_names_play_no_role(case: Case, chance: Chance) -> None:
    other = replace(
        case,
        participants=chance.shuffled(replace(one, name="ö" + one.name[::-1], figures=dict(chance.shuffled(one.figures.items()))) for one in case.participants),
        parts=chance.shuffled(case.parts),
        deduct=chance.shuffled(case.deduct),
    )
    one, two = split(case), split(other)
    assert one.amounts == two.amounts
    assert {row.part and row.part.label: row.rounded for row in one.rows} == {row.part and row.part.label: row.rounded for row in two.rows}


@many
@given(cases(adjusted=True), st.integers(1, 7))
def test_5_money_and_unit_scale_alike_and_weights_freely(case: Case, weight: int) -> None:
    by = 100 if case.unit == 1 else 10
    if case.unit < 100_000:
        assert split(scaled(case, by, by)).amounts == tuple(by * amount for amount in split(case).amounts)
    assert split(mirrored(case)).amounts == tuple(-amount for amount in split(case).amounts)
    plain, heavier = (by_population(case, Fraction(1, each)) for each in (1, weight))
    assert split(heavier).amounts == split(plain).amounts


def by_population(case: Case, per: Fraction) -> Case:
    key = ByFigure((Driver("population", per),))
    return replace(case, parts=tuple(replace(part, key=key) if part.fraction else part for part in case.parts))


@many
@given(
    st.lists(st.tuples(st.integers(1, 60), st.integers(0, 11)), min_size=2, max_size=5),
    st.lists(st.tuples(st.booleans(), st.integers(1, 5)), min_size=1, max_size=3),
    st.integers(0, 900_000),
)
def test_6_one_more_participant_raises_nobody(figures: list[tuple[int, int]], sizes: list[tuple[bool, int]], base: int) -> None:
    people = tuple(Participant(code, "", {"population": Figure(value)}, JANUARY + first) for code, (value, first) in zip(CODES, figures, strict=False))
    whole = sum(size for _, size in sizes)
    parts = tuple(Part(f"{n}", Equal() if equal else ByFigure((Driver("population"),)), Fraction(size, whole)) for n, (equal, size) in enumerate(sizes))
    case = Case("SEK", 100, people, parts, base, Period(JANUARY, JANUARY + 11))
    all_of_them, fewer = allocate(case), allocate(replace(case, participants=people[:-1]))
    for column, code in enumerate(fewer.columns.codes):
        assert all_of_them.exact(all_of_them.columns.place[code]) <= fewer.exact(column)


def without(one: Participant, name: str) -> Participant:
    return replace(one, figures={key: value for key, value in one.figures.items() if key != name})


def with_figure(one: Participant, value: Any) -> Participant:
    return replace(one, figures=one.figures | {"population": Figure(value)})


BY_POPULATION = Part("broken", ByFigure((Driver("population"),)), amount=100)
BREAKS: dict[str, Any] = {
    "missing_figure": lambda case, one: replace(case, parts=(*case.parts, BY_POPULATION), participants=(without(one, "population"), *case.participants[1:])),
    "negative_figure": lambda case, one: replace(case, parts=(*case.parts, BY_POPULATION), participants=(with_figure(one, -1), *case.participants[1:])),
    "zero_weights": lambda case, one: replace(
        case,
        parts=(*case.parts, replace(BY_POPULATION, key=ByFigure((Driver("none"),)))),
        participants=tuple(replace(each, figures=each.figures | {"none": Figure(0)}) for each in case.participants),
    ),
    "unknown_participant": lambda case, one: replace(case, corrections={"9999": 1}),
    "unknown_payer": lambda case, one: replace(case, parts=(*case.parts, replace(BY_POPULATION, key=Payer("9999")))),
    "fraction_sum": lambda case, one: replace(case, parts=(*case.parts, Part("broken", Equal(), Fraction(1, 7)))),
    "percent_sum": lambda case, one: replace(
        case, parts=(*case.parts, replace(BY_POPULATION, key=Percent({each.code: Fraction(9999, 100) if each is one else 0 for each in case.participants})))
    ),
    "missing_percent": lambda case, one: replace(
        case, parts=(*case.parts, replace(BY_POPULATION, key=Percent({each.code: 100 for each in case.participants[1:]})))
    ),
    "floors_above_base": lambda case, one: replace(case, floor=Limit(2 * (case.base or 0))),
    "ceilings_below_base": lambda case, one: replace(case, ceiling=Limit((1 if (case.base or 0) > 0 else -1) * 1000)),
    "no_participants": lambda case, one: replace(case, participants=()),
    "code_twice": lambda case, one: replace(case, participants=(*case.participants, one)),
    "deduct_without_base": lambda case, one: replace(case, base=None, deduct=(NamedAmount("grant", 5),)),
}
OF_A_PARTICIPANT = {"missing_figure", "negative_figure", "missing_percent"}
OF_A_PART = {"missing_figure", "negative_figure", "zero_weights", "unknown_payer", "percent_sum", "missing_percent"}


@many
@given(cases(), st.sampled_from(sorted(BREAKS)))
def test_7_what_is_wrong_is_named(case: Case, kind: str) -> None:
    one = case.participants[0]
    with pytest.raises(Refused) as refused:
        allocate(BREAKS[kind](case, one))
    fault = next(fault for fault in refused.value.faults if fault.key == kind)
    by_population = {part.label for part in case.parts}
    assert fault.participant == (str(one) if kind in OF_A_PARTICIPANT else "")
    assert fault.part == "broken" or fault.part in by_population or kind not in OF_A_PART
    assert "{" not in refused.value.line and "\n" not in refused.value.line


@many
@given(cases())
def test_exact_cells_equal_the_slow_reference(case: Case) -> None:
    result = allocate(case)
    slow = reference.cells(case)
    fast = {row.part.label: {code: result.exact_cell(row, column) for column, code in enumerate(result.columns.codes)} for row in result.rows if row.part}
    assert fast == slow
