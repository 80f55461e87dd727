"""Amounts as people write them, read exactly into minor units (öre, øre). Pure: text in, whole number out, never a float."""

import re

LARGEST = 10**15  # a bigint holds more; no budget does
LONGEST = 60  # signs of an amount, however it is written
AMOUNT = re.compile(r"(?P<sign>[-−–+]?)(?P<whole>\d{1,3}(?:(?P<mark>[ .,'’])\d{3})(?:(?P=mark)\d{3})*|\d+)(?:(?P<point>[.,:])(?P<rest>\d{1,2}))?")
ONE_MARK = re.compile(r"\d+[.,]\d{3}")
LEADING = re.compile(r"0\d*[ .,'’]")  # no thousands begin with a nought
UNIT = re.compile(r"(?i)(?:kr\.?|kronor|kroner|sek|nok|:-|,-)$|^(?:kr\.?|sek|nok)(?![a-z])")
SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")


class NotAnAmount(ValueError):
    """The text is not one amount that can be read in one way only. code: which advice fits."""

    code = "amount"


class TwoWays(NotAnAmount):
    """1,234 is a thousand and more in one country and a little over one in another."""

    code = "two-ways"


class TooLarge(NotAnAmount):
    code = "large"


def minor_of(text: str) -> int | None:
    """62 826 · 62 826,50 · 1 000 000 kr · kr 500,– · −100: in minor units; None for nothing at all.

    A comma or a point before one or two last digits is a decimal mark; several of one kind, or one with another kind after it, part thousands.
    """
    plain = SPACES.sub(" ", text).strip()
    if not plain:
        return None
    if len(plain) > LONGEST:
        raise NotAnAmount(text)
    plain = UNIT.sub("", re.sub(r"[,.:] ?[-–−]$", "", UNIT.sub("", plain).strip()).strip()).strip()
    found = AMOUNT.fullmatch(re.sub(r"^([-−–+]) ", r"\1", plain))
    if found is None or (found["point"] and found["point"] == found["mark"]):
        raise NotAnAmount(text)
    if ONE_MARK.fullmatch(found["whole"]) and not found["point"]:
        raise TwoWays(text)
    if LEADING.match(found["whole"]):
        raise NotAnAmount(text)
    minor = int(re.sub(r"\D", "", found["whole"])) * 100 + int((found["rest"] or "0").ljust(2, "0"))
    if minor > LARGEST:
        raise TooLarge(text)
    return -minor if found["sign"] in ("-", "−", "–") and found["sign"] else minor


def written(minor: int | None) -> str:
    """An amount to correct in a field: 62 826 or 62 826,50, which reads back as the same."""
    if minor is None:
        return ""
    whole, rest = divmod(abs(minor), 100)
    text = f"{whole:,}".replace(",", " ") + (f",{rest:02d}" if rest else "")
    return f"-{text}" if minor < 0 else text
