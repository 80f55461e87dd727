"""The offer of 2015 with its 33 municipalities and their inhabitants of 31 December 2014; who answered what is made up."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from costsharing.models import Scenario
from portfolio.offers.board import Board, Line, board_of
from portfolio.offers.terms import terms_of
from projects.models import AnswerCondition, Invitee, Offer, OfferQuestion
from projects.offering import fingerprint
from projects.verdict import Doubt
from tests.factories import offers as make
from tests.factories import portfolio, projects
from tests.factories.figures import figure

pytestmark = pytest.mark.django_db
YES, DECIDED, NO, SILENT = "yes", "decided", "no", ""
# Name, inhabitants, answer (or what a yes hangs on), and in kronor: the fee if those who join now do (or it with them), and if all 33 do.
SKANE: list[tuple[str, int, Any, int, int]] = [
    ("Bjuv", 14894, SILENT, 99241, 62788),
    ("Bromölla", 12400, SILENT, 94656, 59885),
    ("Burlöv", 17211, {"kind": "with", "name": "Malmö"}, 103475, 65484),
    ("Båstad", 14419, {"kind": "participants", "number": 25}, 98370, 62235),
    ("Eslöv", 32179, DECIDED, 136225, 82904),
    ("Helsingborg", 135344, DECIDED, 332510, 202965),
    ("Hässleholm", 50565, DECIDED, 171207, 104301),
    ("Höganäs", 25298, YES, 123133, 74896),
    ("Hörby", 14927, SILENT, 99301, 62826),
    ("Höör", 15770, DECIDED, 105004, 63807),
    ("Klippan", 16733, YES, 106837, 64928),
    ("Kristianstad", 81826, DECIDED, 230685, 140682),
    ("Kävlinge", 29808, YES, 131714, 80144),
    ("Landskrona", 43574, YES, 157905, 96165),
    ("Lomma", 22946, {"kind": "fee", "number": 120_000_00}, 118658, 72159),
    ("Lund", 115968, DECIDED, 295645, 180415),
    ("Malmö", 318107, SILENT, 502667, 415660),
    ("Osby", 12828, DECIDED, 99407, 60383),
    ("Perstorp", 7174, {"kind": "fee", "number": 75_000_00}, 84955, 53803),
    ("Simrishamn", 18905, YES, 110969, 67456),
    ("Sjöbo", 18415, YES, 110037, 66885),
    ("Skurup", 15167, SILENT, 99741, 63106),
    ("Staffanstorp", 22994, {"kind": "participants", "number": 18}, 118749, 72214),
    ("Svalöv", 13460, SILENT, 96608, 61119),
    ("Svedala", 20248, YES, 113524, 69019),
    ("Tomelilla", 13007, DECIDED, 99747, 60592),
    ("Trelleborg", 42973, YES, 156762, 95465),
    ("Vellinge", 34110, {"kind": "fee", "number": 90_000_00}, 133636, 85151),
    ("Ystad", 28771, YES, 129741, 78938),
    ("Ängelholm", 40229, DECIDED, 151541, 92272),
    ("Åstorp", 15061, SILENT, 99547, 62982),
    ("Örkelljunga", 9733, NO, 0, 56782),
    ("Östra Göinge", 13864, SILENT, 97351, 61589),
]
FEW = SKANE[3:9]
RULE = {
    "parts": [
        {"label": "Lika del", "key": "equal", "fraction": "1/2"},
        {"label": "Efter invånare", "key": "figure", "figure": "population", "fraction": "1/2"},
    ]
}


def asked(rows: list[tuple[str, int, Any, int, int]], rule: dict[str, Any] = RULE, **fields: Any) -> Offer:
    """Sent with terms that are drawn from a project with that rule, and answered."""
    region = portfolio.region(country="SE", currency="SEK", language="sv", time_zone="Europe/Stockholm")
    project = projects.project(region, starts_on=dt.date(2016, 1, 1))
    places = {name: portfolio.municipality(name, country="SE") for name, *_ in rows}
    for name, inhabitants, *_ in rows:
        figure(places[name], inhabitants, date=dt.date(2014, 12, 31))
    scenario = Scenario.objects.create(project=project, year=2016, name="A", definition=rule, base_minor=3_000_000_00, figures_on=dt.date(2014, 12, 31))
    offer = make.offer(project, **fields)
    terms = terms_of(offer, scenario, places.values())
    offer.state, offer.opened_at, offer.closes_at = "open", dt.datetime(2015, 6, 15, tzinfo=dt.UTC), dt.datetime(2099, 9, 30, 22, tzinfo=dt.UTC)
    offer.save()
    version = make.version(offer, terms=terms, terms_sha256=fingerprint(terms))
    by = portfolio.user()
    for name, _inhabitants, said, *_ in rows:
        respond(make.invitee(offer, places[name]), said, places, version=version, by=by)
    return offer


def respond(party: Invitee, said: Any, places: dict[str, Any], **fields: Any) -> None:
    if isinstance(said, dict):
        given = make.answer(party, "joins_if", **fields)
        condition = {key: value for key, value in said.items() if key != "name"}
        AnswerCondition.objects.create(answer=given, **condition, **({"organisation": places[said["name"]]} if "name" in said else {}))
    elif said:
        make.answer(party, "declines" if said == NO else "joins", **fields)
    if said in (DECIDED, NO):
        make.decision(party, ruling="no" if said == NO else "yes")


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
    assert (board.coalition, board.lines[0].joins, board.lines[0].fee_now, board.verdict.starts) == (None, True, None, True)
    broken = asked(FEW, {"parts": [{"label": "x", "key": "figure", "figure": "pupils", "fraction": "1"}]})
    found = board_of(broken)
    assert (found.coalition, "pupils" in found.fault, found.count.participants) == (None, True, 4)


def test_as_many_queries_for_many_parties_as_for_few():
    counts = []
    for rows in (FEW, SKANE):
        offer = Offer.objects.select_related("project__region").get(pk=asked(rows).pk)
        with CaptureQueriesContext(connection) as seen:
            board_of(offer)
        counts.append(len(seen))
    assert counts == [8, 9]  # one more names whom a yes waits for
