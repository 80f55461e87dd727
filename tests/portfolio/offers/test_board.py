"""The count of the answer board, on the offer of 2015."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portfolio.offers.board import Board, Line, board_of
from portfolio.offers.office.settling import effect_of
from portfolio.offers.paying import fee_of, joining_in
from projects.models import AnswerCondition, Offer, OfferQuestion
from projects.offering import Outcome
from projects.queries.offers import standing_answers
from projects.verdict import Doubt
from tests.factories import offers as make
from tests.factories import portfolio
from tests.factories.skane import FEW, NO, SKANE, YES, asked, respond

pytestmark = pytest.mark.django_db


def by_name(board: Board) -> dict[str, Line]:
    return {line.invitee.organisation.name: line for line in board.lines}


def test_the_offer_of_2015_as_it_stood_twelve_days_before_the_end():
    offer = asked(SKANE, least_participants=20, least_figure="population", least_figure_value=700_000)
    board = board_of(offer)
    lines = by_name(board)
    assert {name: (line.fee_now, line.fee_everybody) for name, line in lines.items() if name != "Örkelljunga"} == {
        name: (now * 100, everybody * 100) for name, _, said, now, everybody in SKANE if said != NO
    }
    assert board.coalition and board.hoped
    assert (len(board.coalition.joins), len(board.hoped.joins), board.answered) == (20, 32, 25)
    assert (board.count.participants, board.count.figure_value, board.count.minor) == (20, 788_381, 3_000_000_00)
    assert (board.verdict.starts, [each.holds for each in board.verdict.reasons]) == (True, [True, True])
    assert dict(board.verdict.doubts) == {Doubt.SILENT: 8, Doubt.CONDITION_FAILS: 4, Doubt.UNDECIDED: 11}
    left_out = {name: [(each.condition.value, each.short_by) for each in line.failed] for name, line in lines.items() if line.failed}
    assert {name: kinds for name, kinds in left_out.items() if name in ("Båstad", "Burlöv")} == {"Båstad": [("participants", 4)], "Burlöv": [("with", 1)]}
    assert {name: round(left_out[name][0][1] / 100) for name in ("Vellinge", "Perstorp")} == {"Vellinge": 43_636, "Perstorp": 9_955}


def test_a_link_counts_the_fee_now_with_those_who_join_on_the_board():
    offer = asked(SKANE)
    lines, version = by_name(board_of(offer)), offer.versions.get()
    parties = [line.invitee for line in lines.values()]
    joining = joining_in(offer, version, parties, standing_answers(offer))
    fees = {name: fee_of(version.terms["cost"], lines[name].invitee.organisation, joining) for name in ("Åstorp", "Ystad", "Båstad")}
    assert {name: fee and (fee.now, fee.now_count) for name, fee in fees.items()} == {
        "Åstorp": (lines["Åstorp"].fee_now, 20), "Ystad": (lines["Ystad"].fee_now, 19), "Båstad": (lines["Båstad"].fee_now, 20)
    }  # fmt: skip


def test_where_a_party_stands_is_told_in_each_line():
    board = board_of(asked(SKANE))
    lines = by_name(board)
    found = {name: (lines[name].place.value, lines[name].wait) for name in ("Lund", "Ystad", "Lomma", "Malmö", "Örkelljunga")}
    assert found == {
        "Lund": ("decided", "extract"), "Ystad": ("said_yes", "decision"), "Lomma": ("said_yes_if", "decision"), "Malmö": ("invited", "answer"),
        "Örkelljunga": ("decided_no", None),
    }  # fmt: skip


def test_a_threshold_that_is_missed_says_by_how_much():
    board = board_of(asked(SKANE, least_participants=22, least_minor=4_000_000_00))
    assert (board.verdict.starts, [each.short_by for each in board.verdict.reasons]) == (False, [2, 1_000_000_00])


def test_a_decision_of_the_body_counts_before_the_answer_of_the_contact():
    offer = asked(FEW)
    party = offer.invitees.get(organisation__name="Helsingborg")
    party.decisions.update(ruling="no")
    line = by_name(board_of(offer))["Helsingborg"]
    assert (line.joins, line.place, line.standing.contradicts) == (False, "decided_no", True)


def test_who_answered_older_terms_and_who_came_late_is_marked():
    offer = asked(FEW)
    make.version(offer, 2, terms=offer.versions.get().terms)
    party = offer.invitees.get(organisation__name="Hörby")
    make.answer(party, is_late=True)
    OfferQuestion.objects.create(offer=offer, invitee=party, text="När?", asked_at=dt.datetime(2015, 7, 1, tzinfo=dt.UTC))
    lines = by_name(board_of(offer))
    assert (lines["Eslöv"].is_older, lines["Hörby"].late is not None, lines["Hörby"].place, lines["Hörby"].answer) == (True, True, "acknowledged", None)
    assert board_of(offer).count.late == 1


def test_terms_without_a_cost_or_with_a_case_that_cannot_be_counted_have_a_board_all_the_same():
    offer = make.open_offer()
    respond(make.invitee(offer), YES, {}, by=portfolio.user())
    board = board_of(offer)
    assert board.coalition and (board.coalition.joins, board.coalition.result, board.asked) == ((board.lines[0].code,), None, None)
    assert (board.lines[0].joins, board.lines[0].fee_now, board.verdict.starts) == (True, None, True)
    broken = asked(FEW, {"parts": [{"label": "x", "key": "figure", "figure": "pupils", "fraction": "1"}]})
    found = board_of(broken)
    assert (found.coalition, "pupils" in found.fault, found.count.participants) == (None, True, 4)


def test_what_a_yes_hangs_on_is_tried_without_a_fee_too():
    offer = make.open_offer(least_participants=3)
    places = {name: portfolio.municipality(name) for name in ("Alby", "Bo", "Dal", "Ekeby", "Fors", "Gran")}
    number, company = AnswerCondition.Kind.PARTICIPANTS, AnswerCondition.Kind.WITH
    said = {"Alby": YES, "Bo": {"kind": number, "number": 3}, "Dal": {"kind": company, "name": "Bo"}, "Ekeby": {"kind": number, "number": 5}, "Fors": NO}
    for name, place in places.items():
        respond(make.invitee(offer, place), said.get(name), places, by=portfolio.user())
    board = board_of(offer)
    assert {name: line.joins for name, line in by_name(board).items()} == dict.fromkeys(places, False) | dict.fromkeys(("Alby", "Bo", "Dal"), True)
    assert [(each.condition.value, each.short_by) for each in by_name(board)["Ekeby"].failed] == [("participants", 1)]
    assert (board.verdict.starts, board.count.condition_fails, board.hoped and len(board.hoped.joins)) == (True, 1, 5)


def test_a_condition_on_what_the_case_does_not_know_holds_up_nobody_else():
    offer = asked([*FEW, ("Bjuv", 14_894, {"kind": "figure", "figure": "pupils", "number": 10}, 0, 0)])
    board = board_of(offer)
    line = by_name(board)["Bjuv"]
    assert (board.fault, line.joins, line.failed, board.count.condition_fails) == ("", False, (), 1 + board_of(asked(FEW)).count.condition_fails)
    assert board.count.participants == board_of(asked(FEW)).count.participants
    effect = effect_of(board, Outcome.STARTS, {each.invitee.organisation_id for each in board.lines if each.joins or each is line})
    assert [each.line.code for each in effect.joins if each.fails] == [line.code]


def test_as_many_queries_for_many_parties_as_for_few():
    counts = []
    for rows in (FEW, SKANE):
        offer = Offer.objects.select_related("project__region").get(pk=asked(rows).pk)
        with CaptureQueriesContext(connection) as seen:
            board_of(offer)
        counts.append(len(seen))
    assert counts == [8, 9]  # one more names whom a yes waits for
