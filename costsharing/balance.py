"""The two sides of a budget, year by year, and the gap between them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Gap:
    """A year in which the two sides differ: minor units above zero lack funding."""

    year: int
    minor: int

    @property
    def is_lacking(self) -> bool:
        return self.minor > 0

    @property
    def size(self) -> int:
        return abs(self.minor)


@dataclass(frozen=True)
class Balance:
    """Whole minor units by year, years in order."""

    years: tuple[int, ...]
    cost: Mapping[int, int]
    funding: Mapping[int, int]

    @property
    def total_cost(self) -> int:
        return sum(self.cost.values())

    @property
    def total_funding(self) -> int:
        return sum(self.funding.values())

    @property
    def gaps(self) -> dict[int, int]:
        """Cost minus funding for each year in which they differ: above zero lacks financing."""
        return {year: gap for year in self.years if (gap := self.cost[year] - self.funding[year])}

    @property
    def gap_list(self) -> list[Gap]:
        return [Gap(year, minor) for year, minor in self.gaps.items()]

    @property
    def agrees(self) -> bool:
        return not self.gaps


def balance(cost: Iterable[Mapping[int, int]], funding: Iterable[Mapping[int, int]]) -> Balance:
    """Add up the lines, each a mapping of year → minor units."""
    cost, funding = list(cost), list(funding)
    years = tuple(sorted({year for line in [*cost, *funding] for year in line}))

    def sums(lines: list[Mapping[int, int]]) -> dict[int, int]:
        return {year: sum(line.get(year, 0) for line in lines) for year in years}

    return Balance(years, sums(cost), sums(funding))
