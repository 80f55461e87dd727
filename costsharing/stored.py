"""A case and its written result, read as a table. Nothing is worked out here but sums of what stands: what was adopted is never counted again."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from costsharing.engine.amounts import MINOR, amount_of, nearest

Written = Mapping[str, Any]
POPULATION = "population"


@dataclass(frozen=True)
class Figure:
    """As the case gives it; source and date (ISO) may be empty."""

    name: str
    value: Fraction
    source: str = ""
    date: str = ""


@dataclass(frozen=True)
class Line:
    """What one pays, in minor units. parts: in the order of Stored.labels. own: its own costs beside the sum."""

    code: str
    name: str
    parts: tuple[int, ...]
    correction: int
    remainder: int
    gross: int
    reimbursement: int
    net: int
    own: int
    figures: Mapping[str, Figure]
    first: str = ""
    last: str = ""
    is_payer_only: bool = False

    @property
    def population(self) -> Fraction | None:
        return self.figures[POPULATION].value if POPULATION in self.figures else None

    @property
    def per_inhabitant(self) -> Fraction | None:
        """Minor units, exact; None where no population was used."""
        return Fraction(self.gross) / self.population if self.population else None


@dataclass(frozen=True)
class Stored:
    """The whole table. total is what was to be shared, costs less what was deducted."""

    currency: str
    labels: tuple[str, ...]
    sums: tuple[int, ...]
    lines: tuple[Line, ...]
    total: int
    costs: int | None
    deducted: tuple[tuple[str, int], ...]

    @property
    def figure_names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for line in self.lines for name in line.figures))

    @property
    def has_corrections(self) -> bool:
        return any(line.correction for line in self.lines)

    @property
    def has_remainder(self) -> bool:
        return any(line.remainder for line in self.lines)

    @property
    def has_reimbursements(self) -> bool:
        return any(line.reimbursement for line in self.lines)

    def sources(self) -> list[tuple[str, str, str]]:
        """(figure, date, source), each once."""
        return sorted({(one.name, one.date, one.source) for line in self.lines for one in line.figures.values()})

    def of(self, code: str) -> Line | None:
        return next((line for line in self.lines if line.code == code), None)

    @property
    def agrees(self) -> bool:
        """Every row adds up to its share, every column to its part, and the shares to the total."""
        rows = all(sum(line.parts) + line.correction + line.remainder == line.gross for line in self.lines)
        columns = all(sum(line.parts[place] for line in self.lines) == wanted for place, wanted in enumerate(self.sums))
        return rows and columns and sum(line.gross for line in self.lines) == self.total


def minor(text: str) -> int:
    """An amount of the case format in minor units. ValueError for anything else."""
    found = amount_of(text)
    if found is None:
        raise ValueError(text)
    return found


def stored(case: Written, result: Written) -> Stored:
    """What is each one's own is no column: it stands in no sum."""
    places = [place for place, part in enumerate(result["parts"]) if part["key"] != "own"]
    taking = {one["code"]: one for one in case.get("participants", ())}
    return Stored(
        currency=result["currency"],
        labels=tuple(result["parts"][place]["label"] for place in places),
        sums=tuple(minor(result["parts"][place]["amount"]) for place in places),
        lines=tuple(line(share, taking.get(share["code"]), places) for share in result["shares"]),
        total=minor(result["total"]),
        costs=minor(case["base"]) if "base" in case else None,
        deducted=tuple((each["label"], minor(each["amount"])) for each in case.get("deduct", ())),
    )


def line(share: Written, participant: Written | None, places: Iterable[int]) -> Line:
    return Line(
        code=share["code"],
        name=share["name"],
        parts=tuple(minor(share["parts"][place]) for place in places),
        correction=minor(share["correction"]),
        remainder=minor(share["remainder"]),
        gross=minor(share["amount"]),
        reimbursement=minor(share["reimbursement"]),
        net=minor(share["net"]),
        own=sum(minor(each["amount"]) for each in share["own"]),
        figures={one.name: one for one in figures(participant or {})},
        first=(participant or {}).get("from", ""),
        last=(participant or {}).get("to", ""),
        is_payer_only=participant is None,
    )


def figures(participant: Written) -> Iterator[Figure]:
    """A figure is a bare number or an object with its source."""
    for name, said in participant.get("figures", {}).items():
        if isinstance(said, Mapping):
            yield Figure(name, Fraction(str(said["value"])), said.get("source", ""), said.get("date", ""))
        else:
            yield Figure(name, Fraction(str(said)))


@dataclass(frozen=True)
class Move:
    """What one paid before and pays now, in minor units; None: was or is not among them."""

    name: str
    before: int | None
    now: int | None

    @property
    def difference(self) -> int:
        return (self.now or 0) - (self.before or 0)


def moves(before: Mapping[str, tuple[str, int]], now: Mapping[str, tuple[str, int]]) -> list[Move]:
    """code → (name, net) on both sides; everyone of either, by code."""
    both = sorted(before.keys() | now.keys())
    return [Move((now.get(code) or before[code])[0], before[code][1] if code in before else None, now[code][1] if code in now else None) for code in both]


def nets(table: Stored) -> dict[str, tuple[str, int]]:
    return {line.code: (line.name, line.net) for line in table.lines}


def major(text: str) -> Fraction:
    """ "n/d" or a decimal, in major units."""
    return Fraction(text)


def nearest_minor(value: Fraction) -> int:
    """Major units to whole minor units; a half goes away from zero."""
    return nearest(value * MINOR)
