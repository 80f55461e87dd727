"""Numbers as one types them on a calculator, in the language of the page."""

import re
from fractions import Fraction

from costsharing.engine.amounts import nearest
from costsharing.stored import nearest_minor
from costsharing.wording.numbers import number
from portfolio.templatetags.portfolio_format import amount

SIGNS = re.compile("[×÷+]")
FINEST = 6  # decimals of what is typed on the calculator, where fewer are not exact


def plain(value: Fraction) -> str:
    """As it is typed: all decimals where few are exact, else rounded."""
    for decimals in range(FINEST + 1):
        if (value * 10**decimals).denominator == 1:
            return number(fixed(value, decimals))
    return number(fixed(value, FINEST))


def fixed(value: Fraction, decimals: int) -> str:
    scaled = value * 10**decimals
    size = abs(nearest(scaled))
    text = str(size).rjust(decimals + 1, "0")
    text = f"{text[:-decimals]}.{text[-decimals:]}" if decimals else text
    return f"-{text}" if scaled < 0 and size else text


def typed_amount(value: Fraction) -> str:
    """Money as it is typed: to the öre where that is exact."""
    return kronor(value) if (value * 100).denominator == 1 else plain(value)


def kronor(value: Fraction) -> str:
    """Major units to the nearest öre."""
    return str(amount(nearest_minor(value)))


def with_answer(typed: str, answer: str) -> str:
    """Where there is something to reckon."""
    return f"{typed} = {answer}" if answer and SIGNS.search(typed) else typed
