"""Why one pays what it pays, the same of what is tried and of what was adopted: from a case and its written result."""

from dataclasses import dataclass

from costsharing.engine.why import explain
from costsharing.engine.writing import share, written
from costsharing.queries.tried import Tried
from costsharing.stored import Line, Stored, Written, stored
from costsharing.telling import Why, why
from costsharing.wording import rule_sentence


@dataclass(frozen=True)
class Reasons:
    """What somebody reads who asks why: the whole table, one line of it, how that came about, and the rule in words."""

    table: Stored
    line: Line
    why: Why
    rule: str


def reasons(case: Written, result: Written, code: str) -> Reasons | None:
    """Needs no engine. None for a code that has no share in it."""
    told = next((each for each in result["shares"] if each["code"] == code), None)
    if told is None:
        return None
    table = stored(case, result)
    line = table.of(code)
    assert line
    return Reasons(table, line, why(case, told, table.currency), rule_in(case))


def rule_in(case: Written) -> str:
    """In words: the case holds all that a rule says."""
    names = {one["code"]: one["name"] for one in case["participants"]}
    return rule_sentence(case, names, case["currency"])


def why_tried(found: Tried, code: str) -> Why:
    """Of a try that can be worked out. Raises KeyError for a code that is not in it."""
    assert found.result is not None
    case = found.basis.case
    return why(case, share(explain(found.result, code)), case["currency"])


def reasons_tried(found: Tried, code: str) -> Reasons | None:
    """None for a code that is not in it, and where nothing can be worked out."""
    return reasons(found.basis.case, written(found.result), code) if found.result else None
