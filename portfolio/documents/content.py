"""Everything that a printed mandate says, frozen: facts and words in the document's language, so that the template thinks nothing.

The canonical JSON is what the SHA-256 in the footer is made of, and what the file carries as its attachment.
"""

import dataclasses
import datetime as dt
import hashlib
import json
import types
import typing
from dataclasses import dataclass
from typing import Any, Literal

from milestones.riskmatrix import Point
from milestones.timeline import Bar, Mark

FORMAT: Literal["samverk-mandate"] = "samverk-mandate"
VERSION: Literal[1] = 1


@dataclass(frozen=True)
class Text:
    """Words, perhaps with a second line in small type; lang when they are in another language than the document."""

    text: str
    small: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Fact:
    label: str
    value: Text


@dataclass(frozen=True)
class Column:
    title: str
    is_number: bool = False
    width: int = 0  # per cent of the table; 0 lets the words decide
    is_tight: bool = False  # its cells are never broken over lines


@dataclass(frozen=True)
class Row:
    """group: a heading over the rows that follow. sum: a total. The first cell of any other row is its head."""

    cells: tuple[Text, ...]
    kind: Literal["row", "group", "sum"] = "row"
    is_example: bool = False


@dataclass(frozen=True)
class Table:
    caption: str
    columns: tuple[Column, ...]
    groups: tuple[tuple[Row, ...], ...]
    remark: str = ""
    notes: tuple[str, ...] = ()
    is_wide: bool = False  # on pages of its own with a narrow margin
    block: Literal["table"] = "table"


@dataclass(frozen=True)
class Items:
    """A list. Names stand in columns with a number each, points beneath one another."""

    caption: str
    items: tuple[Row, ...]
    as_names: bool = False
    remark: str = ""
    notes: tuple[str, ...] = ()
    block: Literal["items"] = "items"


@dataclass(frozen=True)
class Timeline:
    """The description says all that the picture shows. today: where its dashed line stands, if anywhere."""

    caption: str
    description: str
    bars: tuple[Bar, ...]
    milestones: tuple[Mark, ...]
    decisions: tuple[Mark, ...]
    notes: tuple[str, ...] = ()
    today: dt.date | None = None
    block: Literal["timeline"] = "timeline"


@dataclass(frozen=True)
class Matrix:
    caption: str
    description: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Matrices:
    """Before measures and, when scored, after."""

    matrices: tuple[Matrix, ...]
    remark: str = ""
    notes: tuple[str, ...] = ()
    block: Literal["matrices"] = "matrices"


Block = Table | Items | Timeline | Matrices


@dataclass(frozen=True)
class Chapter:
    key: str
    number: str
    title: str
    text: str  # Markdown
    blocks: tuple[Block, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Approval:
    title: str
    text: str
    columns: tuple[str, ...]
    signers: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """The template's own words in the document's language."""

    contents: str
    page: str
    of: str
    probability: str
    impact: str
    milestones: str
    decisions: str
    today: str = ""


@dataclass(frozen=True)
class Logo:
    """png: the picture in base64, so that the content holds everything that the file shows."""

    png: str
    name: str


@dataclass(frozen=True)
class Mandate:
    language: str
    reference: str
    title: str
    subtitle: str
    kicker: str
    lead: str
    head: str
    version_line: str
    author: str
    dated: dt.date | None
    facts: tuple[Fact, ...]
    chapters: tuple[Chapter, ...]
    approval: Approval
    words: Words
    logo: Logo | None = None
    letterhead: tuple[str, ...] = ()
    format: Literal["samverk-mandate"] = FORMAT
    version: Literal[1] = VERSION

    def as_json(self) -> dict[str, Any]:
        """Plain values; what equals its default is left out."""
        return plain(self)

    def canonical(self) -> bytes:
        return canonical(self.as_json())

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.canonical()).hexdigest()

    @property
    def attachments(self) -> tuple[tuple[str, bytes], ...]:
        return (("mandate.json", self.canonical()),)


class Unreadable(ValueError):
    """The content is not what this version of the format says."""


def canonical(value: Any) -> bytes:
    """One way to write it: sorted keys, no spaces, UTF-8, one line."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        always = ("format", "version", "block")
        return {
            field.name: plain(found) for field in dataclasses.fields(value) if (found := getattr(value, field.name)) != field.default or field.name in always
        }
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def from_json(value: Any) -> Mandate:
    if not isinstance(value, dict) or (value.get("format"), value.get("version")) != (FORMAT, VERSION):
        raise Unreadable(f"not a {FORMAT} of version {VERSION}")
    return typing.cast(Mandate, read(Mandate, value, "mandate"))


def read(wanted: Any, value: Any, path: str) -> Any:
    """The value as the type says, or Unreadable with the path."""
    origin = typing.get_origin(wanted)
    if origin is Literal:
        return expect(value in typing.get_args(wanted), value, path)
    if origin is tuple:
        expect(isinstance(value, list), value, path)
        return tuple(read(typing.get_args(wanted)[0], item, f"{path}[{i}]") for i, item in enumerate(value))
    if origin in (types.UnionType, typing.Union):
        return read_one_of(typing.get_args(wanted), value, path)
    if origin is dict:
        return expect(isinstance(value, dict), value, path)  # a case or a result, which has its own schema
    if dataclasses.is_dataclass(wanted):
        return read_object(wanted, value, path)
    if wanted is dt.date:
        expect(isinstance(value, str), value, path)
        return dt.date.fromisoformat(value)
    return expect(type(value) is wanted, value, path)


def read_one_of(options: tuple[Any, ...], value: Any, path: str) -> Any:
    if types.NoneType in options:
        return None if value is None else read(next(option for option in options if option is not types.NoneType), value, path)
    expect(isinstance(value, dict), value, path)
    block = next((option for option in options if option.block == value.get("block")), None)
    expect(block is not None, value, path)
    return read(block, value, path)


def read_object(wanted: Any, value: Any, path: str) -> Any:
    expect(isinstance(value, dict), value, path)
    hints = typing.get_type_hints(wanted)
    expect(set(value) <= set(hints), value, path)
    try:
        return wanted(**{name: read(hints[name], found, f"{path}.{name}") for name, found in value.items()})
    except TypeError as missing:
        raise Unreadable(f"{path}: {missing}") from missing


def expect(holds: bool, value: Any, path: str) -> Any:
    if not holds:
        raise Unreadable(f"{path}: {str(value)[:60]}")
    return value
