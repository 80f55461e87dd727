"""Answers and conditions in words: who joins, and what is told about those who do not."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from costsharing.engine.allocation import allocate
from costsharing.engine.coalition import join
from costsharing.engine.faults import Refused
from costsharing.engine.joining import coalition_written
from costsharing.engine.reading import read
from costsharing.engine.subset import only
from costsharing.engine.writing import written

DOCS = Path(settings.BASE_DIR) / "docs"
HALVES = [{"label": "equal", "key": "equal", "fraction": "1/2"}, {"label": "people", "key": "figure", "figure": "population", "fraction": "1/2"}]
EQUAL = [{"label": "equal", "key": "equal", "fraction": "1"}]


def asked(code, people=100, answer="yes", **conditions):
    return {"code": code, "figures": {"population": people}, "answer": answer, "conditions": conditions}


def case_of(*participants, **fields):
    return read(json.dumps({"currency": "SEK", "unit": "1", "base": "400", "participants": participants, "parts": HALVES} | fields).encode())


def told(case):
    found = coalition_written(join(case))
    validator().validate(found)
    return found


def validator():
    schemas = {name: json.loads((DOCS / name).read_text()) for name in ("case-1.schema.json", "coalition-1.schema.json")}
    registry = Registry().with_resources([(name, Resource.from_contents(schema)) for name, schema in schemas.items()])
    return Draft202012Validator(schemas["coalition-1.schema.json"], registry=registry)


def test_only_a_yes_counts_and_the_shares_are_those_of_who_joins():
    case = case_of(asked("1"), asked("2"), asked("3", answer="no"), asked("4", answer="none"))
    found = told(case)
    assert found == {"joins": ["1", "2"], "starts": True, "exhaustive": True, "left_out": []} | written(allocate(only(case, {"1", "2"})))
    assert [share["amount"] for share in found["shares"]] == ["200", "200"]


def test_one_who_drops_makes_others_drop():
    """With three each pays 133.33; the first wants at most 100, then each of two pays 200, which is too much for the second."""
    found = told(case_of(asked("1", fee="100"), asked("2", fee="150"), asked("3")))
    assert (found["joins"], found["exhaustive"]) == (["3"], True)
    assert found["left_out"] == [
        {"code": "1", "failed": [{"condition": "fee", "short_by": "100", "needs": "100", "has": "200/1"}]},
        {"code": "2", "failed": [{"condition": "fee", "short_by": "50", "needs": "150", "has": "200/1"}]},
    ]


def test_a_fee_is_held_against_the_exact_share():
    """400 / 3 is above 133.33 by a third of an öre, which is told as a whole one."""
    found = told(case_of(asked("1", fee="133.33"), asked("2"), asked("3")))
    assert found["joins"] == ["2", "3"]
    exact = told(case_of(asked("1", fee="133.33"), asked("2"), asked("3"), asked("4", answer="no")))["left_out"][0]["failed"]
    assert exact == [{"condition": "fee", "short_by": "0.01", "needs": "133.33", "has": "400/3"}]


def test_each_condition_tells_by_how_much_it_is_missed():
    case = case_of(
        asked("1"),
        asked("2", participants=5),
        asked("3", figure={"population": 1000}),
        asked("4", **{"with": ["9", "1"]}),
        asked("5", grant="state"),
        asked("9", answer="no"),
        grants={"state": "sought"},
    )
    assert told(case)["left_out"] == [
        {"code": "2", "failed": [{"condition": "participants", "short_by": 3, "needs": 5, "has": 2}]},
        {"code": "3", "failed": [{"condition": "figure", "short_by": 800, "needs": 1000, "has": 200, "name": "population"}]},
        {"code": "4", "failed": [{"condition": "with", "short_by": 1, "needs": 2, "has": 1, "codes": ["9"]}]},
        {"code": "5", "failed": [{"condition": "grant", "short_by": 1, "needs": "granted", "has": "sought", "name": "state"}]},
    ]


def test_two_who_want_each_other_join_together():
    case = case_of(asked("1", **{"with": ["2"]}), asked("2", **{"with": ["1"]}), asked("3", participants=3))
    assert told(case)["joins"] == ["1", "2", "3"]


def test_conditions_combine_with_and():
    case = case_of(asked("1", participants=2, grant="state"), asked("2"), grants={"state": "granted"})
    assert told(case)["joins"] == ["1", "2"]
    case = case_of(asked("1", participants=3, grant="state"), asked("2"), grants={"state": "refused"})
    assert [failed["condition"] for failed in told(case)["left_out"][0]["failed"]] == ["participants", "grant"]


def test_the_start_may_need_participants_people_and_money():
    threshold = {"participants": 3, "figure": {"population": 250}, "fee": "500"}
    found = told(case_of(asked("1"), asked("2"), threshold=threshold))
    assert (found["joins"], found["starts"]) == (["1", "2"], False)
    assert found["threshold"] == [
        {"condition": "participants", "short_by": 1, "needs": 3, "has": 2},
        {"condition": "figure", "short_by": 50, "needs": 250, "has": 200, "name": "population"},
        {"condition": "covered", "short_by": "100", "needs": "500", "has": "400/1"},
    ]
    assert told(case_of(asked("1"), asked("2"), threshold={"participants": 2, "fee": "400"}))["starts"] is True


def test_nobody_joins_and_nothing_starts():
    assert told(case_of(asked("1", answer="no"))) == {"joins": [], "starts": False, "exhaustive": True, "left_out": [], "shares": []}


def test_one_is_left_out_for_the_sake_of_others():
    """With a correction of +300 for the third the other two pay less; with -300 for the fourth they pay too much, and it is the one who has to stay out."""
    case = case_of(asked("1", fee="150"), asked("2", fee="150"), asked("3"), asked("4"), corrections={"4": "-300"}, parts=EQUAL)
    found = told(case)
    assert (found["joins"], found["exhaustive"]) == (["1", "2", "3"], True)
    assert found["left_out"] == [{"code": "4", "failed": [{"condition": "others", "short_by": 2, "codes": ["1", "2"]}]}]


def test_of_two_equally_large_sets_the_lower_codes_join():
    """The third and the fourth bring a correction that the others carry: with one of them a share is 233.33, with both 250."""
    case = case_of(asked("1", fee="240"), asked("2", fee="240"), asked("3"), asked("4"), corrections={"3": "-300", "4": "-300"}, parts=EQUAL)
    assert told(case)["joins"] == ["1", "2", "3"]


def test_of_many_the_largest_sets_are_tried_first():
    people = [asked(f"{number:02}", fee="40") for number in range(20)]
    found = told(case_of(*people, asked("90"), asked("91"), corrections={"90": "-300", "91": "-300"}, parts=EQUAL))
    assert (len(found["joins"]), found["joins"][-1], found["exhaustive"]) == (21, "90", True)


def test_too_many_to_search_is_marked():
    """Any seven of fourteen corrections would do; that is more than is tried."""
    people = [asked(f"{number:02}", fee="90") for number in range(14)]
    guests = [asked(f"{number}") for number in range(50, 64)]
    case = case_of(*people, *guests, corrections={one["code"]: "-200" for one in guests}, parts=EQUAL)
    found = told(case)
    assert (found["joins"], found["exhaustive"]) == ([one["code"] for one in guests], False)


@pytest.mark.parametrize(
    ("participants", "fields", "line"),
    [
        ([asked("1", **{"with": ["7"]})], {}, "participant 1: with names 7, who takes no part; add that participant or take the entry away."),
        ([asked("1", grant="state")], {}, "participant 1: the grant state is unknown; add it under grants."),
        ([asked("1", figure={"pupils": 3})], {}, "participant 1: has no pupils; enter the figure with its source and date."),
        ([asked("1")], {"threshold": {"grant": "state"}}, "The grant state is unknown; add it under grants."),
        ([{"code": "1", "answer": "yes"}], {}, "participant 1, part people: has no population; enter the figure with its source and date."),
    ],
)
def test_what_a_condition_names_must_be_known(participants, fields, line):
    with pytest.raises(Refused) as refused:
        join(case_of(*participants, **fields))
    assert refused.value.line == line


def test_a_rule_that_fits_only_all_who_are_asked_says_so():
    percent = [{"label": "agreed", "key": "percent", "fraction": "1", "percent": {"1": "60", "2": "40"}}]
    with pytest.raises(Refused) as refused:
        join(case_of(asked("1", fee="400"), asked("2", answer="no"), parts=percent))
    assert "the percentages add to 60" in refused.value.line
