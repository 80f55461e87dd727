"""Peppol ids of Sweden and Norway, made of organisation numbers. Pure."""

import re

from portfolio.lib import orgnumbers

SCHEMES = {"SE": "0007", "NO": "0192"}
"""ISO 6523 code of the country's register of organisations, as Peppol's code list of participant identifier schemes has it."""


def digits_of(text: str) -> str:
    """212000-1124, 212 000 1124 and SE212000-1124 are one number; what has other signs in it stays as it is."""
    plain = re.sub(r"[\s\u00a0\u202f.\-–]", "", text)
    return re.sub(r"^(?:SE|NO)(?=\d)|(?<=\d)MVA$", "", plain, flags=re.IGNORECASE)


def is_organisation_number(digits: str, country: str) -> bool:
    try:
        return bool(orgnumbers.written(digits, country)) and digits.isdecimal()
    except orgnumbers.NotANumber:
        return False


def peppol_id(digits: str, country: str) -> str:
    return f"{SCHEMES[country]}:{digits}"


def written(digits: str, country: str) -> str:
    """As people of the country read it: 212000-1124, 974 760 673; what is no such number stays as it is."""
    if not is_organisation_number(digits, country):
        return digits
    return orgnumbers.written(digits, country) if country == "SE" else f"{digits[:3]} {digits[3:6]} {digits[6:]}"
