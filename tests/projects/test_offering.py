"""States of an offer, days and instants, and where each party stands."""

import datetime as dt
from itertools import product

import pytest

from projects.offering import (
    AGREED,
    STEPS,
    WILLING,
    Binding,
    Choice,
    Place,
    Ruling,
    Standing,
    State,
    Wait,
    closing_of,
    is_on_older,
    is_silent,
    is_willing,
    last_day_of,
    may_close,
    may_step,
    place,
    takes_answers,
    wait,
)

YES = Standing(Choice.JOINS, 1)
DECIDED = Standing(Choice.JOINS, 1, ruled=Ruling.YES)
EVERY = [Standing(said, 1 if said else None, asked, ruled, *rest) for said, asked, ruled, *rest in product(
    (None, *Choice), (False, True), (None, *Ruling), (False, True), (False, True), (False, True)
)]  # fmt: skip


def at(*when: int) -> dt.datetime:
    return dt.datetime(*when, tzinfo=dt.UTC)


# ---- states --------------------------------------------------------------------
def test_an_offer_goes_one_way_but_for_a_day_that_is_moved():
    assert set(STEPS) == set(State)
    allowed = [(now.value, then.value) for now, then in product(State, State) if may_step(now, then)]
    assert allowed == [("draft", "open"), ("open", "closed"), ("closed", "open"), ("closed", "concluded")]


# ---- days and instants ---------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "zone", "instant"),
    [
        ((2015, 9, 30), "Europe/Stockholm", (2015, 9, 30, 22)),  # the offer of 2015: summer time
        ((2026, 12, 31), "Europe/Oslo", (2026, 12, 31, 23)),
        ((2026, 3, 28), "Europe/Oslo", (2026, 3, 28, 23)),  # clocks go forward in the night after the midnight
        ((2026, 10, 25), "Europe/Oslo", (2026, 10, 25, 23)),  # a day of 25 hours
    ],
)
def test_the_last_day_ends_at_the_regions_midnight(day, zone, instant):
    found = closing_of(dt.date(*day), zone)
    assert (found, found.tzinfo, last_day_of(found, zone)) == (at(*instant), dt.UTC, dt.date(*day))


def test_the_last_day_is_said_as_the_region_counts_days_all_year():
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=number) for number in range(365)]
    for zone in ("Europe/Stockholm", "Europe/Oslo", "UTC"):
        assert [last_day_of(closing_of(day, zone), zone) for day in days] == days


def test_an_answer_is_in_time_until_the_very_instant_whether_or_not_somebody_closed():
    end, tick = at(2015, 9, 30, 22), dt.timedelta(microseconds=1)
    assert [takes_answers(State.OPEN, end, now) for now in (end - tick, end, end + tick)] == [True, False, False]
    assert [takes_answers(state, end, end - tick) for state in State] == [False, True, False, False]
    assert not takes_answers(State.OPEN, None, end)


def test_nobody_closes_while_somebody_has_time():
    end = at(2015, 9, 30, 22)
    assert [may_close(end, end - dt.timedelta(days=1), unanswered) for unanswered in (1, 0)] == [False, True]
    assert may_close(end, end, 33)


# ---- where a party stands --------------------------------------------------------
@pytest.mark.parametrize(
    ("party", "where"),
    [
        (Standing(), "invited"),
        (Standing(has_asked=True), "acknowledged"),
        (Standing(Choice.NEEDS_TIME, 1, has_asked=True), "preparing"),
        (YES, "said_yes"),
        (Standing(Choice.JOINS_IF, 1), "said_yes_if"),
        (Standing(Choice.DECLINES, 1), "said_no"),
        (Standing(Choice.JOINS, 1, ruled=Ruling.POSTPONED), "postponed"),
        (DECIDED, "decided"),
        (Standing(Choice.JOINS, 1, ruled=Ruling.YES_IF), "decided_if"),
        (Standing(None, None, ruled=Ruling.NO), "decided_no"),
        (Standing(Choice.JOINS, 1, ruled=Ruling.YES, is_signed=True), "signed"),
        (Standing(Choice.JOINS, 1, ruled=Ruling.YES, has_extract=True), "evidenced"),
        (Standing(Choice.JOINS, 1, ruled=Ruling.YES, has_extract=True, is_confirmed=True), "confirmed"),
        (Standing(Choice.JOINS, 1, ruled=Ruling.NO, is_signed=True, has_extract=True), "decided_no"),
    ],
)
def test_a_decision_says_more_than_an_answer_and_evidence_more_than_a_decision(party, where):
    assert place(party) == where


def test_every_place_is_reached():
    assert {place(party) for party in EVERY} == set(Place)


@pytest.mark.parametrize(
    ("party", "waits"),
    [
        (Standing(), "answer"),
        (Standing(has_asked=True), "answer"),
        (Standing(Choice.NEEDS_TIME, 1), "local_meeting"),
        (Standing(Choice.JOINS, 1, ruled=Ruling.POSTPONED), "local_meeting"),
        (YES, "decision"),
        (Standing(Choice.JOINS_IF, 1), "decision"),
        (DECIDED, "signature"),
        (Standing(Choice.JOINS, 1, ruled=Ruling.YES, is_signed=True), "extract"),
        (Standing(Choice.JOINS, 1, ruled=Ruling.YES, has_extract=True), "signature"),
        (Standing(Choice.JOINS, 1, ruled=Ruling.YES, is_signed=True, has_extract=True), "confirmation"),
        (Standing(Choice.JOINS, 1, ruled=Ruling.YES, is_signed=True, has_extract=True, is_confirmed=True), None),
        (Standing(Choice.DECLINES, 1), None),
        (Standing(Choice.JOINS, 1, ruled=Ruling.NO), None),
    ],
)
def test_what_is_waited_for_next(party, waits):
    assert wait(party, Binding.FORMAL, asks_signature=True) == waits


def test_a_letter_of_intent_waits_for_no_decision_and_nothing_unsigned_waits_where_nothing_is_signed():
    assert wait(YES, Binding.INTENT, asks_signature=False) is None
    assert wait(DECIDED, Binding.FORMAL, asks_signature=False) is Wait.EXTRACT


def test_whoever_declined_is_never_waited_for_and_whoever_is_silent_always():
    for party in EVERY:
        waits = wait(party, Binding.FORMAL, asks_signature=True)
        if place(party) in (Place.SAID_NO, Place.DECIDED_NO, Place.CONFIRMED):
            assert waits is None
        if is_silent(party):
            assert waits in (Wait.ANSWER, Wait.LOCAL_MEETING)


def test_everybody_is_willing_silent_or_has_declined_and_never_two_of_them():
    for party in EVERY:
        postponed_no = party.ruled is Ruling.POSTPONED and party.said is Choice.DECLINES
        declined = party.ruled is Ruling.NO or (party.ruled not in AGREED and party.said is Choice.DECLINES) or postponed_no
        assert [is_willing(party), is_silent(party), declined].count(True) == 1, party


def test_an_answer_against_a_decision_is_told():
    found = [(party.said, party.ruled) for party in EVERY if party.contradicts]
    assert set(found) == {(said, Ruling.NO) for said in WILLING} | {(Choice.DECLINES, ruled) for ruled in AGREED}
    assert is_willing(Standing(Choice.DECLINES, 1, ruled=Ruling.YES)) and not is_willing(Standing(Choice.JOINS, 1, ruled=Ruling.NO))


def test_answered_on_older_terms():
    assert [is_on_older(party, 2) for party in (Standing(), Standing(Choice.JOINS, 1), Standing(Choice.JOINS, 2))] == [False, True, False]
