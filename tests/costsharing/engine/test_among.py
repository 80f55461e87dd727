"""A share among some is the share that the same case gives when it is split for those alone."""

from typing import Any

import pytest

from costsharing.engine.among import Among
from costsharing.engine.exactly import exact_shares
from costsharing.engine.reading import read_value
from costsharing.engine.subset import only

PEOPLE = [
    {"code": code, "name": code, "figures": {"population": {"value": value, "source": "x", "date": "2015-01-01"}}}
    for code, value in (("01", 1000), ("02", 2671), ("03", 3), ("04", 99_999))
]
HALVES = [{"label": "a", "key": "equal", "fraction": "1/2"}, {"label": "b", "key": "figure", "figure": "population", "fraction": "1/2"}]
FIXED = [{"label": "a", "key": "figure", "figure": "population", "amount": "100"}, {"label": "b", "key": "equal", "fraction": "1"}]


def case(**fields: Any) -> Any:
    return read_value({"currency": "SEK", "unit": "1", "base": "1000", "participants": PEOPLE, "parts": HALVES} | fields)


@pytest.mark.parametrize(
    ("fields", "is_quick"),
    [
        ({}, True),
        ({"parts": FIXED}, True),
        ({"base": "-1000"}, True),
        ({"period": {"from": "2016-01", "to": "2016-12"}, "participants": [PEOPLE[0] | {"from": "2016-07"}, *PEOPLE[1:]]}, True),
        ({"floor": {"amount": "50"}}, False),
        ({"corrections": {"02": "-30"}}, False),
    ],
)
def test_each_share_in_each_group(fields, is_quick):
    asked = case(**fields)
    among = Among(asked)
    assert among.is_quick is is_quick
    for number in range(1, 16):
        group = frozenset(one["code"] for place, one in enumerate(PEOPLE) if number >> place & 1)
        for code in ("01", "02", "03", "04"):
            assert among.share(code, group) == exact_shares(only(asked, group | {code}))[code]


def test_whom_the_case_does_not_know_has_no_share():
    assert [Among(case(**fields)).share("99", frozenset({"01"})) for fields in ({}, {"floor": {"amount": "50"}})] == [None, None]


def test_a_rule_that_fits_nobody_gives_no_shares():
    among = Among(case(parts=[{"label": "a", "key": "figure", "figure": "pupils", "fraction": "1"}]))
    assert (among.is_quick, among.share("01", frozenset({"02"}))) == (False, None)


def test_who_weighs_nothing_alone_has_no_share():
    nobody = {"code": "05", "name": "05", "figures": {"population": {"value": 0, "source": "x", "date": "2015-01-01"}}}
    among = Among(case(participants=[*PEOPLE, nobody]))
    assert (among.is_quick, among.share("05", frozenset()), among.share("05", frozenset({"01"}))) == (True, None, 250_00)
