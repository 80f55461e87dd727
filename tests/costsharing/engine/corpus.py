"""Cases in the case format, good and bad: what the reader and the published schema must agree on."""

from copy import deepcopy
from typing import Any

Json = Any
SKANE: Json = {
    "currency": "SEK",
    "unit": "1",
    "base": "3000000",
    "period": {"from": "2016-01", "to": "2016-12"},
    "participants": [
        {"code": "1280", "name": "Malmö", "figures": {"population": 318107, "employees": "25000", "road": 12.5}},
        {"code": "1214", "name": "Svalöv", "figures": {"population": {"value": 13460, "source": "SCB", "date": "2014-12-31"}, "employees": 900, "road": "1/3"}},
    ],
    "parts": [
        {"label": "equal half", "key": "equal", "fraction": "1/2"},
        {"label": "by population", "key": "figure", "figure": "population", "fraction": "0.5"},
    ],
}


def changed(**fields: Json) -> Json:
    """SKANE with other fields; None takes one away."""
    return {name: value for name, value in (deepcopy(SKANE) | fields).items() if value is not None}


def with_part(**part: Json) -> Json:
    return changed(parts=[*SKANE["parts"], {"label": "extra", **part}])


def with_participant(**fields: Json) -> Json:
    return changed(participants=[SKANE["participants"][0] | fields, SKANE["participants"][1]])


