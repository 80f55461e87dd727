"""Every key and every step in words that can be followed, from a written result alone."""

import json
from fractions import Fraction
from typing import Any

import pytest
from django.utils import translation

from costsharing.engine.allocation import allocate
from costsharing.engine.reading import read, read_value
from costsharing.engine.writing import written
from costsharing.stored import moves, nets, stored
from costsharing.telling import plain, why
from tests.costsharing.engine.corpus import GOOD

NB = "\u00a0"
PARTS: list[dict[str, Any]] = [
    {"label": "eq", "key": "equal", "fraction": "1/2"},
    {"label": "fig", "key": "figure", "figure": "population", "fraction": "1/2"},
    {"label": "capped", "key": "rate", "figure": "population", "rate": "0.50", "amount_cap": "60"},
    {"label": "brackets", "key": "rate", "figure": "population", "brackets": [{"to": 200, "rate": "0.50"}, {"rate": "0.25"}], "per": "month"},
    {"label": "counted", "key": "rate", "figure": "population", "rate": "2", "count_cap": 150},
    {"label": "use", "key": "usage", "price": "1.25", "quantities": {"1": 3, "2": 5}},
    {"label": "own", "key": "own", "own": {"1": "20"}},
    {"label": "agreed", "key": "amounts", "amounts": {"1": "20", "2": "3"}, "reason": "old budgets"},
    {"label": "fee", "key": "classes", "figure": "population", "classes": [{"to": 200, "fee": "10"}, {"from": 201, "fee": "20"}], "per": "once"},
    {"label": "percent", "key": "percent", "percent": {"1": "20", "2": "80"}, "amount": "7"},
    {"label": "payer", "key": "payer", "payer": "1", "amount": "7"},
    {"label": "weighed", "key": "figure", "figures": [{"name": "population", "per": 100, "decimals": 1}], "amount": "9"},
]


def participant(code: str, name: str, population: int, **more: str) -> dict[str, Any]:
    return {"code": code, "name": name, "figures": {"population": {"value": population, "source": "SCB", "date": "2014-12-31"}}} | more


def case(**more: Any) -> dict[str, Any]:
    people = [participant("1", "Ast", 100), participant("2", "Bo", 301, **{"from": "2016-04", "to": "2016-12"})]
    return {
        "currency": "SEK",
        "unit": "1",
        "base": "5000",
        "period": {"from": "2016-01", "to": "2016-12"},
        "participants": people,
        "parts": PARTS,
    } | more


def told(said: dict[str, Any], code: str, language: str = "en-gb") -> Any:
    result = written(allocate(read_value(said)))
    share = next(each for each in result["shares"] if each["code"] == code)
    with translation.override(language):
        return why(said, share, said["currency"])


def how(said: dict[str, Any], code: str) -> dict[str, tuple[str, ...]]:
    return {line.label: line.how for line in told(said, code).lines}


def test_every_key_says_what_to_type():
    found = how(case(), "2")
    eq, fig = found.pop("eq"), found.pop("fig")
    assert (eq[0].split(" × ", 1)[1], eq[1]) == ("0.75 ÷ 1.75", "1 × 9 of 12 months = 0.75")
    assert (fig[0].split(" × ", 1)[1], fig[1]) == ("225.75 ÷ 325.75", "301 × 9 of 12 months = 225.75")
    assert found == {
        "capped": ("60 × 9 ÷ 12", "0.5 × 301 = 150.50. At most 60"),
        "brackets": ("(0.5 × 200 + 0.25 × 101) × 9",),
        "counted": ("2 × 150 × 9 ÷ 12", "At most 150 are counted"),
        "use": ("1.25 × 5 × 9 ÷ 12",),
        "agreed": ("Agreed amount: 3 × 9 ÷ 12", "old budgets"),
        "fee": ("Fee: 20", "Population 301 is in the class from 201"),
        "percent": ("7 × 60 ÷ 80", "80 × 9 of 12 months = 60"),
        "weighed": ("9 × 2.25 ÷ 3.25", "(301 ÷ 100 to 1 decimals) = 3", "3 × 9 of 12 months = 2.25"),
    }
    assert how(case(), "1")["payer"] == ("All of it: 7",)
    assert how(case(), "1")["brackets"] == ("0.5 × 100 × 12",)


def test_where_the_exact_amount_has_no_column_it_stands_after_what_is_typed():
    free, limited = told(case(), "1"), told(case(exceptions={"2": {"amount": "2430", "reference": "agreement 7"}}), "1")
    said = {line.label: line.typed for line in free.lines}
    assert said["brackets"] == "0.5 × 100 × 12 = 600"
    assert (said["agreed"], said["fee"], said["payer"]) == ("Agreed amount: 20", "Fee: 10", "All of it: 7")
    assert said == {line.label: line.typed for line in limited.lines}, "what the key gives; the exception is told in a line of its own"
    assert {line.how[-1].partition(": ")[0] for line in limited.lines if line.label in ("eq", "agreed")} == {"With exceptions and limits, its own and others'"}


