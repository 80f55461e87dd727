"""Exceptions, floors and ceilings: judged by a certificate that knows nothing of how they were found."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given

from costsharing.engine.allocation import allocate
from costsharing.engine.case import AgreedException, Case, Figure, Limit, Organisation, Participant
from costsharing.engine.faults import Refused
from costsharing.engine.part import Agreed, ByFigure, Driver, Equal, Part, Payer
from costsharing.engine.result import Result, Why
from tests.costsharing.engine.examples import cases, many
from tests.costsharing.engine.test_invariants import columns, split

BY_POPULATION = Part("by population", ByFigure((Driver("population"),)), Fraction(1))
KR = 100


def people(*population: int) -> tuple[Participant, ...]:
    return tuple(Participant(f"{number:04d}", "", {"population": Figure(value)}) for number, value in enumerate(population, 1))


def case_of(base: int, population: tuple[int, ...], *parts: Part, **more: object) -> Case:
    return replace(Case("SEK", KR, people(*population), parts or (BY_POPULATION,), base * KR), **more)


def shares(case: Case) -> list[float]:
    return [amount / KR for amount in allocate(case).amounts]


@many
@given(cases(adjusted=True))
def test_the_set_stand_at_their_limit_and_the_free_share_by_the_keys(case: Case) -> None:
    result = split(case)
    sign = -1 if result.total < 0 else 1
    fixed = {step.column: step.after for step in result.steps}
    corrections = [case.corrections.get(code, 0) for code in result.columns.codes]
    for column in columns(result):
        share = result.exact(column)
        if column in fixed:
            own = corrections[column] if result.columns.codes[column] in case.exceptions else 0
            assert share == fixed[column] + own
        elif result.columns.codes[column] not in case.exceptions:
            assert case.floor is None or sign * share >= sign * (case.floor.amount or 0)
            assert case.ceiling is None or sign * share <= sign * (case.ceiling.amount or 0)
    for row in result.rows:
        if row.weighed is not None:
            rates = {
                Fraction(row.exact[column], row.weighed.weights[column]) for column in columns(result) if column not in fixed and row.weighed.weights[column]
            }
            assert len(rates) <= 1
            assert all(sign * cell >= 0 for cell in row.exact)


@many
@given(cases(adjusted=True))
def test_exact_shares_do_not_depend_on_the_unit(case: Case) -> None:
    fine, coarse = split(replace(case, unit=1)), split(replace(case, unit=100_000))
    assert [fine.exact(column) for column in columns(fine)] == [coarse.exact(column) for column in columns(coarse)]


def test_an_organisation_pays_its_part_whatever_the_limits() -> None:
    office = Part("office", Payer("office"), amount=700 * KR)
    case = case_of(1700, (50, 30, 15, 5), office, BY_POPULATION, organisations=(Organisation("office", ""),), ceiling=Limit(350 * KR))
    assert shares(case) == [350, 350, 225, 75, 700]


def test_a_ceiling_is_spread_again_on_those_below_it() -> None:
    # 1 000 by 50, 30, 15, 5; nobody above 350. 500 → 350; the rest 650 by 30, 15, 5 gives 390, 195, 65: 390 → 350, then 300 by 15 and 5.
    assert shares(case_of(1000, (50, 30, 15, 5), ceiling=Limit(350 * KR))) == [350, 350, 225, 75]


def test_a_floor_is_taken_from_those_above_it() -> None:
    # 1 000 by 50, 30, 15, 5; everybody at least 180. 150 and 50 → 180; 640 by 50 and 30.
    assert shares(case_of(1000, (50, 30, 15, 5), floor=Limit(180 * KR))) == [400, 240, 180, 180]


def test_floor_and_ceiling_at_once_find_the_one_price_per_inhabitant() -> None:
    # at 10 a head 500, 300, 150, 50 → 400 at most and 100 at least: short by 50; 450 left by 30 and 15.
    result = allocate(case_of(950, (50, 30, 15, 5), floor=Limit(100 * KR), ceiling=Limit(fraction=Fraction(400, 950))))
    assert [amount / KR for amount in result.amounts] == [400, 300, 150, 100]


def test_two_who_meet_at_both_limits() -> None:
    assert shares(case_of(100, (25, 75), floor=Limit(40 * KR), ceiling=Limit(60 * KR))) == [40, 60]


def test_a_change_against_last_year_is_damped() -> None:
    # 500, 300, 200 by key; last year 400, 400, 200 and 10 % at most: 360–440, 360–440, 180–220.
    case = case_of(1000, (50, 30, 20), previous={"0001": 400 * KR, "0002": 400 * KR, "0003": 200 * KR}, max_change=Fraction(1, 10))
    assert shares(case) == [440, 360, 200]


def test_who_was_not_there_last_year_has_no_change() -> None:
    case = case_of(1000, (50, 30, 20), previous={"0001": 400 * KR}, max_change=Fraction(1, 10))
    assert shares(case) == [440, 336, 224]


HALF = (Part("equal", Equal(), Fraction(1, 2)), Part("by population", ByFigure((Driver("population"),)), Fraction(1, 2)))


def test_an_exemption_leaves_the_keys_to_the_others() -> None:
    # as if 0001 were not there: 500 / 3 each, and 500 by 30, 15, 5.
    result = allocate(case_of(1000, (50, 30, 15, 5), *HALF, exceptions={"0001": AgreedException(0, "minutes 12")}))
    assert [result.exact(column) / KR for column in range(4)] == [0, Fraction(1400, 3), Fraction(950, 3), Fraction(650, 3)]
    assert [amount / KR for amount in result.amounts] == [0, 467, 317, 216]  # all end in two thirds: lowest codes first


def test_an_agreed_amount_keeps_its_proportions_and_the_rest_goes_by_each_key() -> None:
    # 0001 would pay 125 + 250; agreed 150 = 50 + 100. Left: 450 by head, 400 by 30, 15, 5.
    result = allocate(case_of(1000, (50, 30, 15, 5), *HALF, exceptions={"0001": AgreedException(150 * KR, "minutes 12")}))
    assert [amount / KR for amount in result.amounts] == [150, 390, 270, 190]
    assert [(step.why, step.before / KR, step.after / KR) for step in result.steps] == [(Why.EXCEPTION, 375, 150)]


def test_a_correction_is_borne_before_the_base_is_split() -> None:
    # the host's rent of 120 is in the base: the host bears it, 880 go by the key.
    assert shares(case_of(1000, (50, 30, 20), corrections={"0001": 120 * KR})) == [560, 264, 176]


def test_an_exception_is_followed_by_the_correction() -> None:
    case = case_of(1000, (50, 30, 20), exceptions={"0001": AgreedException(300 * KR)}, corrections={"0001": 120 * KR})
    assert shares(case) == [420, 348, 232]


def test_a_limit_that_is_a_whole_number_of_units_is_met_after_rounding() -> None:
    result = allocate(case_of(1000, (50, 30, 15, 7), *HALF, ceiling=Limit(301 * KR)))
    assert result.amounts[0] == 301 * KR
    assert sum(result.amounts) == 1000 * KR


def refused(case: Case) -> str:
    with pytest.raises(Refused) as caught:
        allocate(case)
    return caught.value.line


PAYER = (Part("rent", Payer("0001"), amount=300 * KR), BY_POPULATION)


def test_what_cannot_be_is_named() -> None:
    four = (50, 30, 15, 5)
    assert refused(case_of(1000, four, floor=Limit(251 * KR))) == "The floors add to 1004, 4 above the total 1000; lower the floor."
    assert refused(case_of(1000, four, ceiling=Limit(249 * KR))) == "The ceilings add to 996, 4 below the total 1000; raise the ceiling."
    assert refused(case_of(-1000, four, floor=Limit(KR))) == "The floor 1 has another sign than the total -1000; write it with the same sign."
    assert (
        refused(case_of(1000, four, *PAYER, ceiling=Limit(280 * KR)))
        == "participant 0001, part rent: bears 300 alone, more than the 280 agreed; correct the exception or ceiling, or the part."
    )
    assert (
        refused(case_of(1000, four, exceptions={"0001": AgreedException(1001 * KR)}))
        == "The agreed exceptions add to 1001, but only 1000 is to be shared; correct an exception."
    )
    assert (
        refused(case_of(1000, four, exceptions={f"000{n}": AgreedException(250 * KR) for n in range(1, 5)}))
        == "Every participant has an agreed exception, so nobody can carry the difference; leave one without."
    )
    assert (
        refused(case_of(1000, four, previous={"0001": KR}, max_change=Fraction(0), floor=Limit(2 * KR)))
        == "participant 0001: must pay at least 2 and at most 1; correct floor, ceiling or largest change."
    )
    assert (
        refused(case_of(1000, (50, 0, 0), ceiling=Limit(400 * KR)))
        == "participant 0001, part by population: bears 1000 alone, more than the 400 agreed; correct the exception or ceiling, or the part."
    )
    assert (
        refused(case_of(1000, (0, 5, 0), exceptions={"0002": AgreedException(990 * KR), "0001": AgreedException(10 * KR)}))
        == "participant 0001, part by population: nobody without exception or limit bears this part, so 10 cannot be passed on; "
        "correct the exception, the limit or the part."
    )


def test_raising_somebody_never_makes_another_pay_below_nothing() -> None:
    # 0003 has nearly all of the small part: keeping its proportions would take more than that part holds.
    small = Part("small", Agreed({"0001": KR, "0002": 0, "0003": 9 * KR}))
    result: Result = allocate(case_of(1000, (60, 39, 1), small, BY_POPULATION, floor=Limit(300 * KR)))
    assert result.amount("0003") == 300 * KR
    assert all(cell >= 0 for row in result.rows for cell in row.exact)
    assert sum(result.amounts) == 1000 * KR
