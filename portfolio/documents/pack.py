"""A steering pack, frozen: what a body is asked to decide at a meeting, then where each of its projects stands. Words and numbers in the region's language."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any, Literal

from portfolio.documents.content import Block, Fact, Table, Text, Words, canonical, plain

FORMAT: Literal["samverk-pack"] = "samverk-pack"
VERSION: Literal[1] = 1


@dataclass(frozen=True)
class AskedFor:
    """number: "1.2" is the second question of the first project."""

    number: str
    question: Text
    facts: tuple[Fact, ...]
    proposal: Text | None = None


@dataclass(frozen=True)
class Ruled:
    """A table to write in by hand. rows: what each begins with, nothing for a bare line."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Text, ...]


@dataclass(frozen=True)
class Record:
    """The last page: a row of boxes for each question, lines for conditions and for the minutes."""

    kicker: str
    heading: str
    boxes: Ruled
    lines: Ruled
    minutes: Ruled


@dataclass(frozen=True)
class PackProject:
    number: str
    name: Text
    kicker: str
    lead: Text
    facts: tuple[Fact, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Pack:
    language: str
    title: str
    kicker: str
    heading: str
    lead: str
    section: str
    notes: str
    asked: tuple[AskedFor, ...]
    overview_kicker: str
    overview_heading: str
    overview: Table | None
    projects: tuple[PackProject, ...]
    head: str
    version_line: str
    author: str
    dated: dt.date
    words: Words
    record: Record | None = None
    format: Literal["samverk-pack"] = FORMAT
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
        return (("pack.json", self.canonical()),)
