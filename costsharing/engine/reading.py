"""The case format (docs/case.md) → Case. Shape only: what the case means is checked where it is split."""

from typing import Any

from costsharing.engine.amounts import CURRENCIES, UNITS
from costsharing.engine.case import (
    AgreedException,
    Answer,
    Case,
    Figure,
    Lent,
    Limit,
    NamedAmount,
    Organisation,
    Participant,
    Period,
    Terms,
)
from costsharing.engine.faults import CaseFault, refuse_if
from costsharing.engine.fields import MOST_ENTRIES, Fields
from costsharing.engine.part import Number
from costsharing.engine.readingparts import price, read_part, same_currency
from costsharing.engine.source import parse

MOST_PARTS = 100
STATES = ("sought", "granted", "refused")


def read(raw: bytes) -> Case:
    """A file's bytes. Raises Refused with every fault of shape."""
    return read_value(parse(raw))


def read_value(value: Any) -> Case:
    """A JSON object whose numbers are int or Decimal."""
    faults: list[CaseFault] = []
    case = _case(Fields(value, "", faults))
    refuse_if(faults)
    return case


def _case(fields: Fields) -> Case:
    currency = fields.choice("currency", CURRENCIES)
    case = Case(
        currency=currency,
        unit=UNITS[fields.choice("unit", tuple(UNITS))],
        participants=tuple(_participant(one) for one in fields.each("participants", True)),
        parts=tuple(read_part(one, number, currency) for number, one in enumerate(fields.each("parts", True, MOST_PARTS), 1)),
        base=fields.amount("base"),
        period=_period(fields.object("period")),
        organisations=tuple(_organisation(one) for one in fields.each("organisations")),
        lines=tuple(_named(one, "name", currency) for one in fields.each("lines")),
        grants=fields.mapping("grants", False, lambda grants, name: grants.choice(name, STATES)),
        deduct=tuple(_named(one, "label", currency) for one in fields.each("deduct")),
        exceptions=fields.mapping("exceptions", False, _exception),
        corrections=fields.amounts("corrections"),
        floor=_limit(fields.object("floor")),
        ceiling=_limit(fields.object("ceiling")),
        previous=fields.amounts("previous"),
        max_change=_change(fields.object("max_change")),
        remainder=fields.text("remainder", "largest"),
        reimbursements=fields.mapping("reimbursements", False, _lent),
        threshold=_terms(fields.object("threshold")),
    )
    fields.close()
    return case


def _participant(fields: Fields) -> Participant:
    code = fields.text("code")
    first, last = fields.month("from"), fields.month("to")
    if first is not None and last is not None and first > last:
        fields.fault("wrong_order", "to")
    participant = Participant(
        code=code,
        name=fields.text("name", ""),
        figures=fields.mapping("figures", False, _figure),
        first=first,
        last=last,
        answer=Answer(fields.choice("answer", tuple(Answer), Answer.NONE)),
        terms=_terms(fields.object("conditions")),
    )
    fields.close()
    return participant


def _figure(fields: Fields, name: str) -> Figure | None:
    """A number, or an object that tells its source and date too."""
    if not isinstance(fields.values[name], dict):
        number = fields.number(name)
        return None if number is None else Figure(number)
    inner = Fields(fields.take(name, True), fields.at(name), fields.faults)
    figure = Figure(inner.number("value") or 0, inner.text("source", ""), inner.text("date", ""))
    inner.close()
    return figure


def _organisation(fields: Fields) -> Organisation:
    organisation = Organisation(fields.text("code"), fields.text("name", ""))
    fields.close()
    return organisation


def _period(fields: Fields | None) -> Period | None:
    if fields is None:
        return None
    first, last = fields.month("from", True), fields.month("to", True)
    fields.close()
    if first is None or last is None:
        return None
    if first > last:
        fields.fault("wrong_order", "")
    return Period(first, last)


def _named(fields: Fields, name: str, currency: str) -> NamedAmount:
    line = NamedAmount(fields.text(name), fields.amount("amount", True) or 0)
    same_currency(fields, currency)
    fields.close()
    return line


def _exception(fields: Fields, code: str) -> AgreedException | None:
    inner = fields.object(code)
    if inner is None:
        return None
    exception = AgreedException(inner.amount("amount", True) or 0, inner.text("reference", ""))
    inner.close()
    return exception


def _limit(fields: Fields | None) -> Limit | None:
    if fields is None:
        return None
    if fields.has("amount") == fields.has("fraction"):
        fields.fault("one_of", "", choices="amount, fraction")
    limit = Limit(fields.amount("amount"), fields.exact("fraction"))
    fields.close()
    return limit


def _change(fields: Fields | None) -> Number | None:
    if fields is None:
        return None
    change = fields.exact("fraction", True)
    if change is not None and change < 0:
        fields.fault("not_positive", "fraction")
    fields.close()
    return change


def _lent(fields: Fields, code: str) -> Lent | None:
    inner = fields.object(code)
    if inner is None:
        return None
    lent = Lent(inner.count("hours", True) or 0, price(inner.exact("rate", True)))
    inner.close()
    return lent


def _terms(fields: Fields | None) -> Terms | None:
    if fields is None:
        return None
    terms = Terms(
        participants=fields.whole("participants", 0, MOST_ENTRIES),
        figures=fields.mapping("figure", False, Fields.count),
        fee=fields.amount("fee"),
        companions=fields.texts("with"),
        grant=fields.text("grant") if fields.has("grant") else None,
    )
    fields.close()
    return terms
