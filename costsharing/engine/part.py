"""The parts of a rule: what size, by which key. Frozen values; amounts in minor units."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

Number = int | Fraction  # never a float; whole numbers stay int because those are some twenty times faster
Amounts = Mapping[str, int]  # code → minor units


class Per(StrEnum):
    YEAR = "year"  # as it stands; a participant's months weigh it
    MONTH = "month"  # times the months of the period; months weigh it
    ONCE = "once"  # as it stands; months play no role


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

    def holds(self, value: Number) -> bool:
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)


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
