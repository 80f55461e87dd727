"""What somebody's declining, joining late or leaving changes for each that pays, to the öre: against the engine, what was decided and what was invoiced."""

import copy
import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from costsharing.engine.allocation import allocate
from costsharing.engine.case import Figure, Participant
from costsharing.engine.reading import read_value
from costsharing.models import LentHours
from costsharing.queries.cases import basis_of
from costsharing.queries.ripple import YearRipple, declines, joins, leaves, what_changes
from costsharing.ripple import MONTHS, Event, Kind, after
from projects.models import Participation
from tests.factories.shared_costs import HALVES, KR, charge, decided, scenario, shared, taking

TODAY = dt.date(2026, 3, 1)


def told(year: YearRipple) -> dict[str, tuple[int | None, int | None, int]]:
    return {row.name: (row.before, row.after, row.difference) for row in year.rows}


def by_engine(case: dict[str, Any]) -> dict[str, int]:
    result = allocate(read_value(case))
    names = {one["code"]: one["name"] for one in case["participants"]}
    return {names[code]: result.amount(code) for code in result.columns.codes}


def without(case: dict[str, Any], code: str) -> dict[str, Any]:
    found = copy.deepcopy(case)
    found["participants"] = [one for one in found["participants"] if one["code"] != code]
    return found


@pytest.mark.django_db
def test_who_leaves_in_the_year_pays_its_months_and_the_others_the_rest():
    project, who = shared()
    made = decided(project)
    for name, net, state in (("Lund", 40_000 * KR, "paid"), ("Lund", 11_000 * KR, "invoiced"), ("Bjuv", 20_000 * KR, "invoiced")):
        charge(made, who[name], net, state, instalment=1 + made.charges.filter(organisation=who[name]).count())
    (year,) = what_changes(project, [leaves(who["Lund"], dt.date(2026, 6, 30))], TODAY).years
    assert told(year) == {
        "Bjuv": (21_666_67, 27_692_31, 6_025_64),
        "Hörby": (26_666_67, 35_384_61, 8_717_94),
        "Lund": (51_666_66, 36_923_08, -14_743_58),
    }
    case = copy.deepcopy(made.case)
    next(one for one in case["participants"] if one["name"] == "Lund")["to"] = "2026-06"
    assert {row.name: row.after for row in year.rows} == by_engine(case)
    assert {row.name: (row.invoiced, row.paid, row.left) for row in year.rows} == {
        "Bjuv": (20_000 * KR, 0, 7_692_31),
        "Hörby": (0, 0, 35_384_61),
        "Lund": (51_000 * KR, 40_000 * KR, -14_076_92),
    }
    assert (year.sums.before, year.sums.after, year.sums.difference, year.allocation, year.scenario) == (100_000 * KR, 100_000 * KR, 0, made, None)
    assert ([row.name for row in year.the_ones], year.has_invoices, year.is_settled) == (["Lund"], True, False)


@pytest.mark.django_db
def test_what_would_be_is_what_a_new_allocation_says_once_it_has_left():
    project, who = shared()
    made = decided(project)
    (year,) = what_changes(project, [leaves(who["Lund"], dt.date(2026, 6, 30))], TODAY).years
    for state in ("active", "left"):
        Participation.objects.filter(organisation=who["Lund"]).update(valid_to=dt.date(2026, 6, 30), state=state)
        assert by_engine(basis_of(made.project.scenarios.get()).case) == {row.name: row.after for row in year.rows}
    made.refresh_from_db()
    assert sum(share.gross_minor for share in made.shares.all()) == 100_000 * KR


@pytest.mark.django_db
def test_a_year_that_ends_before_the_last_day_or_with_it_stays_as_it_is():
    project, who = shared()
    decided(project)
    later = decided(project, 2027)
    changed = what_changes(project, [leaves(who["Lund"], dt.date(2026, 12, 31))], TODAY)
    assert [(each.year, each.allocation, told(each)["Lund"]) for each in changed.years] == [(2027, later, (51_666_66, None, -51_666_66))]
    assert what_changes(project, [leaves(who["Lund"], dt.date(2027, 12, 1))], TODAY).years == ()
    assert what_changes(project, [leaves(taking(project, "Eslöv", 1, state=""), TODAY)], TODAY).years == ()


