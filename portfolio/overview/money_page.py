"""Budget and funding year by year, and whether the two sides agree."""

from dataclasses import dataclass

from costsharing.queries.budgets import Line, least_firm, money
from projects.models import Project


@dataclass(frozen=True)
class TableRow:
    line: Line
    amounts: list[int | None]


@dataclass(frozen=True)
class Side:
    """A table: its lines, the sum of each year and of all, and how firm the least firm line is."""

    rows: list[TableRow]
    sums: list[int]
    total: int
    certainty: str


@dataclass(frozen=True)
class Gap:
    year: int
    minor: int

    @property
    def is_lacking(self) -> bool:
        return self.minor > 0

    @property
    def size(self) -> int:
        return abs(self.minor)


@dataclass(frozen=True)
class MoneyPage:
    years: tuple[int, ...]
    costs: Side
    funding: Side
    gaps: list[Gap]
    frame: int | None
    frame_certainty: str
    note: str
    local_costs: list[str]

    @property
    def has_split(self) -> bool:
        return any(row.line.split for row in self.funding.rows)

    @property
    def agrees(self) -> bool:
        return bool(self.costs.rows and self.funding.rows and not self.gaps)


def side(lines: list[Line], years: tuple[int, ...]) -> Side:
    rows = [TableRow(line, [line.amounts.get(year) for year in years]) for line in lines]
    return Side(
        rows,
        [sum(line.amounts.get(year, 0) for line in lines) for year in years],
        sum(line.total for line in lines),
        least_firm(line.certainty for line in lines),
    )


def money_page(project: Project) -> MoneyPage:
    found = money(project)
    years = found.balance.years
    gaps = [Gap(year, minor) for year, minor in found.balance.gaps.items()] if found.lines and found.funding else []
    return MoneyPage(
        years,
        side(found.lines, years),
        side(found.funding, years),
        gaps,
        found.budget.frame_minor if found.budget else None,
        found.budget.frame_certainty if found.budget else "",
        found.budget.note if found.budget else "",
        [cost.text for cost in found.local_costs],
    )
