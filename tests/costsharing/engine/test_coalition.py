"""The coalition against a search over every subset, and in words."""

import json
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from costsharing.engine import coalition
from costsharing.engine.allocation import allocate
from costsharing.engine.coalition import largest
from costsharing.engine.exactly import exact_shares
from costsharing.engine.faults import Refused
from costsharing.engine.offer import Offer
from costsharing.engine.reading import read
from costsharing.engine.subset import only
from tests.costsharing.engine.examples import many

CODES = ("1214", "1230", "1261", "1263", "1280", "1281")


def case_of(**fields):
    return read(json.dumps({"currency": "SEK", "unit": "1"} | fields).encode())


def amount(ore):
    return f"{ore // 100}.{ore % 100:02d}"


@st.composite
def terms(draw, codes, dear):
    """Few conditions at a time, so that many hold."""
    found = {}
    kind = draw(st.sampled_from(("none", "fee", "fee", "fee", "participants", "figure", "with", "grant")))
    if kind == "fee":
        found["fee"] = amount(draw(st.integers(0, dear)))
    if kind == "participants" or draw(st.integers(0, 5)) == 0:
        found["participants"] = draw(st.integers(0, len(codes)))
    if kind == "figure":
        found["figure"] = {"population": draw(st.integers(0, 300))}
    if kind == "with":
        found["with"] = draw(st.lists(st.sampled_from(codes), min_size=1, max_size=2))
    if kind == "grant":
        found["grant"] = draw(st.sampled_from(("won", "open")))
    return found


@st.composite
def offers(draw, falling):
    codes = CODES[: draw(st.integers(1, 6))]
    base = draw(st.integers(1, 400))
    people = []
    for code in codes:
        one = {"code": code, "figures": {"population": draw(st.integers(1, 100)), "users": draw(st.integers(0, 5))}}
        one["answer"] = draw(st.sampled_from(("yes", "yes", "yes", "yes", "no", "none")))
        one["conditions"] = draw(terms(codes, base * 60))
        people.append(one)
    half = [{"label": "equal", "key": "equal", "fraction": "1/3"}, {"label": "people", "key": "figure", "figure": "population", "fraction": "2/3"}]
    fields = {"base": str(base), "participants": people, "parts": half, "grants": {"won": "granted", "open": "sought"}}
    if not falling:
        own = {"label": "use", "key": "rate", "figure": "users", "rate": draw(st.sampled_from(("1", "0.5", "7")))}
        classes = {"label": "size", "key": "classes", "figure": "population", "classes": [{"to": 50, "fee": "2"}, {"from": 51, "fee": "9"}]}
        agreed = {"label": "agreed", "key": "amounts", "amounts": {code: str(draw(st.integers(0, 9))) for code in codes}}
        fields["parts"] = half + draw(st.lists(st.sampled_from((own, classes, agreed)), unique_by=lambda part: part["label"], max_size=2))
        limits = draw(st.sets(st.sampled_from(("floor", "ceiling", "exceptions", "corrections", "max_change"))))
        if "floor" in limits:
            fields["floor"] = draw(st.sampled_from(({"fraction": "1/10"}, {"amount": str(base // 5)})))
        if "ceiling" in limits:
            fields["ceiling"] = draw(st.sampled_from(({"fraction": "3/5"}, {"amount": str(base // 2)})))
        if "exceptions" in limits:
            fields["exceptions"] = {draw(st.sampled_from(codes)): {"amount": str(draw(st.integers(0, base)))}}
        if "corrections" in limits:
            fields["corrections"] = {draw(st.sampled_from(codes)): str(draw(st.integers(-base // 3, base // 3)))}
        if "max_change" in limits:
            fields["previous"] = {code: str(draw(st.integers(0, base))) for code in codes if draw(st.booleans())}
            fields["max_change"] = {"fraction": "1/2"}
            if not fields["previous"]:
                del fields["max_change"]
    return case_of(**fields)


def holds(case, codes):
    """Whether every condition of every one of them holds, from the words."""
    try:
        shares = exact_shares(only(case, codes))
    except Refused:
        return False
    for one in case.participants:
        if one.code not in codes or one.terms is None:
            continue
        asked = one.terms
        people = sum(other.figures["population"].value for other in case.participants if other.code in codes)
        if asked.participants is not None and len(codes) < asked.participants:
            return False
        if asked.figures and people < asked.figures["population"]:
            return False
        if not set(asked.companions) <= set(codes):
            return False
        if asked.grant is not None and case.grants[asked.grant] != "granted":
            return False
        if asked.fee is not None and shares[one.code] > asked.fee:
            return False
    return True


def slowest(case):
    """The largest set of all, the lowest codes among equals."""
    willing = sorted(one.code for one in case.participants if one.answer == "yes")
    for size in range(len(willing), 0, -1):
        for codes in combinations(willing, size):
            if holds(case, codes):
                return list(codes)
    return []


def found(case):
    offer = Offer(case)
    group, sure = largest(offer)
    return offer.codes(group), sure


@many
@given(offers(falling=True))
def test_where_fees_fall_dropping_finds_the_largest_of_all_sets(case):
    assert Offer(case).falls()
    assert found(case) == (slowest(case), True)


@many
@given(offers(falling=False))
def test_whatever_the_rule_the_search_finds_the_largest_of_all_sets(case):
    if Offer(case).fees:
        assert found(case) == (slowest(case), True)


@settings(max_examples=500, deadline=None)
@given(offers(falling=True), st.randoms(use_true_random=False))
def test_the_order_of_dropping_cannot_change_the_set(case, chance):
    offer = Offer(case)
    group = offer.everybody
    while failing := offer.unmet(group) | offer.too_dear(group):
        group &= ~chance.choice(list(offer.members(failing)))
    assert group == largest(offer)[0]


@settings(max_examples=500, deadline=None)
@given(offers(falling=False))
def test_too_many_to_search_still_gives_a_consistent_set(case):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(coalition, "DECIDED", 0)
        patch.setattr(coalition, "TRIED", 0)
        codes, sure = found(case)
    if Offer(case).fees:
        best = slowest(case)
        assert not codes or holds(case, codes)
        assert len(codes) == len(best) if sure else len(codes) <= len(best)


@settings(max_examples=500, deadline=None)
@given(offers(falling=False))
def test_exact_shares_are_those_that_are_rounded(case):
    try:
        result = allocate(case)
    except Refused:
        with pytest.raises(Refused):
            exact_shares(case)
        return
    assert exact_shares(case) == {code: result.exact(column) for column, code in enumerate(result.columns.codes)}
