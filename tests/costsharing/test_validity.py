"""What is wrong with a rule by itself."""

from typing import Any

from costsharing.validity import faults_of_rule


def keys(**definition: Any) -> list[tuple[str, int | None]]:
    return [(one.fault.key, one.part) for one in faults_of_rule(definition)]


EQUAL = {"label": "equal", "key": "equal", "fraction": "1"}


def test_a_rule_that_only_lacks_who_shares_is_whole() -> None:
    """Figures, participants, last year's shares and budget lines come with the year it is used in."""
    by_classes = {"key": "classes", "figure": "pupils", "classes": [{"from": 500, "weight": 1}, {"to": 499, "weight": 2}], "fraction": "1/2"}
    parts = [{"key": "figure", "figure": "population", "fraction": "1/2"}, by_classes, {"key": "equal", "lines": ["Courses"]}]
    assert keys(parts=parts, max_change={"fraction": "0.1"}, floor={"amount": "5"}, exceptions={"1438": {"amount": "100"}}, remainder="1438") == []
    assert keys(parts=[{"key": "equal", "amount": "500"}]) == []
    assert keys(parts=[{"key": "usage", "price": "4800", "quantities": {}}]) == []


def test_faults_of_shape_say_which_part() -> None:
    assert keys(parts=[EQUAL, {"key": "figure", "fraction": "x"}]) == [("one_of", 1), ("not_exact", 1)]
    assert keys(parts=[EQUAL], floor={"amount": "x"}) == [("not_an_amount", None)]
    assert keys(parts="x") == [("not_a_list", None)]
    assert keys(parts=[EQUAL, 3]) == [("not_an_object", 1)]


def test_each_part_is_tried_alone_so_that_all_faults_are_named_at_once() -> None:
    percent = {"key": "percent", "fraction": "1/2", "percent": {"1280": "50", "1281": "49.99"}}
    classes = {"key": "classes", "figure": "population", "classes": [{"to": 10, "fee": "1"}, {"from": 10, "to": 20, "fee": "2"}, {"from": 30, "fee": "3"}]}
    assert keys(parts=[percent, classes, {"key": "equal", "fraction": "1/2"}, {"key": "equal"}]) == [
        ("percent_sum", 0),
        ("class_overlap", 1),
        ("class_hole", 1),
        ("size_missing", 3),
    ]


def test_fractions_add_to_one() -> None:
    assert keys(parts=[{"key": "equal", "fraction": "0.3"}, {"key": "equal", "fraction": "0.69"}]) == [("fraction_sum", None)]
    assert keys(parts=[]) == [("no_parts", None)]
    assert keys() == [("no_parts", None)]


def test_a_line_is_split_once() -> None:
    assert keys(parts=[{"key": "equal", "lines": ["a"], "label": "x"}, {"key": "equal", "lines": ["a"], "label": "y"}]) == [("line_twice", None)]