@pytest.mark.django_db
def test_who_joins_late_pays_from_its_first_month_and_a_fee_once():
    project, _who = shared()
    made = decided(project)
    scenario(project, 2027, is_shown=True)
    eslov = taking(project, "Eslöv", 30_000, state="")
    money = what_changes(project, [joins(eslov, dt.date(2026, 10, 1), 5_000 * KR)], TODAY)
    first, second = money.years
    assert (first.year, first.allocation, second.year, second.allocation) == (2026, made, 2027, None)
    assert told(first)["Eslöv"] == (None, 11_967_80, 11_967_80)
    assert told(second)["Eslöv"] == (None, 24_038_46, 24_038_46)
    assert (first.sums.difference, second.sums.difference) == (0, 0)
    Participation.objects.create(project=project, organisation=eslov, state="active", valid_from=dt.date(2026, 10, 1), joining_fee_minor=5_000 * KR)
    for year in money.years:
        case = basis_of(project.scenarios.get(year=year.year)).case
        assert by_engine(case) == {row.name: row.after for row in year.rows}
        assert [part["label"] for part in case["parts"]] == ["lika", "storlek", *(["Anslutningsavgift"] if year.year == 2026 else [])]
    assert [row.name for row in money.years[0].others] == ["Bjuv", "Hörby", "Lund"]


@pytest.mark.django_db
def test_a_second_one_joins_for_another_fee_in_the_same_year():
    project, _who = shared()
    for name, month, fee in (("Eslöv", 4, 1_000 * KR), ("Höör", 7, 2_000 * KR)):
        taking(project, name, 5_000, valid_from=dt.date(2026, month, 1), joining_fee_minor=fee)
    made = decided(project)
    third = taking(project, "Kävlinge", 5_000, state="")
    (year,) = what_changes(project, [joins(third, dt.date(2026, 9, 1))], TODAY).years
    Participation.objects.create(project=project, organisation=third, state="active", valid_from=dt.date(2026, 9, 1))
    assert {row.name: row.after for row in year.rows} == by_engine(basis_of(project.scenarios.get()).case)
    assert (year.sums.after, len(made.case["parts"]), made.case["parts"][2]["key"]) == (100_000 * KR, 3, "amounts")


@pytest.mark.django_db
def test_who_declines_is_out_of_every_year_and_gets_back_what_it_paid():
    project, who = shared()
    made = decided(project)
    charge(made, who["Bjuv"], 21_666_67, "paid")
    lent = LentHours.objects.create(project=project, organisation=who["Bjuv"], year=2026, promised_minutes=600, delivered_minutes=120, rate_minor=400 * KR)
    scenario(project, 2027, is_shown=True)
    money = what_changes(project, [declines(who["Bjuv"])], TODAY)
    assert [(each.year, told(each)["Bjuv"]) for each in money.years] == [(2026, (21_666_67, None, -21_666_67)), (2027, (21_666_67, None, -21_666_67))]
    assert {row.name: row.after for row in money.years[0].rows} == {"Bjuv": None} | by_engine(without(made.case, who["Bjuv"].code))
    assert (money.years[0].the_ones[0].left, money.decided) == (-21_666_67, [money.years[0]])
    assert [(each.hours, each.falls_away, each.hours.reimbursement_minor) for each in money.lending] == [(lent, 480, 800 * KR)]