CALCULATOR = str.maketrans({"×": "*", "÷": "/", "−": "-", NB: "", ",": ""})


@pytest.mark.parametrize("code", ["1", "2"])
def test_what_is_typed_gives_what_is_said_to_be_exact(code):
    lines = told(case(), code).lines
    assert len(lines) == {"1": 11, "2": 10}[code]
    for line in lines:
        typed = line.how[0].partition(": ")[2] or line.how[0].replace(" who share alike", "")
        assert round(eval(typed.translate(CALCULATOR)), 2) == pytest.approx(float(line.exact.replace(",", "")), abs=0.011), line


@pytest.mark.parametrize("name", GOOD)
def test_every_kind_of_case_is_told_to_everybody_in_it_and_can_be_followed(name):
    said = GOOD[name]
    result = written(allocate(read(json.dumps(said).encode())))
    for share in result["shares"]:
        with translation.override("en-gb"):
            lines = [line for line in why(said, share, said["currency"]).lines if not line.is_ours]
        for line in lines:
            typed, _equals, answer = (line.how[0].partition(": ")[2] or line.how[0].replace(" who share alike", "")).partition(" = ")
            assert float(eval(typed.translate(CALCULATOR))) == pytest.approx(float((answer or line.exact).translate(CALCULATOR)), abs=0.02), line


def test_who_pays_without_taking_part_is_told_of_its_own_part_only():
    parts = [part | {"payer": "9"} if part["key"] == "payer" else part for part in PARTS]
    found = told(case(parts=parts, organisations=[{"code": "9", "name": "County"}]), "9")
    assert [(line.label, line.how, line.amount) for line in found.lines] == [("payer", ("All of it: 7",), "7")]
    assert (found.name, found.gross, found.per_inhabitant, found.sources) == ("County", f"SEK{NB}7", "", ())


def test_exceptions_corrections_reimbursement_and_what_is_own_are_told():
    said = case(reimbursements={"1": {"hours": "250", "rate": "1"}}, corrections={"1": "-5"}, exceptions={"2": {"amount": "2430", "reference": "agreement 7"}})
    found = told(said, "1")
    assert found.lines[-1].label == "Correction" and found.lines[-1].amount == "−5"
    assert (found.reimbursed.how, found.reimbursed.amount) == (("250 hours × 1",), "−250")
    assert "Borne besides, outside this sum: own, SEK\u00a020." in found.notes
    assert told(said, "2").notes[0].startswith("SEK\u00a02,430 is agreed instead of SEK\u00a0") and "(agreement 7)" in told(said, "2").notes[0]
    table = stored(said, written(allocate(read_value(said))))
    assert (table.agrees, table.has_corrections, table.has_reimbursements, table.labels.count("own")) == (True, True, True, 0)


def test_floor_ceiling_and_remainder_are_told():
    parts = [{"label": "size", "key": "figure", "figure": "population", "fraction": "1"}]
    found = case(parts=parts, base="1000.50", floor={"amount": "300"}, participants=[participant("1", "Ast", 10), participant("2", "Bo", 990)])
    assert told(found, "1").notes[0] == "The share would be SEK\u00a010; it is raised to the least that is to be paid, SEK\u00a0300." or told(found, "1").notes[
        0
    ].endswith("the least that is to be paid, SEK\u00a0300.")
    assert [line.label for line in told(found, "2").lines] == ["size", "What is left when the total is rounded"]
    assert told(case(parts=parts), "1").notes[-1] == "No exception, floor or ceiling."


def test_numbers_as_they_are_typed():
    with translation.override("sv"):
        assert [plain(Fraction(text)) for text in ("1500000", "1/2", "-2/3", "33665/32")] == [f"1{NB}500{NB}000", "0,5", "−0,666667", f"1{NB}052,03125"]


def test_what_moves_is_told_of_everyone_on_either_side():
    before, now = {"1": ("A", 5), "2": ("B", 7)}, {"2": ("B", 9), "3": ("C", 1)}
    assert [(move.name, move.before, move.now, move.difference) for move in moves(before, now)] == [("A", 5, None, -5), ("B", 7, 9, 2), ("C", None, 1, 1)]


def test_a_table_whose_cells_do_not_add_up_says_so():
    said = case()
    result = written(allocate(read_value(said)))
    assert stored(said, result).agrees
    result["shares"][0]["parts"][0] = "1"
    assert not stored(said, result).agrees
    assert nets(stored(said, result))["2"][0] == "Bo"
