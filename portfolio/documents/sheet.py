"""Why one pays what it pays, as one page to print: words and numbers in the document's language, frozen. The case and the whole result go with it."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any, Literal

from portfolio.documents.content import Text, canonical, plain

FORMAT: Literal["samverk-why"] = "samverk-why"
VERSION: Literal[1] = 1


@dataclass(frozen=True)
class SheetLine:
    """how: what one types, then where its numbers come from."""

    label: Text
    how: tuple[str, ...]
    exact: str
    amount: str


@dataclass(frozen=True)
class Sheet:
    """lines add up to the first of sums."""

    language: str
    title: str
    kicker: str
    amount: str
    lead: str
    decided: Text
    each: str
    heading: str
    paragraphs: tuple[str, ...]
    columns: tuple[str, ...]
    lines: tuple[SheetLine, ...]
    sums: tuple[SheetLine, ...]
    notes: tuple[str, ...]
    check_heading: str
    check: str
    head: str
    version_line: str
    author: str
    page: str
    of: str
    dated: dt.date
    case: dict[str, Any]
    result: dict[str, Any]
    format: Literal["samverk-why"] = FORMAT
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
        """What the hash on the page is of, and the case and result by themselves: manage.py split makes the one of the other."""
        return ("why.json", self.canonical()), ("case.json", canonical(self.case)), ("result.json", canonical(self.result))
