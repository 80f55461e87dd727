"""What is to be split, on whom, by which rule: frozen, in whole minor units and exact numbers. Codes are official codes, months count from year 0."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from costsharing.engine.part import Amounts, Number, Part

Month = int  # year × 12 + month − 1


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Period:
    """Both months inclusive."""

    first: Month
    last: Month

    @property
    def months(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Figure:
    """A dated number of a participant. Source and date are for whoever asks why."""

    value: Number
    source: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What must hold for a yes (or for the start): every one that is given. ``fee`` in minor units, tested on the exact share."""

    participants: int | None = None
    figures: Mapping[str, Number] = field(default_factory=dict)
    fee: int | None = None
    companions: tuple[str, ...] = ()
    grant: str | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    code: str
    name: str
    figures: Mapping[str, Figure] = field(default_factory=dict)
    first: Month | None = None
    last: Month | None = None
    answer: Answer = Answer.NONE
    terms: Terms | None = None

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class Organisation:
    """Pays without taking part."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class NamedAmount:
    label: str
    amount: int


@dataclass(frozen=True, slots=True)
class AgreedException:
    """Pays this instead; the others carry the difference by the same keys."""

    amount: int
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """A floor or ceiling for each participant: minor units, or a fraction of the total."""

    amount: int | None = None
    fraction: Number | None = None


@dataclass(frozen=True, slots=True)
class Lent:
    """Hours delivered and what an hour is worth in minor units."""

    hours: Number
    rate: Number


@dataclass(frozen=True, slots=True)
class Case:
    currency: str
    unit: int  # minor units: 1, 100, 1 000, 10 000 or 100 000
    participants: tuple[Participant, ...]
    parts: tuple[Part, ...]
    base: int | None = None
    period: Period | None = None
    organisations: tuple[Organisation, ...] = ()
    lines: tuple[NamedAmount, ...] = ()
    grants: Mapping[str, str] = field(default_factory=dict)  # name → sought, granted or refused
    deduct: tuple[NamedAmount, ...] = ()
    exceptions: Mapping[str, AgreedException] = field(default_factory=dict)
    corrections: Amounts = field(default_factory=dict)
    floor: Limit | None = None
    ceiling: Limit | None = None
    previous: Amounts = field(default_factory=dict)
    max_change: Number | None = None
    remainder: str = "largest"
    reimbursements: Mapping[str, Lent] = field(default_factory=dict)
    threshold: Terms | None = None
