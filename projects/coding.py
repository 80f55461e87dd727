"""The six figures that an answer by a link may need besides the link. Pure."""

import datetime as dt
import hmac
from enum import StrEnum

HOLDS = dt.timedelta(minutes=10)
TRIES = 5
AN_HOUR = 5
"""So many codes are sent for a link within an hour: each is five guesses, and a mail to somebody."""
FIGURES = 6


class Proof(StrEnum):
    """What became of a code that somebody wrote."""

    RIGHT = "right"
    WRONG = "wrong"
    SPENT = "spent"  # written wrongly too often
    EXPIRED = "expired"
    NONE = "none"  # none was sent for this answer, or a newer one has taken its place


def figures_of(secret: bytes) -> str:
    """ "048213" of at least 128 bits that nobody knows."""
    return f"{int.from_bytes(secret) % 10**FIGURES:0{FIGURES}}"


def bare(written: str) -> str:
    """As people write it, with a space or a hyphen in the middle."""
    return "".join(each for each in written if not each.isspace() and each not in "-–")


def judged(written: str, code: str, tries: int, issued_at: dt.datetime, now: dt.datetime) -> Proof:
    """tries: those before this one."""
    if now >= issued_at + HOLDS:
        return Proof.EXPIRED
    if tries >= TRIES:
        return Proof.SPENT
    if hmac.compare_digest(bare(written).encode(), code.encode()):
        return Proof.RIGHT
    return Proof.SPENT if tries + 1 >= TRIES else Proof.WRONG
