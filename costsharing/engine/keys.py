"""The nine keys: what each participant weighs in a part, in whole numbers, and what a part costs that makes its own total."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from costsharing.engine.amounts import amount_text, nearest, simplest
from costsharing.engine.columns import Columns
from costsharing.engine.exact import whole
from costsharing.engine.faults import CaseFault, Refused, refuse
from costsharing.engine.figures import by_figure, classes_of, figures, percentages
from costsharing.engine.part import Agreed, ByFigure, Classes, Equal, Number, Own, Part, Payer, Per, Percent, Rate, Usage


@dataclass(frozen=True, slots=True)
class Weighed:
    """One whole number per column, never below 0. ``scale`` of them make 1: a figure's unit, a percent, or (own total) one minor unit."""

    weights: list[int]
    scale: int
    sum: int
    own_total: Number | None = None  # minor units, for parts that make their own


def weigh(part: Part, columns: Columns) -> Weighed:
    """O(participants). Raises Refused with everything that is missing or below 0."""
    key = part.key
    if isinstance(key, Own):
        return Weighed([0] * len(columns.codes), 1, 0, 0)
    if isinstance(key, Payer):
        if key.payer not in columns.place:
            raise refuse("unknown_payer", part=part.label, code=key.payer)
        return Weighed([int(code == key.payer) for code in columns.codes], 1, 1)
    if part.makes_own_total:
        return charged(part, columns)
    weights, scale = whole(raw(part, columns))
    if part.per is not Per.ONCE and not columns.all_year:
        weights, scale = [weight * months for weight, months in zip(weights, columns.months, strict=True)], scale * columns.period
    total = sum(weights)
    if total == 0:
        raise refuse("zero_weights", part=part.label)
    return Weighed(columns.spread(weights), scale, total)


def raw(part: Part, columns: Columns) -> Sequence[Number]:
    """What each participant weighs for a whole period, before months."""
    key = part.key
    if isinstance(key, Equal):
        return [1] * len(columns.participants)
    if isinstance(key, ByFigure):
        return by_figure(part.label, key, columns.participants)
    if isinstance(key, Percent):
        return percentages(part.label, key, columns.participants)
    if isinstance(key, Classes):
        return [size.weight or 0 for size in classes_of(part.label, key, columns.participants)]
    raise TypeError(key)


def charged(part: Part, columns: Columns) -> Weighed:
    """Each one's own amount; the total is their sum. Months weigh it unless it is charged once."""
    costs = list(prices(part, columns))
    if part.per is Per.MONTH or (part.per is Per.YEAR and not columns.all_year):
        months = dict(zip(columns.places, columns.months, strict=True))
        over = 1 if part.per is Per.MONTH else columns.period
        costs = [Fraction(cost * months.get(place, columns.period), over) for place, cost in enumerate(costs)]
    weights, scale = whole(costs)
    total = sum(weights)
    sign = -1 if total < 0 else 1
    weights = [sign * weight for weight in weights]
    if any(weight < 0 for weight in weights):
        raise Refused(_against(part.label, costs, sign, columns))
    return Weighed(weights, scale, sign * total, simplest(Fraction(total, scale)))


def _against(label: str, costs: Sequence[Number], sign: int, columns: Columns) -> Iterator[CaseFault]:
    total = amount_text(nearest(sum(costs)))
    for place, cost in enumerate(costs):
        if cost * sign < 0:
            yield CaseFault("mixed_signs", {"amount": amount_text(nearest(cost)), "total": total}, columns.name(place), label)


def prices(part: Part, columns: Columns) -> Iterable[Number]:
    """Minor units for each column."""
    key = part.key
    if isinstance(key, Agreed):
        return listed(part.label, "missing_amount", key.amounts, columns)
    if isinstance(key, Usage):
        return [key.price * quantity for quantity in listed(part.label, "missing_quantity", key.quantities, columns)]
    charges: Sequence[Number]
    if isinstance(key, Rate):
        charges = rated(key, figures(part.label, key.figure, columns.participants))
    elif isinstance(key, Classes):
        charges = [size.fee or 0 for size in classes_of(part.label, key, columns.participants)]
    else:
        raise TypeError(key)
    row: list[Number] = [0] * len(columns.codes)
    for place, cost in zip(columns.places, charges, strict=True):
        row[place] = cost
    return row


def rated(key: Rate, values: Sequence[Number]) -> Sequence[Number]:
    """Price × figure: units above a cap are not counted, amounts above a cap are cut, or each bracket's units cost the bracket's price."""
    if key.count_cap is not None:
        cap = key.count_cap
        values = [value if value < cap else cap for value in values]
    rates, scale = whole([bracket.rate for bracket in key.brackets])
    brackets = list(zip([bracket.to for bracket in key.brackets], rates, strict=True))
    costs = [value * rates[0] for value in values] if len(brackets) == 1 else [charge(brackets, value) for value in values]
    if key.amount_cap is not None:
        most = abs(key.amount_cap) * scale
        costs = [max(-most, min(cost, most)) for cost in costs]
    return costs if scale == 1 else [Fraction(cost, scale) for cost in costs]


def charge(brackets: Sequence[tuple[Number | None, int]], value: Number) -> Number:
    cost: Number = 0
    below: Number = 0
    for limit, rate in brackets:
        if limit is None or value <= limit:
            return cost + (value - below) * rate
        cost += (limit - below) * rate
        below = limit
    return cost


def listed(label: str, fault: str, values: Mapping[str, Any], columns: Columns) -> list[Number]:
    """One entry for every participant; organisations may have one."""
    missing = [one for one in columns.participants if one.code not in values]
    if missing:
        raise Refused(CaseFault(fault, {}, str(one), label) for one in missing)
    return [values.get(code, 0) for code in columns.codes]
