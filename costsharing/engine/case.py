"""What is to be split, on whom, by which rule: frozen, in whole minor units and exact numbers. Codes are official codes, months count from year 0."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

Number = int | Fraction  # never a float; whole numbers stay int because those are some twenty times faster
Month = int  # year × 12 + month − 1
Amounts = Mapping[str, int]  # code → minor units


class Per(StrEnum):
    YEAR = "year"  # as it stands; a participant's months weigh it
    MONTH = "month"  # times the months of the period; months weigh it
    ONCE = "once"  # as it stands; months play no role


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
class Equal:
    pass


@dataclass(frozen=True, slots=True)
class Driver:
    """One key figure of a weighted sum: value ÷ per, carried to so many decimals (None: exact)."""

    name: str
    per: Number = 1
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class ByFigure:
    drivers: tuple[Driver, ...]


@dataclass(frozen=True, slots=True)
class Percent:
    percent: Mapping[str, Number]


@dataclass(frozen=True, slots=True)
class Agreed:
    """Agreed amounts, with the reason for them."""

    amounts: Amounts
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SizeClass:
    """Both limits inclusive; None: open. Either a fee in minor units or a weight."""

    low: Number | None
    high: Number | None
    fee: int | None = None
    weight: Number | None = None


@dataclass(frozen=True, slots=True)
class Classes:
    figure: str
    classes: tuple[SizeClass, ...]

    @property
    def by_fee(self) -> bool:
        return any(size.fee is not None for size in self.classes)


@dataclass(frozen=True, slots=True)
class Bracket:
    """Units above the bracket before, up to ``to`` inclusive (None: all the rest), at ``rate`` minor units each."""

    to: Number | None
    rate: Number


@dataclass(frozen=True, slots=True)
class Rate:
    figure: str
    brackets: tuple[Bracket, ...]  # one without limit: a plain price
    count_cap: Number | None = None
    amount_cap: int | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    price: Number  # minor units
    quantities: Mapping[str, Number]


@dataclass(frozen=True, slots=True)
class Payer:
    payer: str


@dataclass(frozen=True, slots=True)
class Own:
    """Each bears its own: listed, never split, never in the base."""

    own: Amounts


Key = Equal | ByFigure | Percent | Agreed | Classes | Rate | Usage | Payer | Own
KEY_NAMES: Mapping[type, str] = {
    Equal: "equal",
    ByFigure: "figure",
    Percent: "percent",
    Agreed: "amounts",
    Classes: "classes",
    Rate: "rate",
    Usage: "usage",
    Payer: "payer",
    Own: "own",
}


@dataclass(frozen=True, slots=True)
class Part:
    """At most one of fraction (of what is left of the base), amount (minor units) and lines; none where the key makes its own total."""

    label: str
    key: Key
    fraction: Number | None = None
    amount: int | None = None
    lines: tuple[str, ...] | None = None
    per: Per = Per.YEAR

    @property
    def key_name(self) -> str:
        return KEY_NAMES[type(self.key)]

    @property
    def makes_own_total(self) -> bool:
        return isinstance(self.key, Agreed | Rate | Usage | Own) or (isinstance(self.key, Classes) and self.key.by_fee)


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
