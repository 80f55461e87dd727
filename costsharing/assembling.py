"""A case of the case format, put together from a rule's definition and what it is to share. The rule names figures; their values come from outside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from costsharing.engine.amounts import amount_of, amount_text, month_text, number_text

Definition = Mapping[str, Any]
OF_A_RULE = frozenset(
    {"unit", "parts", "organisations", "exceptions", "corrections", "floor", "ceiling", "max_change", "remainder"},
)
"""The fields of the case format that a rule's definition may hold; the rest is what it is used on."""


@dataclass(frozen=True)
class Value:
    """A key figure with what is needed to answer why: its row, day (ISO) and source."""

    value: int
    date: str
    source: str
    row: int


@dataclass(frozen=True)
class Party:
    """first and last: months of the year (1–12) in which it takes part."""

    code: str
    name: str
    figures: Mapping[str, Value] = field(default_factory=dict)
    first: int = 1
    last: int = 12


@dataclass(frozen=True)
class Purpose:
    """What a year's rule is used on. Amounts in minor units; base None: the parts make their own total."""

    currency: str
    year: int
    base: int | None
    deduct: Sequence[tuple[str, int]] = ()
    lines: Mapping[str, int] = field(default_factory=dict)
    previous: Mapping[str, int] = field(default_factory=dict)
    lent: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """code → delivered minutes and minor units per hour."""
    carried: Mapping[str, int] = field(default_factory=dict)
    """code → what was paid beforehand, of what is deducted."""
    joining: Mapping[str, int] = field(default_factory=dict)
    """code → what it pays once for joining in the year: a part of its own, beside the rule's."""
    joining_label: str = ""


def figures_named(definition: Definition) -> frozenset[str]:
    """The key figures that the rule needs of every participant."""
    found: set[str] = set()
    for part in definition.get("parts", ()):
        found |= {part["figure"]} if "figure" in part else set()
        found |= {each["name"] for each in part.get("figures", ())}
    return frozenset(found)


def lines_named(definition: Definition) -> tuple[str, ...]:
    return tuple(name for part in definition.get("parts", ()) for name in part.get("lines", ()))


def assemble(definition: Definition, purpose: Purpose, parties: Iterable[Party]) -> dict[str, Any]:
    """The case, ready for costsharing.engine. Only lines that a part names are in it: the others are in the base."""
    ordered = sorted(parties, key=lambda party: party.code)
    case: dict[str, Any] = {"currency": purpose.currency, "unit": "1"} | {key: definition[key] for key in definition if key in OF_A_RULE}
    case["participants"] = [_participant(party, purpose.year) for party in ordered]
    if any(purpose.joining.values()):
        case["parts"] = [*case.get("parts", ()), joining_fees(purpose, [party.code for party in ordered])]
    case["period"] = {"from": f"{purpose.year:04d}-01", "to": f"{purpose.year:04d}-12"}
    if purpose.base is not None:
        case["base"] = amount_text(purpose.base)
    if purpose.carried:
        case["corrections"] = corrected(definition.get("corrections", {}), purpose.carried)
    named = set(lines_named(definition))
    case |= _unless_empty(
        deduct=[{"label": label, "amount": amount_text(minor)} for label, minor in purpose.deduct],
        lines=[{"name": name, "amount": amount_text(minor)} for name, minor in purpose.lines.items() if name in named],
        previous={code: amount_text(minor) for code, minor in purpose.previous.items()} if "max_change" in definition else {},
        reimbursements={code: lent_as_written(*lent) for code, lent in purpose.lent.items() if code in {party.code for party in ordered}},
    )
    return case


def corrected(said: Mapping[str, str], carried: Mapping[str, int]) -> dict[str, str]:
    """As engine.settlement.carried_into. A correction that cannot be read stays, for the engine to refuse."""
    sums = {code: (amount_of(said.get(code, "0")), carried.get(code, 0)) for code in sorted({*said, *carried})}
    found = {code: said[code] if amount is None else amount_text(amount - paid) for code, (amount, paid) in sums.items()}
    return {code: text for code, text in found.items() if text != "0"}


def joining_fees(purpose: Purpose, codes: Sequence[str]) -> dict[str, Any]:
    """As costsharing.ripple.with_fee."""
    return {
        "label": purpose.joining_label,
        "key": "amounts",
        "amounts": {code: amount_text(purpose.joining.get(code, 0)) for code in codes},
        "per": "once",
    }


def _participant(party: Party, year: int) -> dict[str, Any]:
    said: dict[str, Any] = {"code": party.code, "name": party.name}
    if (party.first, party.last) != (1, 12):
        said |= {"from": month_text(year * 12 + party.first - 1), "to": month_text(year * 12 + party.last - 1)}
    figures = {name: {"value": each.value, "source": each.source, "date": each.date} for name, each in party.figures.items()}
    return said | _unless_empty(figures=figures)


def lent_as_written(minutes: int, rate: int) -> dict[str, Any]:
    return {"hours": number_text(Fraction(minutes, 60)), "rate": amount_text(rate)}


def _unless_empty(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}
