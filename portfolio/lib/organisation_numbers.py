"""Numbers of organisations in Sweden and Norway, and the Peppol ids that are made of them. Pure."""

import re

PEPPOL = {"SE": "0007", "NO": "0192"}
"""ISO 6523 code of the country's register of organisations, as Peppol's code list of participant identifier schemes has it."""
NORWEGIAN_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)
LENGTH = {"SE": 10, "NO": 9}


def digits_of(text: str) -> str:
    """212000-1124, 212 000 1124 and SE212000-1124 are one number; what has other signs in it stays as it is."""
    plain = re.sub(r"[\s\u00a0\u202f.\-–]", "", text)
    return re.sub(r"^(?:SE|NO)(?=\d)|(?<=\d)MVA$", "", plain, flags=re.IGNORECASE)


def is_organisation_number(digits: str, country: str) -> bool:
    """Swedish: ten digits, the last by Luhn, and no personal number, whose third digit is 0 or 1. Norwegian: nine, the last by modulus 11."""
    if not (digits.isascii() and digits.isdigit() and len(digits) == LENGTH[country]):
        return False
    return digits[2] >= "2" and luhn(digits) if country == "SE" else digits[0] in "89" and modulus_11(digits)


def luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def modulus_11(digits: str) -> bool:
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(digits, NORWEGIAN_WEIGHTS, strict=False)) % 11
    return (0 if rest == 11 else rest) == int(digits[-1])  # ten is no digit: such a number is never given out


def peppol_id(digits: str, country: str) -> str:
    return f"{PEPPOL[country]}:{digits}"


def written(digits: str, country: str) -> str:
    """As people of the country write it: 212000-1124, 964 338 531."""
    if not digits.isdigit() or len(digits) != LENGTH[country]:
        return digits
    return f"{digits[:6]}-{digits[6:]}" if country == "SE" else f"{digits[:3]} {digits[3:6]} {digits[6:]}"
