"""Why this amount: checked with nothing but what the explanation itself says, as with a pocket calculator."""

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from costsharing.engine.allocation import allocate
from costsharing.engine.case import Case
from costsharing.engine.reading import read
from costsharing.engine.result import Result
from costsharing.engine.why import explain
from costsharing.engine.writing import written
from tests.costsharing.engine.corpus import GOOD, SKANE
from tests.costsharing.engine.examples import cases, many
from tests.costsharing.engine.test_invariants import split


def result_of(case: Any) -> Result:
    return allocate(read(json.dumps(case).encode()))


@many
@given(cases(adjusted=True))
def test_the_steps_lead_to_the_amount(case: Case) -> None:
    result = split(case)
    for share in written(result)["shares"]:
        steps = {step["step"]: step for step in share["why"] if step["step"] != "part"}
        parts = [step for step in share["why"] if step["step"] == "part"]
        for step in parts:
            assert Fraction(step["by_key"]) * Fraction(step["sum"]) == Fraction(step["of"]) * Fraction(step["weight"])
            assert Fraction(step["exact"]) + Fraction(step["rounding"]) == Fraction(step["amount"])
        spread = Fraction(steps["spread"]["exact"]) if "spread" in steps else 0
        correction = Fraction(steps["correction"]["exact"]) if "correction" in steps else 0
        assert sum(Fraction(step["by_key"]) for step in parts) + spread + correction == Fraction(share["exact"])
        remainder = Fraction(steps["remainder"]["amount"]) if "remainder" in steps else 0
        assert Fraction(share["exact"]) + Fraction(steps["rounding"]["difference"]) + remainder == Fraction(share["amount"])
        assert sum(map(Fraction, share["parts"])) + Fraction(share["correction"]) + Fraction(share["remainder"]) == Fraction(share["amount"])
        assert steps["gross"]["amount"] == share["amount"]


def test_perstorp_by_a_pocket_calculator() -> None:
    """7 174 of 20 634 inhabitants: 500 + 347.68…, rounded up in the second part since that comes nearest."""
    figures = {"population": {"value": 7174, "source": "SCB", "date": "2014-12-31"}}
    svalov = {"code": "1214", "name": "Svalöv", "figures": {"population": 13460}}
    case = SKANE | {"base": "2000", "participants": [{"code": "1275", "name": "Perstorp", "figures": figures}, svalov]}
    result = result_of(case | {"reimbursements": {"1275": {"hours": 1.5, "rate": "400.05"}}})
    equal, by_population, *rest = written(result)["shares"][1]["why"]
    assert (equal["weight"], equal["sum"], equal["amount"]) == ("1", "2", "500")
    assert by_population == {
        "step": "part",
        "part": "by population",
        "key": "figure",
        "of": "1000/1",
        "of_rounded": "1000",
        "figures": [{"name": "population", "value": "7174", "source": "SCB", "date": "2014-12-31"}],
        "weight": "7174",
        "sum": "20634",
        "months": 12,
        "period": 12,
        "by_key": "3587000/10317",
        "exact": "3587000/10317",
        "amount": "348",
        "rounding": "3316/10317",
    }
    assert rest == [
        {"step": "rounding", "exact": "8745500/10317", "difference": "3316/10317"},
        {"step": "gross", "amount": "848"},
        {"step": "reimbursement", "hours": "1.5", "rate": "400.05", "amount": "600.08"},
        {"step": "net", "amount": "247.92"},
        {"step": "per_inhabitant", "amount": "0.12", "inhabitants": "7174"},
    ]


TERMS = {
    "brackets": {"prices": [{"to": "150000", "rate": "1"}, {"rate": "0.5"}]},
    "a rate": {"prices": [{"rate": "0.808"}], "count_cap": "100000"},
    "a rate with a largest amount": {"prices": [{"rate": "0.808"}], "amount_cap": "80800"},
    "usage": {"quantity": "90", "price": "4.8"},
    "classes with fees": {"class": {"from": "20001"}},
    "classes with weights": {"class": {"from": "20001"}},
    "agreed amounts": {"reason": "from the old budgets"},
}


@pytest.mark.parametrize("name", TERMS)
def test_each_key_tells_its_terms(name: str) -> None:
    share = written(result_of(GOOD[name]))["shares"][1]
    step = next(step for step in share["why"] if step.get("part") == "extra")
    assert {field: step[field] for field in step if field in ("prices", "count_cap", "amount_cap", "quantity", "price", "class", "reason")} == TERMS[name]


def test_an_organisation_is_explained_and_a_stranger_is_not() -> None:
    result = result_of(GOOD["a payer"])
    told = explain(result, "SK")
    assert (told.name, told.gross, told.per_inhabitant) == ("Skånes Kommuner", 500, None)
    with pytest.raises(KeyError):
        explain(result, "9999")


def test_own_costs_stand_beside_the_sum() -> None:
    result = result_of(GOOD["own costs"])
    assert [share["own"] for share in written(result)["shares"]] == [[], [{"label": "extra", "amount": "240000"}]]
    assert [share["parts"][2] for share in written(result)["shares"]] == ["0", "0"]
    assert result.total == 3_000_000_00
