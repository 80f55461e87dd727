"""An offer on paper, frozen: a page for each party that begins with its amount, then the offer as a whole and what each pays; or the receipt of an answer.

Words and numbers in the language of whoever reads it. What it all follows from goes along as terms.json, and a last day that was moved since as moved.json.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any, Literal

from portfolio.documents.content import Fact, Table, Text, canonical, plain

FORMAT: Literal["samverk-offer"] = "samverk-offer"
VERSION: Literal[1] = 1


@dataclass(frozen=True)
class Part:
    """Under one heading, in this order. boxes: a choice each to tick by hand; a run of underscores in one is a blank to write in."""

    heading: str
    paragraphs: tuple[Text, ...] = ()
    points: tuple[Text, ...] = ()
    facts: tuple[Fact, ...] = ()
    tables: tuple[Table, ...] = ()
    boxes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Leaf:
    """A page of its own. heading: the amount where is_amount, else words. due: in bold, with what follows it beside."""

    kicker: str
    heading: str
    lead: str
    due: str
    beside: str
    version_line: str
    parts: tuple[Part, ...]
    is_amount: bool = False


@dataclass(frozen=True)
class Whole:
    """The offer itself, the same for every party."""

    kicker: str
    heading: str
    lead: Text
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class OfferPaper:
    """hash: what the SHA-256 at the foot is of; nothing where it is of this content. terms: as the version has them, or the answer's own words."""

    language: str
    title: str
    head: str
    version_line: str
    author: str
    page: str
    of: str
    dated: dt.date
    leaves: tuple[Leaf, ...]
    terms: dict[str, Any]
    whole: Whole | None = None
    fees: Table | None = None
    hash: str = ""
    moved: dict[str, str] | None = None
    format: Literal["samverk-offer"] = FORMAT
    version: Literal[1] = VERSION

    def as_json(self) -> dict[str, Any]:
        found: dict[str, Any] = plain(self)
        return found

    def canonical(self) -> bytes:
        return canonical(self.as_json())

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.canonical()).hexdigest()

    @property
    def attachments(self) -> tuple[tuple[str, bytes], ...]:
        """The terms to the byte that their hash was made of, without the line end; and beside them the day that holds, where it was moved since."""
        moved = (("moved.json", canonical(self.moved)),) if self.moved else ()
        return (("terms.json", canonical(self.terms).removesuffix(b"\n")), *moved)
