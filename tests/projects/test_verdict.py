"""What closing an offer comes to, with its reasons."""

import pytest

from projects.verdict import Count, Doubt, Measure, Reason, Threshold, verdict

SKANE = Threshold(participants=20, figure="population", figure_value=700_000)


def test_the_threshold_of_the_board_holds():
    found = verdict(SKANE, Count(participants=20, figure_value=788_381, minor=3_000_000_00))
    assert found.starts
    assert found.reasons == (Reason(Measure.PARTICIPANTS, 20, 20), Reason(Measure.FIGURE, 700_000, 788_381))
    assert found.doubts == ()


@pytest.mark.parametrize(
    ("count", "short"),
    [
        (Count(participants=19, figure_value=788_381), [1, 0]),
        (Count(participants=20, figure_value=699_999), [0, 1]),
        (Count(participants=0, figure_value=0), [20, 700_000]),
    ],
)
def test_one_measure_that_fails_is_enough_and_says_by_how_much(count, short):
    found = verdict(SKANE, count)
    assert (found.starts, [each.short_by for each in found.reasons]) == (False, short)


def test_money_covered_is_a_measure_too():
    threshold = Threshold(minor=100_00)
    assert [verdict(threshold, Count(participants=1, minor=minor)).starts for minor in (99_99, 100_00)] == [False, True]


def test_without_a_threshold_somebody_must_join_all_the_same():
    assert [verdict(Threshold(), Count(participants=n)).starts for n in (0, 1)] == [False, True]
    assert verdict(Threshold(participants=0), Count()).reasons == (Reason(Measure.PARTICIPANTS, 1, 0),)


def test_doubts_are_told_and_change_nothing():
    count = Count(participants=20, figure_value=700_000, silent=8, condition_fails=4, older_version=2, undecided=11, contradicts=1, late=1, larger_may_exist=1)
    found = verdict(SKANE, count)
    assert found.starts
    assert dict(found.doubts) == {
        Doubt.SILENT: 8, Doubt.CONDITION_FAILS: 4, Doubt.OLDER_VERSION: 2, Doubt.UNDECIDED: 11, Doubt.CONTRADICTS: 1, Doubt.LATE: 1, Doubt.LARGER_MAY_EXIST: 1,
    }  # fmt: skip
