"""Result → the case format: amounts as text in major units, exact values as n/d."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from costsharing.engine.amounts import MINOR, UNITS, amount_text, exact_text, number_text
from costsharing.engine.part import Agreed, Number, Part, Rate, Usage
from costsharing.engine.result import Result, Row
from costsharing.engine.why import Explanation, PartWhy, explain

Written = dict[str, Any]
UNIT_TEXT = {minor: text for text, minor in UNITS.items()}


def written(result: Result) -> Written:
    """Everything: the same for the command line, the API, a stored allocation and a PDF's attachment."""
    return {
        "currency": result.case.currency,
        "total": amount_text(result.total),
        "unit": UNIT_TEXT[result.case.unit],
        "parts": [part_sum(row.part, row) for row in result.rows if row.part is not None],
        "remainder": remainder(result),
        "shares": [share(explain(result, code)) for code in result.columns.codes],
    }


def part_sum(part: Part, row: Row) -> Written:
    return {"label": part.label, "key": part.key_name, "exact": major(row.amount), "amount": amount_text(row.rounded_amount)}


def remainder(result: Result) -> Written:
    who = {} if result.remainder_column is None else {"code": result.columns.codes[result.remainder_column]}
    return {"amount": amount_text(result.remainder)} | who


def share(told: Explanation) -> Written:
    return {
        "code": told.code,
        "name": told.name,
        "amount": amount_text(told.gross),
        "exact": major(told.exact),
        "parts": [amount_text(part.amount) for part in told.parts],
        "correction": amount_text(told.correction_rounded),
        "remainder": amount_text(told.remainder),
        "reimbursement": amount_text(told.reimbursement),
        "net": amount_text(told.net),
        "own": [{"label": label, "amount": amount_text(amount)} for label, amount in told.own],
        "why": list(steps(told)),
    }


def steps(told: Explanation) -> Iterator[Written]:
    """In the order in which it was counted."""
    yield from (part_step(part, told.period) for part in told.parts)
    for step in told.set:
        found = {"step": step.why.value, "before": major(step.before), "after": major(step.after), "round": step.round}
        yield found | ({"reference": told.reference} if told.reference else {})
    if told.carried:
        yield {"step": "spread", "exact": major(told.carried)}
    if told.correction:
        yield {"step": "correction", "exact": major(Fraction(told.correction)), "amount": amount_text(told.correction_rounded)}
    yield {"step": "rounding", "exact": major(told.exact), "difference": major(told.rounding)}
    if told.remainder:
        yield {"step": "remainder", "amount": amount_text(told.remainder)}
    yield {"step": "gross", "amount": amount_text(told.gross)}
    if told.lent is not None:
        lent = {"hours": number_text(told.lent.hours), "rate": number_text(Fraction(told.lent.rate) / MINOR)}
        yield {"step": "reimbursement", **lent, "amount": amount_text(told.reimbursement)}
    yield {"step": "net", "amount": amount_text(told.net)}
    if told.per_inhabitant is not None and told.inhabitants is not None:
        yield {"step": "per_inhabitant", "amount": amount_text(told.per_inhabitant), "inhabitants": number_text(told.inhabitants)}


def part_step(part: PartWhy, period: int) -> Written:
    """The weight of a part that makes its own total is money."""
    scale = MINOR if part.part.makes_own_total else 1
    return {
        "step": "part",
        "part": part.part.label,
        "key": part.part.key_name,
        "of": major(part.of),
        "of_rounded": amount_text(part.of_rounded),
        "figures": [figure(one.driver.name, one.figure.value, one.figure.source, one.figure.date) for one in part.figures],
        **terms(part),
        "weight": number_text(Fraction(part.weight) / scale),
        "sum": number_text(Fraction(part.sum) / scale),
        "months": part.months,
        "period": period,
        "by_key": major(part.by_key),
        "exact": major(part.exact),
        "amount": amount_text(part.amount),
        "rounding": major(part.rounding),
    }


def terms(part: PartWhy) -> Written:
    """What the key says of this participant, so that its amount can be checked without the case."""
    key = part.part.key
    if isinstance(key, Rate):
        prices = [_limits(to=bracket.to) | {"rate": number_text(Fraction(bracket.rate) / MINOR)} for bracket in key.brackets]
        most = {} if key.amount_cap is None else {"amount_cap": amount_text(key.amount_cap)}
        return {"prices": prices} | _limits(count_cap=key.count_cap) | most
    if isinstance(key, Usage) and part.quantity is not None:
        return {"quantity": number_text(part.quantity), "price": number_text(Fraction(key.price) / MINOR)}
    if part.size is not None:
        return {"class": _limits(**{"from": part.size.low, "to": part.size.high})}
    return {"reason": key.reason} if isinstance(key, Agreed) and key.reason else {}


def _limits(**limits: Number | None) -> Written:
    return {name: number_text(limit) for name, limit in limits.items() if limit is not None}


def figure(name: str, value: Number, source: str, date: str) -> Written:
    return {"name": name, "value": number_text(value), "source": source, "date": date}


def major(minor: Number) -> str:
    return exact_text(Fraction(minor) / MINOR)
