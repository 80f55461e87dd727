"""Settlement: nothing is lost between what was charged, what it cost and what is left."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costsharing.engine.allocation import allocate
from costsharing.engine.faults import Refused
from costsharing.engine.reading import read
from costsharing.engine.settlement import Settled, Unspent, actual_case, carried_into, differences, settle, settle_case, shares_of
from tests.costsharing.engine.examples import many

amounts = st.dictionaries(st.sampled_from(("1214", "1230", "1261", "1280", "0114")), st.integers(-(10**9), 10**12))
decided = st.sampled_from(Unspent)


def case_of(base, **fields):
    people = [{"code": code, "figures": {"population": count}} for code, count in (("1214", 13460), ("1280", 318107), ("1293", 50000))]
    parts = [{"label": "equal", "key": "equal", "fraction": "1/2"}, {"label": "people", "key": "figure", "figure": "population", "fraction": "1/2"}]
    return read(json.dumps({"currency": "SEK", "unit": "1", "base": str(base), "participants": people, "parts": parts} | fields).encode())


@many
@given(amounts, amounts, decided)
def test_every_row_and_the_sums_add_up_exactly(actual, charged, unspent):
    found = settle(actual, charged, unspent)
    assert [row.code for row in found.rows] == sorted({*actual, *charged})
    for row in (*found.rows, found.total):
        assert row.actual == row.charged + row.to_pay - row.paid_back - row.carried
        assert min(row.to_pay, row.paid_back, row.carried) == 0 <= max(row.to_pay, row.paid_back, row.carried)
    for row in found.rows:
        assert (row.actual, row.charged) == (actual.get(row.code, 0), charged.get(row.code, 0))
        assert sum(value > 0 for value in (row.to_pay, row.paid_back, row.carried)) == (row.actual != row.charged)
    assert found.total.actual == sum(actual.values())
    assert found.total.charged == sum(charged.values())
    assert (found.total.paid_back if unspent is Unspent.CARRIED else found.total.carried) == 0


@many
@given(amounts, amounts)
def test_differences_lead_from_the_old_to_the_new(old, new):
    found = differences(old, new)
    assert sum(found.values()) == sum(new.values()) - sum(old.values())
    assert {code: old.get(code, 0) + change for code, change in found.items()} == {code: new.get(code, 0) for code in found}
    assert differences(new, old) == {code: -change for code, change in found.items()}


@many
@given(st.integers(1, 10**7), st.integers(1, 10**7), decided)
def test_what_was_charged_and_what_is_left_pay_the_actual_costs(budget, actual, unspent):
    case = case_of(budget)
    charged = shares_of(allocate(case))
    found = settle_case(case, charged, unspent, base=actual * 100)
    assert found.total.actual == actual * 100
    assert {row.code: row.actual for row in found.rows} == shares_of(allocate(case_of(actual)))


@many
@given(st.integers(10**5 + 1, 10**7), st.integers(1, 10**5))
def test_what_is_carried_forward_falls_to_those_who_paid_it(base, saved):
    case = case_of(base)
    found = settle_case(case, shares_of(allocate(case)), Unspent.CARRIED, base=case.base - saved * 100)
    after = shares_of(allocate(carried_into(case, found.carried, "unspent")))
    assert {code: share + found.carried.get(code, 0) for code, share in after.items()} == shares_of(allocate(case))
    assert sum(after.values()) == case.base - found.total.carried


def test_one_pays_more_and_another_gets_money_back():
    found = settle({"1": 100, "2": 50}, {"1": 80, "2": 90, "3": 5}, Unspent.PAID_BACK)
    assert found.rows == (Settled("1", 100, 80, 20, 0, 0), Settled("2", 50, 90, 0, 40, 0), Settled("3", 0, 5, 0, 5, 0))
    assert found.total == Settled("", 150, 175, 20, 45, 0)


def test_budget_lines_have_actuals_too():
    lines = [{"name": "licences", "amount": "600"}, {"name": "project", "amount": "300"}]
    parts = [{"label": "l", "key": "figure", "figure": "population", "lines": ["licences"]}, {"label": "p", "key": "equal", "lines": ["project"]}]
    case = replace(case_of(900, lines=lines, parts=parts), base=None)
    assert allocate(actual_case(case, lines={"project": 120_00})).total == 720_00
    with pytest.raises(Refused) as refused:
        actual_case(case, lines={"travel": 1})
    assert refused.value.line == "There is no budget line travel; add it under lines or correct the name."


def test_a_total_that_is_a_result_has_no_base_to_replace():
    with pytest.raises(Refused) as refused:
        actual_case(replace(case_of(900), base=None), base=5)
    assert refused.value.line == "base is missing; add it."


def test_nothing_is_carried_forward_for_somebody_who_left():
    with pytest.raises(Refused) as refused:
        carried_into(case_of(900), {"9999": 5}, "unspent")
    assert refused.value.line == "carried names 9999, who takes no part; add that participant or take the entry away."
