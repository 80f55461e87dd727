"""What a decision point lacks, and what is counted back from its meeting."""

import datetime as dt

import pytest

from milestones.gates import CLOSING, Asked, Gap, Gate, Missing, Outcome, Sitting, missing

MEETING = Sitting(dt.date(2026, 4, 9), "Rådet", 5)
READY = Gate("Rådet", MEETING.day, MEETING, "Notat", "versjon 3", True, (Asked("Penger?", "yes"), Asked("Folk?", "not_relevant")))


def gaps(**changes):
    return [(each.gap, each.about) for each in missing(Gate(**{**READY.__dict__, **changes}))]


def test_a_point_that_is_ready_lacks_nothing():
    assert missing(READY) == ()


def test_a_new_point_lacks_body_date_and_basis():
    assert missing(Gate()) == (Missing(Gap.BODY), Missing(Gap.DATE), Missing(Gap.BASIS))


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"body": ""}, [(Gap.BODY, ()), (Gap.MOVED, ())]),
        ({"planned_on": None}, [(Gap.DATE, ()), (Gap.MOVED, ())]),
        ({"planned_on": dt.date(2026, 4, 10)}, [(Gap.MOVED, ())]),
        ({"body": "Styret"}, [(Gap.MOVED, ())]),
        ({"sitting": Sitting(MEETING.day, "Rådet", 5, is_cancelled=True)}, [(Gap.CANCELLED, ())]),
        ({"sitting": Sitting(MEETING.day, "Rådet", None)}, [(Gap.PAPERS, ())]),
        ({"sitting": None}, []),
        ({"basis": " \n"}, [(Gap.BASIS, ())]),
        ({"mandate_version": ""}, [(Gap.MANDATE, ())]),
        ({"mandate_version": "", "needs_mandate": False}, []),
        ({"asked": (Asked("A?", "no"), Asked("B?"), Asked("C?", "yes"), Asked("D?", "no"))}, [(Gap.NO, ("A?", "D?")), (Gap.ANSWERS, ("B?",))]),
    ],
)
def test_each_thing_that_is_missing_is_named(changes, found):
    assert gaps(**changes) == found


@pytest.mark.parametrize(
    ("day", "days", "country", "papers", "frozen"),
    [
        ("2026-04-09", 5, "SE", "2026-03-31", "2026-03-27"),  # Easter lies between
        ("2026-04-09", 5, "NO", "2026-03-30", "2026-03-26"),
        ("2026-06-24", 3, "SE", "2026-06-18", "2026-06-16"),  # Midsummer Eve
        ("2027-01-05", 0, "NO", "2027-01-05", "2026-12-30"),
        ("2028-05-19", 2, "NO", "2028-05-16", "2028-05-12"),  # 17 May
        ("2028-05-19", 2, "SE", "2028-05-17", "2028-05-15"),
    ],
)
def test_papers_and_mandate_are_counted_back_in_working_days(day, days, country, papers, frozen):
    sitting = Sitting(dt.date.fromisoformat(day), "Rådet", days)
    assert (sitting.papers_due(country), sitting.mandate_due(country)) == (dt.date.fromisoformat(papers), dt.date.fromisoformat(frozen))


def test_nothing_is_counted_back_while_nothing_is_agreed():
    sitting = Sitting(MEETING.day, "Rådet", None)
    assert (sitting.papers_due("NO"), sitting.mandate_due("NO")) == (None, None)


def test_a_question_that_is_sent_back_or_postponed_stays_open():
    assert set(Outcome) - CLOSING == {Outcome.SEND_BACK, Outcome.POSTPONE}
