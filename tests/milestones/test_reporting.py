"""What a status report begins with, what it lacks, and how it has changed."""

import pytest

from milestones.reporting import Change, Signs, Subject, begun, change, lacking, suggested

ALL_GOOD = dict.fromkeys(Subject, "good")


@pytest.mark.parametrize(
    ("signs", "wanted"),
    [
        (Signs(), {}),
        (Signs(late=0, gap=False, high=0, medium=0), {Subject.TIME: "good", Subject.COST: "good", Subject.RISK: "good"}),
        (Signs(late=30, gap=True, high=0, medium=2), {Subject.TIME: "watch", Subject.COST: "watch", Subject.RISK: "watch"}),
        (Signs(late=31, high=1, medium=5), {Subject.TIME: "bad", Subject.RISK: "bad"}),
        (Signs(budget=100, forecast=100), {}),
        (Signs(gap=False, budget=100, forecast=110), {Subject.COST: "watch"}),
        (Signs(gap=False, budget=100, forecast=111), {Subject.COST: "bad"}),
    ],
)
def test_the_program_says_only_what_it_knows(signs, wanted):
    assert suggested(signs) == wanted


def test_a_report_begins_as_last_time_or_worse():
    found = begun({Subject.TIME: "good", Subject.COST: "bad", Subject.SCOPE: "watch"}, {Subject.TIME: "watch", Subject.COST: "good", Subject.RISK: "good"})
    assert found == {"time": "watch", "cost": "bad", "quality": "", "risk": "good", "scope": "watch", "benefit": ""}


def test_a_light_that_is_not_green_says_why():
    assert lacking("on_track", ALL_GOOD, {}) == []
    assert lacking("", {}, {}) == ["status", "time", "cost", "quality", "risk", "scope", "benefit"]
    assert lacking("watch", ALL_GOOD | {Subject.COST: "bad", Subject.RISK: "watch"}, {Subject.COST: " ", Subject.RISK: "Ja"}) == ["cost_comment"]
    assert lacking("on_track", ALL_GOOD, {}, costs_more=True) == ["cost_comment"]
    assert lacking("on_track", ALL_GOOD, {Subject.COST: "Dyrere"}, costs_more=True) == []


def test_how_a_light_has_changed():
    assert [change(*each) for each in (("", "good"), ("good", "good"), ("good", "bad"), ("bad", "watch"))] == [
        Change.FIRST, Change.SAME, Change.WORSE, Change.BETTER,
    ]  # fmt: skip
