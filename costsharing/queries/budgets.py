"""What the pages read of budgets and funding."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BigIntegerField, Case, Max, QuerySet, Sum, Value, When

from costsharing.balance import Balance, balance
from costsharing.models import Budget, BudgetAmount, BudgetLine, FundingAmount, FundingLine, LocalCost
from projects.models import Project
from projects.models.project import Certainty

FIRMNESS = (Certainty.STATED, Certainty.APPROXIMATE, Certainty.EXAMPLE)


def least_firm(certainties: Iterable[str]) -> str:
    """A sum stands no firmer than the least firm of what it adds up."""
    return max(certainties, key=lambda certainty: FIRMNESS.index(Certainty(certainty)), default=Certainty.STATED)


@dataclass
class Cost:
    """What a project costs: by year as budgeted, what pays for it, and the frame when the document gives only that."""

    by_year: dict[int, int] = field(default_factory=dict)
    funding: dict[int, int] = field(default_factory=dict)
    certainty: str = Certainty.STATED
    frame: int | None = None
    frame_certainty: str = ""

    @property
    def total(self) -> int:
        return sum(self.by_year.values())

    @property
    def has_gap(self) -> bool:
        """Both sides are there and differ in some year."""
        years = self.by_year.keys() | self.funding.keys() if self.by_year and self.funding else ()
        return any(self.by_year.get(year, 0) != self.funding.get(year, 0) for year in years)


def costs(projects: Iterable[int] | QuerySet[Project]) -> dict[int, Cost]:
    """One query for any number of projects, named by their keys or by the query that finds them."""
    found: dict[int, Cost] = defaultdict(Cost)
    parts: list[QuerySet[Any, Any]] = [
        Budget.objects.filter(project__in=projects).values_list(Value("frame"), "project", Value(0), "frame_minor", how_rough("frame_certainty"))
    ]
    for side, amounts in (("cost", BudgetAmount.objects), ("funding", FundingAmount.objects)):
        lines = amounts.filter(line__project__in=projects).order_by().values_list(Value(side), "line__project", "year")
        parts.append(lines.annotate(Sum("minor", output_field=BigIntegerField()), rough=Max(how_rough("line__certainty"))))
    for side, pk, year, minor, rough in parts[0].union(*parts[1:], all=True):
        cost = found[pk]
        if side == "frame":
            cost.frame, cost.frame_certainty = minor, FIRMNESS[rough]
        elif side == "funding":
            cost.funding[year] = int(minor)  # a union leaves PostgreSQL's sums as they come: numeric
        else:
            cost.by_year[year] = int(minor)
            cost.certainty = cost.certainty if not rough else least_firm((cost.certainty, FIRMNESS[rough]))
    return found


def how_rough(field: str) -> Case:
    """The place in FIRMNESS, in SQL."""
    return Case(*(When(**{field: each}, then=Value(place)) for place, each in enumerate(FIRMNESS)), default=Value(0))


@dataclass(frozen=True)
class Line:
    """A line of the budget or of the funding, its amounts by year."""

    text: str
    kind: str
    certainty: str
    note: str
    amounts: dict[int, int]
    split: str = ""
    split_certainty: str = ""

    @property
    def total(self) -> int:
        return sum(self.amounts.values())


@dataclass(frozen=True)
class Money:
    budget: Budget | None
    lines: list[Line]
    funding: list[Line]
    local_costs: list[LocalCost]
    balance: Balance


def money(project: Project) -> Money:
    lines = [
        Line(line.text, line.get_kind_display(), line.certainty, line.note, {amount.year: amount.minor for amount in line.amounts.all()})
        for line in BudgetLine.objects.filter(project=project).prefetch_related("amounts")
    ]
    funding = [
        Line(line.text, line.get_kind_display(), line.certainty, line.note, {a.year: a.minor for a in line.amounts.all()}, line.split, line.split_certainty)
        for line in FundingLine.objects.filter(project=project).prefetch_related("amounts")
    ]
    sides = balance([line.amounts for line in lines], [line.amounts for line in funding])
    return Money(Budget.objects.filter(project=project).first(), lines, funding, list(LocalCost.objects.filter(project=project)), sides)
