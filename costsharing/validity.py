"""What is wrong with a rule by itself, whoever will share by it: the engine reads and splits it for participants that stand for any."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from costsharing.engine.allocation import allocate
from costsharing.engine.faults import CaseFault, Refused
from costsharing.engine.reading import read_value

Definition = Mapping[str, Any]
BASE = "1000000000000"
OF_A_PART = frozenset(
    {
        *("percent_sum", "negative_percent"),
        *("class_backwards", "class_mixed", "class_overlap", "class_hole", "negative_weight", "brackets_order", "last_bracket", "cap_sign"),
        *("size_missing", "size_not_allowed", "at_most_one_of", "fraction_per_month", "negative_fraction"),
    }
)
OF_THE_WHOLE = frozenset({"no_parts", "fraction_sum", "line_twice", "code_twice", "not_a_choice"})
"""Faults that no figure and no participant can mend. All others depend on who shares, in which year."""
ADJUSTED = ("exceptions", "corrections", "floor", "ceiling", "max_change", "remainder")
BY_CODE = ("percent", "amounts", "quantities", "own")


@dataclass(frozen=True)
class RuleFault:
    """part: its place, from 0; None when the whole rule is to blame."""

    fault: CaseFault
    part: int | None = None


def faults_of_rule(definition: Definition) -> list[RuleFault]:
    """Faults of shape first; what the rule means is asked only when it can be read."""
    try:
        read_value(case_of(definition, definition.get("parts", []), with_adjustments=True))
    except Refused as refused:
        return [RuleFault(fault, place_of(fault)) for fault in refused.faults]
    parts = definition.get("parts", [])
    alone = [RuleFault(fault, number) for number, part in enumerate(parts) for fault in faults_in(definition, [part], OF_A_PART)]
    return alone + [RuleFault(fault) for fault in faults_in(definition, parts, OF_THE_WHOLE)]


def faults_in(definition: Definition, parts: list[Any], wanted: frozenset[str]) -> Iterator[CaseFault]:
    try:
        allocate(read_value(case_of(definition, parts)))
    except Refused as refused:
        yield from (fault for fault in refused.faults if fault.key in wanted)


def place_of(fault: CaseFault) -> int | None:
    """ "parts[2].fraction" → 2"""
    place = str(fault.params.get("place", ""))
    number = place.removeprefix("parts[").partition("]")[0]
    return int(number) if place.startswith("parts[") and number.isdigit() else None


def case_of(definition: Definition, parts: Any, with_adjustments: bool = False) -> dict[str, Any]:
    """The rule on participants that it names, or on one that stands for any, each with 1 of every figure."""
    readable = [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
    outside = {one["code"] for one in definition.get("organisations", ()) if isinstance(one, dict) and isinstance(one.get("code"), str)}
    named = {code for part in readable for field in BY_CODE if isinstance(part.get(field), dict) for code in part[field]} - outside
    figures = {str(name): 1 for part in readable for name in figures_in(part)}
    lines = sorted({name for part in readable if isinstance(part.get("lines"), list) for name in part["lines"] if isinstance(name, str)})
    case: dict[str, Any] = {
        "currency": "SEK",
        "unit": definition.get("unit", "1"),
        "base": BASE,
        "period": {"from": "2001-01", "to": "2001-12"},
        "organisations": definition.get("organisations", []),
        "participants": [{"code": code, "figures": figures} for code in sorted(named) or ["1"]],
        "parts": parts,
        "lines": [{"name": name, "amount": "1"} for name in lines],
    }
    return case | ({name: definition[name] for name in ADJUSTED if name in definition} if with_adjustments else {})


def figures_in(part: Mapping[str, Any]) -> Iterator[str]:
    if isinstance(part.get("figure"), str) and part["figure"].strip():
        yield part["figure"]
    if isinstance(part.get("figures"), list):
        yield from (each["name"] for each in part["figures"] if isinstance(each, dict) and isinstance(each.get("name"), str) and each["name"].strip())