BOTH = {"1280": "100", "1214": "0.05"}
GOOD: dict[str, Json] = {
    "as in the specification": SKANE,
    "no labels, no names": changed(participants=[{"code": "1"}], parts=[{"key": "equal", "fraction": "1"}]),
    "no base": changed(base=None, parts=[{"key": "equal", "amount": "100"}]),
    "a credit": changed(base="-3000000.05"),
    "weighted figures": with_part(
        key="figure", figures=[{"name": "population", "per": 1000, "decimals": 2}, {"name": "road", "per": "1/3"}], decimals=6, amount="10"
    ),
    "percentages": with_part(key="percent", percent={"1280": "99.99", "1214": "0.01"}, amount="10"),
    "agreed amounts": with_part(key="amounts", amounts=BOTH, reason="from the old budgets"),
    "classes with weights": with_part(key="classes", figure="population", classes=[{"to": 20000, "weight": 1}, {"from": 20001, "weight": "5/2"}], amount="10"),
    "classes with fees": with_part(key="classes", figure="population", classes=[{"to": 20000, "fee": "1"}, {"from": 20001, "fee": "5"}], per="once"),
    "a rate": with_part(key="rate", figure="population", rate="0.8080", count_cap=100000),
    "a rate with a largest amount": with_part(key="rate", figure="population", rate="0.8080", amount_cap="80800"),
    "brackets": with_part(key="rate", figure="population", brackets=[{"to": 150000, "rate": "1"}, {"rate": "0.5"}]),
    "usage": with_part(key="usage", price="4.80", quantities={"1280": 90, "1214": 2.5}, per="month"),
    "a payer": changed(
        organisations=[{"code": "SK", "name": "Skånes Kommuner"}], parts=[*SKANE["parts"], {"key": "payer", "payer": "SK", "amount": "5", "currency": "SEK"}]
    ),
    "own costs": with_part(key="own", own={"1280": "240000"}),
    "budget lines": changed(lines=[{"name": "training", "amount": "1000"}], parts=[*SKANE["parts"], {"key": "equal", "lines": ["training"]}]),
    "everything at the top": changed(
        deduct=[{"label": "state", "amount": "100000", "currency": "SEK"}],
        grants={"state": "granted", "region": "sought"},
        exceptions={"1214": {"amount": "50000", "reference": "§ 12"}},
        corrections={"1280": "-12.50"},
        floor={"amount": "100"},
        ceiling={"fraction": "99/100"},
        previous={"1280": "2800000"},
        max_change={"fraction": "0.5"},
        remainder="1214",
        reimbursements={"1280": {"hours": 250.5, "rate": "412.3456"}},
        threshold={"participants": 1, "figure": {"population": 5}, "fee": "5"},
    ),
    "answers": with_participant(
        answer="yes", conditions={"participants": 20, "figure": {"population": 500000}, "fee": "110000", "with": ["1214"], "grant": "x"}
    ),
    "months": with_participant(**{"from": "2016-04", "to": "2016-12"}),
}
SHAPE: dict[str, Json] = {
    "a list": [],
    "a number": 3,
    "nothing": {},
    "no currency": changed(currency=None),
    "a foreign currency": changed(currency="USD"),
    "an unknown unit": changed(unit="5"),
    "a unit as number": changed(unit=1),
    "a base as number": changed(base=3000000),
    "a base with spaces": changed(base="3 000 000"),
    "a base finer than the minor unit": changed(base="0.005"),
    "an unknown field": changed(basis="1"),
    "an unknown field of a participant": with_participant(names="Malmö"),
    "an unknown field of a part": with_part(key="equal", amount="1", figure="population"),
    "a field of another key": with_part(key="usage", price="1", quantities={"1280": 1, "1214": 1}, rate="1"),
    "no parts": changed(parts=None),
    "parts as object": changed(parts={}),
    "an unknown key": with_part(key="equally", amount="1"),
    "no key": with_part(amount="1"),
    "two sizes": with_part(key="equal", amount="1", fraction="1/2"),
    "a fraction of nothing": with_part(key="equal", fraction="1/0"),
    "a fraction as number": with_part(key="equal", fraction=0.5),
    "figure and figures": with_part(key="figure", figure="population", figures=[{"name": "population"}], amount="1"),
    "neither figure nor figures": with_part(key="figure", amount="1"),
    "no figures": with_part(key="figure", figures=[], amount="1"),
    "a figure per nothing": with_part(key="figure", figures=[{"name": "population", "per": 0}], amount="1"),
    "too many decimals": with_part(key="figure", figure="population", decimals=10, amount="1"),
    "decimals as text": with_part(key="figure", figure="population", decimals="2", amount="1"),
    "fee and weight": with_part(key="classes", figure="population", classes=[{"fee": "1", "weight": 1}]),
    "neither fee nor weight": with_part(key="classes", figure="population", classes=[{}]),
    "no classes": with_part(key="classes", figure="population", classes=[]),
    "a weight below 0": with_part(key="classes", figure="population", classes=[{"weight": -1}], amount="1"),
    "rate and brackets": with_part(key="rate", figure="population", rate="1", brackets=[{"rate": "1"}]),
    "two caps": with_part(key="rate", figure="population", rate="1", count_cap=1, amount_cap="1"),
    "brackets with a cap": with_part(key="rate", figure="population", brackets=[{"rate": "1"}], count_cap=1),
    "no brackets": with_part(key="rate", figure="population", brackets=[]),
    "no rate": with_part(key="rate", figure="population"),
    "a quantity below 0": with_part(key="usage", price="1", quantities={"1280": -1, "1214": 1}),
    "an empty code": with_participant(code=""),
    "a code as number": with_participant(code=1280),
    "a long name": with_participant(name="x" * 201),
    "a blank name": with_participant(name=" "),
    "a month without a hyphen": with_participant(**{"from": "201604"}),
    "a thirteenth month": with_participant(to="2016-13"),
    "a figure as truth": with_participant(figures={"population": True}),
    "a figure as nothing": with_participant(figures={"population": None}),
    "a figure without a value": with_participant(figures={"population": {"source": "SCB"}}),
    "a figure too large": with_participant(figures={"population": 10**15}),
    "figures as list": with_participant(figures=[]),
    "an unknown answer": with_participant(answer="perhaps"),
    "an unknown condition": with_participant(conditions={"mood": "good"}),
    "half a participant": with_participant(conditions={"participants": 2.5}),
    "a period without end": changed(period={"from": "2016-01"}),
    "a floor with two": changed(floor={"amount": "1", "fraction": "1/2"}),
    "a floor of nothing": changed(floor={}),
    "a floor as text": changed(floor="100"),
    "a change below 0": changed(max_change={"fraction": "-1/2"}),
    "an unknown state of a grant": changed(grants={"state": "maybe"}),
    "a deduction without label": changed(deduct=[{"amount": "1"}]),
    "an exception as amount": changed(exceptions={"1280": "1"}),
    "hours below 0": changed(reimbursements={"1280": {"hours": -1, "rate": "1"}}),
    "an empty name of a figure": with_participant(figures={"": 1}),
    "a base of null": {**SKANE, "base": None},
}
MEANING: dict[str, tuple[Json, str]] = {
    "an unknown remainder": (changed(remainder="9999"), "remainder names 9999, who takes no part; add that participant or take the entry away."),
    "participants twice": (changed(participants=[SKANE["participants"][0]] * 2), "The code 1280 stands twice; keep one."),
    "nobody": (changed(participants=[]), "There is no participant; name at least one."),
    "no part": (changed(parts=[]), "The rule has no part; write at least one."),
    "mixed currencies": (with_part(key="equal", amount="1", currency="NOK"), "parts[2] is in NOK, the case in SEK; exchange it at a stated rate first."),
    "a period backwards": (changed(period={"from": "2016-12", "to": "2016-01"}), "period ends before it begins; swap the two."),
    "a participant backwards": (
        with_participant(**{"from": "2016-12", "to": "2016-01"}),
        "participants[0].to ends before it begins; swap the two.",
    ),
    "a participant outside": (
        with_participant(**{"from": "2017-01"}),
        "participant 1280 Malmö: takes no part in any month of the period; correct from and to, or leave it out.",
    ),
    "months without a period": (
        changed(period=None, participants=[SKANE["participants"][0] | {"from": "2016-04"}, SKANE["participants"][1]]),
        "The case needs a period with from and to, since months count here.",
    ),
    "a part per month without a period": (
        changed(period=None, parts=[*SKANE["parts"], {"key": "equal", "amount": "1", "per": "month"}]),
        "The case needs a period with from and to, since months count here.",
    ),
    "a missing figure": (
        with_part(key="figure", figure="pupils", amount="1"),
        "participant 1214 Svalöv, part extra: has no pupils; enter the figure with its source and date. (1 more fault)",
    ),
    "a figure below 0": (
        with_participant(figures={"population": -5}),
        "participant 1280 Malmö, part by population: has population -5, below 0; correct it.",
    ),
    "percentages adding to 99.99": (
        with_part(key="percent", percent={"1280": "90", "1214": "9.99"}, amount="1"),
        "part extra: the percentages add to 99.99, which is 0.01 too low; they must add to 100.",
    ),
    "a missing percentage": (
        with_part(key="percent", percent={"1280": "100"}, amount="1"),
        "participant 1214 Svalöv, part extra: has no percentage; enter it (0 if it pays nothing).",
    ),
    "a percentage below 0": (
        with_part(key="percent", percent={"1280": "101", "1214": "-1"}, amount="1"),
        "participant 1214 Svalöv, part extra: has the percentage -1, below 0; correct it.",
    ),
    "a percentage of a stranger": (
        with_part(key="percent", percent={"1280": "50", "1214": "50", "9999": "0"}, amount="1"),
        "part extra: percent names 9999, who takes no part; add that participant or take the entry away.",
    ),
    "a missing amount": (
        with_part(key="amounts", amounts={"1280": "1"}),
        "participant 1214 Svalöv, part extra: has no agreed amount; enter it (0 if it pays nothing).",
    ),
    "amounts of both signs": (
        with_part(key="amounts", amounts={"1280": "100", "1214": "-1"}),
        "participant 1214 Svalöv, part extra: is -1 while the whole is 99; what goes the other way belongs under deduct or corrections.",
    ),
    "a missing quantity": (
        with_part(key="usage", price="1", quantities={"1280": 1}),
        "participant 1214 Svalöv, part extra: has no quantity; enter it (0 if it uses nothing).",
    ),
    "overlapping classes": (
        with_part(key="classes", figure="population", classes=[{"to": 20000, "fee": "1"}, {"from": 20000, "fee": "2"}]),
        "part extra: the classes 1 and 2 both hold 20000; move a limit.",
    ),
    "a hole between classes": (
        with_part(key="classes", figure="population", classes=[{"to": 19999, "fee": "1"}, {"from": 25000, "fee": "2"}]),
        "part extra: no class holds 20000 to 24999; move a limit.",
    ),
    "a hole of one between classes": (
        with_part(key="classes", figure="population", classes=[{"to": 19999, "fee": "1"}, {"from": 20001, "fee": "2"}]),
        "part extra: no class holds 20000 to 20000; move a limit.",
    ),
    "nobody's class": (
        with_part(key="classes", figure="population", classes=[{"from": 5000, "to": 19999, "fee": "1"}]),
        "participant 1280 Malmö, part extra: has population 318107, which no class holds; add a class.",
    ),
    "classes with fees and weights": (
        with_part(key="classes", figure="population", classes=[{"to": 5, "fee": "1"}, {"from": 6, "weight": 1}]),
        "part extra: some classes have fees and some weights; choose one of the two.",
    ),
    "a class backwards": (
        with_part(key="classes", figure="population", classes=[{"from": 9, "to": 5, "fee": "1"}]),
        "part extra: class 1 goes from 9 down to 5; swap the limits.",
    ),
    "brackets out of order": (
        with_part(key="rate", figure="population", brackets=[{"to": 9, "rate": "1"}, {"to": 9, "rate": "2"}, {"rate": "1"}]),
        "part extra: bracket 2 does not end above the one before it; put the limits in order.",
    ),
    "no last bracket": (
        with_part(key="rate", figure="population", brackets=[{"to": 9, "rate": "1"}]),
        "part extra: the last bracket has no limit, all others have one; correct bracket 1.",
    ),
    "a cap of another sign": (
        with_part(key="rate", figure="population", rate="1", amount_cap="-1"),
        "part extra: the cap -1 has another sign than the price; correct it.",
    ),
    "no size": (with_part(key="equal"), "part extra: needs a size: fraction, amount or lines."),
    "a size too many": (
        with_part(key="own", own={}, amount="1"),
        "part extra: makes its own total; take fraction, amount and lines away.",
    ),
    "fractions adding to 5/6": (
        changed(parts=[{"label": "a", "key": "equal", "fraction": "1/2"}, {"label": "b", "key": "equal", "fraction": "1/3"}]),
        "The fractions add to 5/6, which is 1/6 too low; they must add to 1.",
    ),
    "a fraction below 0": (with_part(key="equal", fraction="-1/2"), "part extra: the fraction -0.5 is below 0; correct it."),
    "a fraction without a base": (
        changed(base=None, parts=[{"label": "a", "key": "equal", "fraction": "1"}]),
        "part a: a fraction needs a base; give the base or an amount.",
    ),
    "a fraction per month": (
        changed(parts=[{"label": "a", "key": "equal", "fraction": "1", "per": "month"}]),
        "part a: a fraction of the base cannot be per month; write an amount.",
    ),
    "deductions without a base": (
        changed(base=None, deduct=[{"label": "x", "amount": "1"}], parts=[{"key": "equal", "amount": "1"}]),
        "There is no base to deduct from; give the base.",
    ),
    "a refused grant that is deducted": (
        changed(grants={"state": "refused"}, deduct=[{"label": "state", "amount": "1"}]),
        "state was refused but is still deducted; take it away under deduct.",
    ),
    "parts that do not cover the base": (
        changed(parts=[{"label": "a", "key": "equal", "amount": "2999999.50"}]),
        "The parts add to 2999999.50, the base to be split is 3000000: 0.50 too low; add a part with a fraction or correct an amount.",
    ),
    "parts above the base": (
        with_part(key="equal", amount="3000001"),
        "Parts and corrections take 3000001 of the base 3000000 before the fractions; lower them or raise the base.",
    ),
    "parts above a base of nothing": (
        changed(base="0", parts=[*SKANE["parts"], {"label": "extra", "key": "equal", "amount": "1"}]),
        "Parts and corrections take 1 of the base 0 before the fractions; lower them or raise the base.",
    ),
    "a part of another sign": (
        with_part(key="equal", amount="-1"),
        "part extra: is -1 while the whole is 3000000; what goes the other way belongs under deduct or corrections.",
    ),
    "an unknown payer": (
        with_part(key="payer", payer="SK", amount="1"),
        "part extra: SK is to pay but is neither participant nor organisation; add it under organisations.",
    ),
    "an unknown line": (
        with_part(key="equal", lines=["training"]),
        "part extra: there is no budget line training; add it under lines or correct the name.",
    ),
    "a line in two parts": (
        changed(
            lines=[{"name": "x", "amount": "1"}],
            parts=[*SKANE["parts"], {"label": "a", "key": "equal", "lines": ["x"]}, {"label": "b", "key": "equal", "lines": ["x"]}],
        ),
        "part b: the budget line x is already in the part a; a line is split once.",
    ),
    "a line in no part": (
        changed(base=None, lines=[{"name": "x", "amount": "1"}], parts=[{"key": "equal", "amount": "1"}]),
        "The budget line x is in no part, so nobody would pay it; add it to a part or take it away.",
    ),
    "two lines of one name": (
        changed(lines=[{"name": "x", "amount": "1"}, {"name": "x", "amount": "2"}]),
        "lines: the name x stands twice; keep one.",
    ),
    "nobody weighs anything": (
        changed(participants=[{"code": "1", "figures": {"population": 0}}]),
        "part by population: nobody has a weight, so nothing can be split; correct the figures or choose another key.",
    ),
    "a change against nothing": (
        changed(max_change={"fraction": "1/10"}),
        "A largest change needs the shares of last year; enter them under previous.",
    ),
    "a correction for a stranger": (
        changed(corrections={"9999": "1"}),
        "corrections names 9999, who takes no part; add that participant or take the entry away.",
    ),
}
READER_ONLY = {"mixed currencies", "a period backwards", "a participant backwards"}  # faults of shape that a schema cannot tell
