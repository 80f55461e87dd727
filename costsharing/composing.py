"""One definition for a year whose budget lines have different rules. Pure.

Nothing deducted: a rule of one whole part takes its lines by name, so that it follows the budget; fractions become exact amounts of the lines' sum.
Something deducted: every part is a fraction of the whole, so that what is deducted lowers every line in proportion.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from costsharing.engine.amounts import EXACT, amount_of, amount_text, exact_of, number_text

Definition = Mapping[str, Any]
MOST_SEPARATE = 6
"""So many lines have each a column of their own; more are taken together by their rule."""
OWN_TOTAL = ("amounts", "rate", "usage")
ADJUSTED = ("exceptions", "corrections", "floor", "ceiling", "max_change")


@dataclass(frozen=True)
class RuledLine:
    """A budget line as rules name it, its cost in minor units, and the rule that it is shared by (none: no definition)."""

    name: str
    minor: int
    rule: str = ""
    definition: Definition | None = None


@dataclass(frozen=True)
class Cannot:
    """Why a line's rule has no place in a composed one: no_rule, own_total, adjusted, lines, per_month, own_payers, too_fine, nothing."""

    why: str
    name: str


def compose(lines: Sequence[RuledLine], is_deducted: bool) -> tuple[dict[str, Any], list[Cannot]]:
    """The definition, and everything that keeps it from being whole; with any of those it is not to be used."""
    lines = [line for line in lines if line.minor]
    cannot = [each for line in lines for each in hindrances(line)]
    if cannot or not lines:
        return {}, list(dict.fromkeys(cannot)) or [Cannot("nothing", "")]
    total = sum(line.minor for line in lines)
    parts = [part for group in grouped(lines) for part in parts_of(group, total if is_deducted else 0)]
    if any("fraction" in part and not EXACT.fullmatch(part["fraction"]) for part in parts):
        return {}, [Cannot("too_fine", "")]
    units = {str(line.definition.get("unit", "1")) for line in lines if line.definition}
    return {"unit": min(units, key=Fraction), "parts": parts}, []


def hindrances(line: RuledLine) -> Iterable[Cannot]:
    if line.definition is None:
        yield Cannot("no_rule", line.name)
        return
    if any(line.definition.get(name) for name in ADJUSTED):
        yield Cannot("adjusted", line.rule)
    if line.definition.get("organisations"):
        yield Cannot("own_payers", line.rule)
    for part in line.definition["parts"]:
        if part["key"] in OWN_TOTAL or any("fee" in size for size in part.get("classes", ())):
            yield Cannot("own_total", line.rule)
        if "lines" in part:
            yield Cannot("lines", line.rule)
        if part.get("per", "year") == "month":
            yield Cannot("per_month", line.rule)


def grouped(lines: Sequence[RuledLine]) -> list[list[RuledLine]]:
    if len(lines) <= MOST_SEPARATE:
        return [[line] for line in lines]
    found: dict[str, list[RuledLine]] = {}
    for line in lines:
        found.setdefault(line.rule, []).append(line)
    return list(found.values())


def parts_of(group: Sequence[RuledLine], whole: int) -> list[dict[str, Any]]:
    """``whole``: minor units of all lines when sizes are to be fractions of it, else 0."""
    definition = group[0].definition
    assert definition is not None
    own = [part for part in definition["parts"] if part["key"] == "own"]
    shared = [part for part in definition["parts"] if part["key"] != "own"]
    label = group[0].name if len(group) == 1 else group[0].rule
    plain = [{name: value for name, value in part.items() if name not in ("fraction", "amount", "lines")} for part in shared]
    labels = [label if len(shared) == 1 else f"{label}: {part['label']}" for part in shared]
    if len(shared) == 1 and not whole:
        sizes: list[dict[str, Any]] = [{"lines": [line.name for line in group]}]
    else:
        amounts = amounts_of(shared, sum(line.minor for line in group), exactly=bool(whole))
        sizes = [{"fraction": fraction_text(amount / whole)} if whole else {"amount": amount_text(int(amount))} for amount in amounts]
    return [part | {"label": label} | size for part, label, size in zip(plain, labels, sizes, strict=True)] + own


def amounts_of(parts: Sequence[Definition], total: int, exactly: bool) -> list[Fraction]:
    """Minor units of each part: fixed amounts first, fractions of what is left. Whole minor units add up to the total: the last takes the rest."""
    fixed = [Fraction(amount_of(part["amount"]) or 0) if "amount" in part else None for part in parts]
    left = total - sum((amount for amount in fixed if amount is not None), Fraction())
    found = [
        amount if amount is not None else Fraction(exact_of(str(part.get("fraction", "1"))) or 0) * left for amount, part in zip(fixed, parts, strict=True)
    ]
    if exactly:
        return found
    rounded = [Fraction(int(amount)) for amount in found]
    rounded[-1] += total - sum(rounded)
    return rounded


def fraction_text(value: Fraction) -> str:
    return number_text(value)
