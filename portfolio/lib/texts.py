"""Text as it is kept: one kind of line break, no control characters, nothing when there are only blanks. Pure."""

import re
import unicodedata
from collections.abc import Collection

LETTERS = str.maketrans({"ø": "o", "æ": "ae", "ð": "d", "þ": "th"})

UNSEEN = re.compile(
    "[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"  # what turns the direction of letters, and what has no width
    "|(?<![^\x00-\u024f\u200b-\u200f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\u024f\u200b-\u200f])"  # joiners, but where they join what needs them
)


def many_lines(text: str) -> str:
    """What a browser sends as CRLF is LF in a file; what a file may not hold (other control characters, nothing but blanks) is left out."""
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "", re.sub(r"\r\n?", "\n", text))
    return text if text.strip() else ""


def one_line(text: str) -> str:
    """A name or the like: what cannot be seen in it goes, so that two that look alike are alike and none reads backwards."""
    text = re.sub(r"[\n\t\u2028\u2029]+", " ", many_lines(text))
    text = text if text.isascii() else UNSEEN.sub("", text)
    return text if text.strip() else ""


def short_name(text: str, taken: Collection[str], otherwise: str, most: int = 60) -> str:
    """Digital strategi 2030 → digital-strategi-2030, for addresses and files; with a number when another has it."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(LETTERS)).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: most - 6].strip("-") or otherwise
    return next(each for each in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if each not in taken)