@pytest.mark.django_db
def test_a_rule_that_does_not_fit_any_more_says_why_and_what_stands_stays_to_be_read():
    project, who = shared()
    agreed = {"unit": "1", "parts": [{"label": "avtal", "key": "percent", "fraction": "1", "percent": {one.code: "50" for one in (who["Bjuv"], who["Lund"])}}]}
    Participation.objects.filter(organisation=who["Hörby"]).delete()
    decided(project, definition=agreed)
    (year,) = what_changes(project, [declines(who["Lund"])], TODAY).years
    assert ([fault.key for fault in year.faults], [(row.name, row.before) for row in year.rows]) == (
        ["percent_sum"],
        [("Bjuv", 50_000 * KR), ("Lund", 50_000 * KR)],
    )
    (year,) = what_changes(project, [joins(taking(project, "Eslöv", 1, state=""), TODAY)], TODAY).years
    assert [fault.key for fault in year.faults] == ["missing_percent"]


@pytest.mark.django_db
def test_several_at_once_and_a_successor_in_the_place_of_who_leaves():
    project, who = shared()
    decided(project)
    successor = taking(project, "Nya Bjuv", 10_000, state="")
    changes = [leaves(who["Bjuv"], dt.date(2026, 6, 30)), joins(successor, dt.date(2026, 7, 1))]
    (year,) = what_changes(project, changes, TODAY).years
    assert told(year) == {
        "Bjuv": (21_666_67, 10_833_33, -10_833_34),
        "Hörby": (26_666_67, 26_666_67, 0),
        "Lund": (51_666_66, 51_666_67, 1),
        "Nya Bjuv": (None, 10_833_33, 10_833_33),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("years", [1, 3])
def test_as_many_queries_for_one_year_as_for_three(years: int):
    project, who = shared()
    for number in range(years):
        decided(project, 2026 + number)
        scenario(project, 2030 + number, is_shown=True)
    eslov = taking(project, "Eslöv", 1, state="")
    with CaptureQueriesContext(connection) as asked:
        money = what_changes(project, [leaves(who["Lund"], dt.date(2026, 6, 30)), joins(eslov, dt.date(2026, 7, 1))], TODAY)
    assert (len(money.years), len(asked)) == (2 * years, 12)


# ---- the rule itself --------------------------------------------------------------
CODES = [f"{n:04d}" for n in range(1, 9)]


@settings(max_examples=60, deadline=None)
@given(
    populations=st.lists(st.integers(1, 400_000), min_size=3, max_size=8),
    base=st.integers(1, 10**9),
    month=st.integers(-3, 14),
    kind=st.sampled_from(Kind),
)
def test_where_the_total_is_fixed_the_differences_add_up_to_nothing(populations: list[int], base: int, month: int, kind: Kind):
    said = [{"code": code, "name": code, "figures": {"population": value}} for code, value in zip(CODES, populations, strict=False)]
    period = {"from": "2026-01", "to": "2026-12"}
    case = {"currency": "SEK", "base": f"{base // 100}.{base % 100:02d}", "period": period, "participants": said} | HALVES
    before = read_value(case if kind is not Kind.JOINS else case | {"participants": said[1:]})
    when = None if kind is Kind.DECLINES else 2026 * MONTHS + month
    one = Participant("0001", "0001", {"population": Figure(populations[0])})
    then = after(before, 2026, [Event(kind, one, when)])
    was, will = allocate(before), allocate(then)
    assert sum(will.amounts) - sum(was.amounts) == 0
    is_there = {Kind.DECLINES: False, Kind.JOINS: month <= 11, Kind.LEAVES: month >= 0}[kind]
    assert ("0001" in will.columns.codes) == is_there
    if is_there and kind is not Kind.DECLINES:
        months = {Kind.JOINS: 12 - max(month, 0), Kind.LEAVES: min(month, 11) + 1}[kind]
        assert will.columns.months[0] == months


def test_who_paid_beforehand_and_takes_no_part_any_more_keeps_its_money():
    said = [{"code": code, "name": code, "figures": {"population": 1}} for code in CODES[:3]]
    case = read_value({"currency": "SEK", "base": "300", "corrections": {"0001": "-30"}, "participants": said} | HALVES)
    then = allocate(after(case, 2026, [Event(Kind.DECLINES, case.participants[0])]))
    assert {code: then.amount(code) for code in then.columns.codes} == {"0001": -30 * KR, "0002": 165 * KR, "0003": 165 * KR}
