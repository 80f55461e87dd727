"""Rounding of whole tables where parts, base and unit do not fit together, and who bears what is left."""

from dataclasses import replace
from fractions import Fraction

from costsharing.engine.allocation import allocate
from costsharing.engine.case import Case, Figure, Lent, Limit, Organisation, Participant, Period
from costsharing.engine.part import Agreed, Bracket, ByFigure, Driver, Equal, Part, Per, Rate
from costsharing.engine.result import Result
from costsharing.engine.why import explain

KR = 100
BY_POPULATION = ByFigure((Driver("population"),))


def case_of(base: int, population: tuple[int, ...], *parts: Part, unit: int = KR) -> Case:
    people = tuple(Participant(f"{number:04d}", "", {"population": Figure(value)}) for number, value in enumerate(population, 1))
    return Case("SEK", unit, people, parts or (Part("by population", BY_POPULATION, Fraction(1)),), base)


def parts_of(result: Result) -> dict[str, int]:
    return {row.part.label: row.rounded_amount for row in result.rows if row.part}


def test_a_part_that_is_no_multiple_of_the_unit_goes_to_the_nearest_one() -> None:
    parts = (Part("a", Equal(), Fraction(26, 100)), Part("b", Equal(), Fraction(74, 100)))
    assert parts_of(allocate(case_of(100 * KR, (1,), *parts, unit=10 * KR))) == {"a": 30 * KR, "b": 70 * KR}


def test_of_two_equal_rests_the_cells_decide_and_not_the_labels() -> None:
    parts = (Part("a", Equal(), Fraction(1, 2)), Part("b", BY_POPULATION, Fraction(1, 2)))
    renamed = (replace(parts[0], label="z"), parts[1])
    one, other = (allocate(case_of(KR, (7, 2, 1), *each)) for each in (parts, renamed))
    assert parts_of(one) == {"a": 0, "b": KR}
    assert parts_of(other) == {"z": 0, "b": KR}
    assert one.amounts == other.amounts == (KR, 0, 0)


def test_what_is_no_multiple_of_the_unit_goes_to_the_largest_share() -> None:
    result = allocate(case_of(1_000 * KR + 50, (30, 50, 20)))
    assert result.amounts == (300 * KR, 500 * KR + 50, 200 * KR)
    assert (result.remainder, result.remainder_column) == (50, 1)


def test_of_two_largest_shares_the_lower_code_bears_it() -> None:
    assert allocate(case_of(1_000 * KR + 50, (40, 40, 20))).remainder_column == 0


def test_a_credit_leaves_its_remainder_with_the_largest_credit() -> None:
    result = allocate(case_of(-(1_000 * KR + 50), (30, 50, 20)))
    assert result.amounts == (-300 * KR, -500 * KR - 50, -200 * KR)
    assert result.remainder == -50


def test_whom_the_rule_names_bears_the_remainder() -> None:
    case = case_of(1_000 * KR + 50, (30, 50, 20))
    assert allocate(replace(case, remainder="0003")).amounts == (300 * KR, 500 * KR, 200 * KR + 50)
    office = replace(case, remainder="office", organisations=(Organisation("office", "coordinating body"),))
    assert allocate(office).amounts == (300 * KR, 500 * KR, 200 * KR, 50)


def test_who_is_at_a_limit_does_not_bear_the_remainder() -> None:
    result = allocate(replace(case_of(1_000 * KR + 50, (30, 50, 20)), ceiling=Limit(400 * KR)))
    assert result.amounts == (360 * KR + 50, 400 * KR, 240 * KR)


def test_a_limit_holds_with_the_correction() -> None:
    # 880 by 50, 30, 20 is 440, 264, 176; the first bears 120 besides: 560, and 500 at most. It keeps 380, the others share 500 by 30 and 20.
    result = allocate(replace(case_of(1_000 * KR, (50, 30, 20)), corrections={"0001": 120 * KR}, ceiling=Limit(500 * KR)))
    assert result.amounts == (500 * KR, 300 * KR, 200 * KR)


def test_one_participant_pays_all_to_the_last_minor_unit() -> None:
    assert allocate(case_of(123_456_789, (5,), unit=100_000)).amounts == (123_456_789,)


def test_nothing_is_split_into_nothing() -> None:
    result = allocate(case_of(0, (5, 6)))
    assert (result.total, result.amounts, result.remainder_column) == (0, (0, 0), None)


def test_hours_lent_are_paid_back_to_the_nearest_minor_unit() -> None:
    result = allocate(replace(case_of(1_000 * KR, (50, 50)), reimbursements={"0002": Lent(Fraction(5, 2), Fraction(41_235, 1))}))
    assert (result.net("0001"), result.reimbursement("0002"), result.net("0002")) == (500 * KR, 103_088, 500 * KR - 103_088)


YEAR = Period(2016 * 12, 2016 * 12 + 11)


def test_months_outside_the_period_do_not_count() -> None:
    case = replace(case_of(1_000 * KR, (50, 50)), period=YEAR)
    long = tuple(replace(one, first=YEAR.first - 12, last=YEAR.last + 12) for one in case.participants[:1])
    assert allocate(replace(case, participants=(*long, case.participants[1]))).amounts == (500 * KR, 500 * KR)


def test_an_amount_per_month_counts_the_months_of_the_period() -> None:
    case = case_of(0, (50, 50), Part("office", Equal(), amount=100 * KR, per=Per.MONTH))
    assert allocate(replace(case, base=None, period=Period(YEAR.first, YEAR.first + 2))).amounts == (150 * KR, 150 * KR)


def test_a_joining_fee_is_paid_whole_and_a_yearly_one_by_months() -> None:
    fees = Agreed({"0001": 1_200 * KR, "0002": 1_200 * KR})
    case = replace(case_of(0, (50, 50), Part("joining", fees, per=Per.ONCE), Part("yearly", fees)), base=None, period=YEAR)
    late = replace(case, participants=(case.participants[0], replace(case.participants[1], first=YEAR.first + 9)))
    result = allocate(late)
    assert result.amounts == (2_400 * KR, 1_500 * KR)
    assert [part.months for part in explain(result, "0002").parts] == [12, 3]


def test_a_capped_credit_mirrors_a_capped_charge() -> None:
    case = replace(case_of(0, (50, 200), Part("fee", Rate("population", (Bracket(None, -KR),), amount_cap=-80 * KR))), base=None)
    assert allocate(case).amounts == (-50 * KR, -80 * KR)
