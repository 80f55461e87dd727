"""Which date comes next, and what has passed."""

import datetime as dt

import pytest

from milestones.queries.deadlines import Deadline
from portfolio.overview.next_deadline import AHEAD, LATE, PASSED, how_late, look, said, what

TODAY = dt.date(2026, 9, 12)


def milestone(days: int, precision: str = "day") -> Deadline:
    return Deadline(TODAY + dt.timedelta(days), precision, f"milestone {days}", is_decision=False)


def decision(days: int, number: int | None = None) -> Deadline:
    return Deadline(TODAY + dt.timedelta(days), "day", f"decision {days}", True, number)


@pytest.mark.parametrize(
    ("dates", "state", "text", "late", "undecided"),
    [
        ([milestone(-7), milestone(-2), milestone(3)], LATE, "milestone -7", 2, 0),
        ([decision(-7), milestone(0), milestone(3)], AHEAD, "milestone 0", 0, 1),
        ([decision(-9), decision(-7)], PASSED, "decision -7", 0, 2),
        ([decision(-9), milestone(-7), decision(1)], LATE, "milestone -7", 1, 1),
        ([milestone(-5, "month")], AHEAD, "milestone -5", 0, 0),
    ],
)
def test_what_is_late_comes_before_what_is_to_come(dates, state, text, late, undecided):
    found = look(dates, TODAY)
    assert (found.next.state, found.next.deadline.text, found.late, found.undecided) == (state, text, late, undecided)


def test_a_project_without_dates_has_no_next():
    assert look([], TODAY) == (None, 0, 0)


OVER = [(1, "1 day over"), (59, "59 days over"), (60, "2 months over"), (729, "24 months over"), (730, "2 years over"), (7000, "19 years over")]


@pytest.mark.parametrize(("days", "words"), OVER)
def test_how_late_is_said_in_words(days, words):
    assert how_late(days) == words


def test_a_date_says_what_it_is_for():
    assert [what(decision(1, 3)), what(decision(1)), what(milestone(1))] == ["Decision point 3", "decision 1", "milestone 1"]
    passed = [said(look([each], TODAY).next, TODAY) for each in (milestone(-7), decision(-7), decision(7))]
    assert passed == ["7 days over", "no decision recorded", ""]
