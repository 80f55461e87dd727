"""The parts of a rule, read from JSON: one function for each key."""

from collections.abc import Callable

from costsharing.engine.amounts import MINOR, simplest
from costsharing.engine.fields import Fields
from costsharing.engine.part import (
    Agreed,
    Bracket,
    ByFigure,
    Classes,
    Driver,
    Equal,
    Key,
    Number,
    Own,
    Part,
    Payer,
    Per,
    Percent,
    Rate,
    SizeClass,
    Usage,
)

MOST_DRIVERS = 20


def read_part(fields: Fields, number: int, currency: str) -> Part:
    name = fields.choice("key", tuple(KEYS))
    key = KEYS[name](fields)
    has_lines = fields.has("lines")
    part = Part(
        label=fields.text("label", f"{number} {name}"),
        key=key,
        fraction=fields.exact("fraction"),
        amount=fields.amount("amount"),
        lines=fields.texts("lines") if has_lines else None,
        per=Per(fields.choice("per", tuple(Per), Per.YEAR)),
    )
    if sum(fields.has(size) for size in ("fraction", "amount", "lines")) > 1:
        fields.fault("at_most_one_of", "", choices="fraction, amount, lines")
    same_currency(fields, currency)
    fields.close()
    return part


def same_currency(fields: Fields, currency: str) -> None:
    """An amount may say its currency; it must then be that of the case."""
    if fields.has("currency") and (other := fields.text("currency")) and other != currency:
        fields.fault("mixed_currencies", "", other=other, currency=currency)


def price(value: Number | None) -> Number:
    """Major units as written → minor units."""
    return simplest((value or 0) * MINOR)


def _equal(fields: Fields) -> Key:
    return Equal()


def _figure(fields: Fields) -> Key:
    if fields.has("figure") == fields.has("figures"):
        fields.fault("one_of", "", choices="figure, figures")
    decimals = fields.whole("decimals", 0, 9)
    drivers = [_driver(driver, decimals) for driver in fields.each("figures", most=MOST_DRIVERS)]
    if fields.has("figures") and not drivers:
        fields.fault("missing_field", "figures[0]")
    return ByFigure(tuple(drivers) if fields.has("figures") else (Driver(fields.text("figure", ""), 1, decimals),))


def _driver(fields: Fields, decimals: int | None) -> Driver:
    per = fields.count("per")
    if per == 0:
        fields.fault("not_positive", "per")
    own = fields.whole("decimals", 0, 9)
    driver = Driver(fields.text("name"), per or 1, decimals if own is None else own)
    fields.close()
    return driver


def _percent(fields: Fields) -> Key:
    return Percent(fields.mapping("percent", True, Fields.exact))


def _amounts(fields: Fields) -> Key:
    return Agreed(fields.amounts("amounts", True), fields.text("reason", ""))


def _classes(fields: Fields) -> Key:
    classes = tuple(_class(size) for size in fields.each("classes", True))
    if not classes and isinstance(fields.values.get("classes"), list):
        fields.fault("missing_field", "classes[0]")
    return Classes(fields.text("figure"), classes)


def _class(fields: Fields) -> SizeClass:
    if fields.has("fee") == fields.has("weight"):
        fields.fault("one_of", "", choices="fee, weight")
    size = SizeClass(fields.count("from"), fields.count("to"), fields.amount("fee"), fields.count("weight"))
    fields.close()
    return size


def _rate(fields: Fields) -> Key:
    if fields.has("rate") == fields.has("brackets"):
        fields.fault("one_of", "", choices="rate, brackets")
    if sum(fields.has(name) for name in ("count_cap", "amount_cap", "brackets")) > 1:
        fields.fault("at_most_one_of", "", choices="count_cap, amount_cap, brackets")
    plain = (Bracket(None, price(fields.exact("rate"))),)
    brackets = tuple(_bracket(bracket) for bracket in fields.each("brackets"))
    if fields.has("brackets") and not brackets:
        fields.fault("missing_field", "brackets[0]")
    return Rate(fields.text("figure"), brackets if fields.has("brackets") else plain, fields.count("count_cap"), fields.amount("amount_cap"))


def _bracket(fields: Fields) -> Bracket:
    bracket = Bracket(fields.count("to"), price(fields.exact("rate", True)))
    fields.close()
    return bracket


def _usage(fields: Fields) -> Key:
    return Usage(price(fields.exact("price", True)), fields.mapping("quantities", True, Fields.count))


def _payer(fields: Fields) -> Key:
    return Payer(fields.text("payer"))


def _own(fields: Fields) -> Key:
    return Own(fields.amounts("own", True))


KEYS: dict[str, Callable[[Fields], Key]] = {
    "equal": _equal,
    "figure": _figure,
    "percent": _percent,
    "amounts": _amounts,
    "classes": _classes,
    "rate": _rate,
    "usage": _usage,
    "payer": _payer,
    "own": _own,
}
