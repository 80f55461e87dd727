"""Budget and funding year by year, and whether the two sides agree."""

import datetime as dt
from dataclasses import dataclass

from costsharing.balance import Gap
from costsharing.models import Allocation, LocalCostAmount
from costsharing.queries.allocations import allocations
from costsharing.queries.budgets import Line, least_firm, money
from portfolio.overview.marks import Mark, grant_mark
from projects.models import Project


@dataclass(frozen=True)
class TableRow:
    line: Line
    amounts: list[int | None]
    grant: Mark | None = None


@dataclass(frozen=True)
class LocalRow:
    """What a municipality bears, year by year."""

    name: str
    amounts: list[int | None]


@dataclass(frozen=True)
class Local:
    number: int
    text: str
    years: list[int]
    rows: list[LocalRow]


@dataclass(frozen=True)
class Side:
    """A table: its lines, the sum of each year and of all, and how firm the least firm line is."""

    rows: list[TableRow]
    sums: list[int]
    total: int
    certainty: str


@dataclass(frozen=True)
class MoneyPage:
    years: tuple[int, ...]
    costs: Side
    funding: Side
    gaps: list[Gap]
    frame: int | None
    frame_certainty: str
    note: str
    local_costs: list[Local]
    allocations: list[Allocation]

    @property
    def has_split(self) -> bool:
        return any(row.line.split for row in self.funding.rows)

    @property
    def agrees(self) -> bool:
        return bool(self.costs.rows and self.funding.rows and not self.gaps)


def side(lines: list[Line], years: tuple[int, ...], today: dt.date) -> Side:
    rows = [TableRow(line, [line.amounts.get(year) for year in years], grant_mark(line, today)) for line in lines]
    return Side(
        rows,
        [sum(line.counted.get(year, 0) for line in lines) for year in years],
        sum(sum(line.counted.values()) for line in lines),
        least_firm(line.certainty for line in lines),
    )


def money_page(project: Project, today: dt.date) -> MoneyPage:
    found = money(project)
    years = found.balance.years
    gaps = found.balance.gap_list if found.lines and found.funding else []
    return MoneyPage(
        years,
        side(found.lines, years, today),
        side(found.funding, years, today),
        gaps,
        found.budget.frame_minor if found.budget else None,
        found.budget.frame_certainty if found.budget else "",
        found.budget.note if found.budget else "",
        [local(cost.pk, cost.text, found.local.get(cost.pk, [])) for cost in found.local_costs],
        allocations(project),
    )


def local(number: int, text: str, amounts: list[LocalCostAmount]) -> Local:
    """Listed beside the budget, never in its sum."""
    years = sorted({amount.year for amount in amounts})
    by_party: dict[str, dict[int, int]] = {}
    for amount in amounts:
        by_party.setdefault(amount.organisation.name, {})[amount.year] = amount.minor
    return Local(number, text, years, [LocalRow(name, [found.get(year) for year in years]) for name, found in by_party.items()])
