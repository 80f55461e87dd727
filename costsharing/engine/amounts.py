"""Text ↔ whole minor units and exact numbers. No floats; at most fifteen digits before the mark and nine after it."""

import re
from decimal import Decimal
from fractions import Fraction

from costsharing.engine.part import Number

CURRENCIES = ("DKK", "EUR", "NOK", "SEK")  # all with two decimals
MINOR = 100
UNITS = {"0.01": 1, "1": 100, "10": 1_000, "100": 10_000, "1000": 100_000}  # as written → minor units
LARGEST = 10**15
FINEST = 9  # decimals
AMOUNT = re.compile(r"(-?)([0-9]{1,15})(?:\.([0-9]{1,2}))?")
EXACT = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,9})?|-?[0-9]{1,15}/0*[1-9][0-9]{0,8}")
MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


def amount_of(text: str) -> int | None:
    """ "12832000.50" → minor units; None if it is not such a text."""
    found = AMOUNT.fullmatch(text)
    if found is None:
        return None
    minor = int(found[2]) * MINOR + int((found[3] or "").ljust(2, "0"))
    return -minor if found[1] else minor


def amount_text(minor: int) -> str:
    """Minor units → "12832000" or "12832000.50"."""
    whole, rest = divmod(abs(minor), MINOR)
    return f"{'-' if minor < 0 else ''}{whole}{f'.{rest:02d}' if rest else ''}"


def exact_of(text: str) -> Number | None:
    """ "0.8080", "17.5" or "1/3"; None if it is not such a text."""
    return simplest(Fraction(text)) if EXACT.fullmatch(text) else None


def exact_text(value: Number) -> str:
    """n/d, always with its denominator."""
    return f"{value.numerator}/{value.denominator}"


def number_text(value: Number) -> str:
    """As a person writes it: 13460, 0.808, or 1/3 where no short decimal is exact."""
    for decimals in range(FINEST + 1):
        scaled = value * 10**decimals
        if scaled.denominator == 1:
            return str(Decimal(scaled.numerator).scaleb(-decimals)) if decimals else str(scaled.numerator)
    return exact_text(value)


def counted(value: Decimal) -> Number | None:
    """A JSON number → exact; None if it is too large or too fine."""
    if not value.is_finite() or abs(value) >= LARGEST:
        return None
    exact = simplest(Fraction(value)) if value.adjusted() > -100 else None  # 1e-999999 is not worth a million digits
    return exact if exact is not None and (exact * 10**FINEST).denominator == 1 else None


def simplest(value: Number) -> Number:
    return value.numerator if value.denominator == 1 else value


def nearest(value: Number) -> int:
    """The nearest whole number; a half goes away from zero, so that a credit mirrors a charge."""
    if isinstance(value, int):
        return value
    size = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return -size if value < 0 else size


def month_of(text: str) -> int | None:
    """ "2016-04" → 2016 × 12 + 3."""
    found = MONTH.fullmatch(text)
    return int(found[1]) * 12 + int(found[2]) - 1 if found else None


def month_text(month: int) -> str:
    return f"{month // 12:04d}-{month % 12 + 1:02d}"
