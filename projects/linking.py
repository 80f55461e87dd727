"""What a link to an offer opens, and until when. Pure: whether the link is known is asked elsewhere."""

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum

PREFIX = "samverk-link-"
"""Stands before each token, so that whoever searches texts for secrets finds a link that strayed."""
READS_ON = dt.timedelta(days=14)
"""How long after the last answer a link still shows what was answered."""
SITTING = dt.timedelta(minutes=30)
"""How long a browser may go on reading without coming from the mail once more."""
TYPING = dt.timedelta(hours=12)
"""How long what was typed into an open form is still taken: somebody was called away, or asked a colleague."""


class Opens(StrEnum):
    """answers: the offer and its answer. reads: what was answered. nothing: the page of every dead link, whatever made it so."""

    ANSWERS = "answers"
    READS = "reads"
    NOTHING = "nothing"


def opens(now: dt.datetime, closes_at: dt.datetime | None, takes_answers: bool, is_revoked: bool) -> Opens:
    """No end is stored with the link: an offer that is extended takes its links along, one that closes ends them."""
    if is_revoked or closes_at is None:
        return Opens.NOTHING
    if takes_answers:
        return Opens.ANSWERS
    return Opens.READS if now < closes_at + READS_ON else Opens.NOTHING


def masked(address: str) -> str:
    """ "registrator@horby.example" → "r…@horby.example": enough for whoever has that mailbox, too little for anybody else."""
    name, _, house = address.rpartition("@")
    return f"{name[:1]}…@{house}"


def house_of(address: str) -> str:
    """What stands behind the last @; "" for what is no address."""
    name, _, house = address.rpartition("@")
    return house.casefold().rstrip(".") if name else ""


def is_of_the_house(address: str, registered: Iterable[str]) -> bool:
    """The very domain of an address that the region has registered: a link may be passed on within it. A subdomain is another house."""
    return house_of(address) in {house_of(each) for each in registered} - {""}
