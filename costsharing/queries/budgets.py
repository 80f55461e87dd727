"""What the pages read of budgets and funding."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BigIntegerField, Case, Max, QuerySet, Sum, Value, When

from costsharing.balance import Balance, balance
from costsharing.models import Budget, BudgetAmount, BudgetLine, FundingAmount, FundingLine, LocalCost, LocalCostAmount
from portfolio.statements import Given, Part, Statement, Together, given
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


def cost_rows(projects: Any) -> QuerySet[Any, tuple[Any, ...]]:
    """By side, project and year; projects: their keys, the query that finds them, or one that is given."""
    which = "exact" if isinstance(projects, Given) else "in"
    parts: list[QuerySet[Any, Any]] = [
        Budget.objects.filter(**{f"project__{which}": projects}).values_list(Value("frame"), "project", Value(0), "frame_minor", how_rough("frame_certainty"))
    ]
    paying = FundingAmount.objects.exclude(line__grant_state=FundingLine.Grant.REFUSED)
    for side, amounts in (("cost", BudgetAmount.objects.all()), ("funding", paying)):
        lines = amounts.filter(**{f"line__project__{which}": projects}).order_by().values_list(Value(side), "line__project", "year")
        parts.append(lines.annotate(Sum("minor", output_field=BigIntegerField()), rough=Max(how_rough("line__certainty"))))
    return parts[0].union(*parts[1:], all=True)


COST_OF_ONE = Statement(lambda: cost_rows(given("project")))


def costs(projects: Iterable[int] | QuerySet[Project]) -> dict[int, Cost]:
    """One query for any number of projects, named by their keys or by the query that finds them."""
    return added_up(cost_rows(projects))


def cost_of(project: Project) -> Cost:
    return added_up(COST_OF_ONE.rows(project=project.pk))[project.pk]


def added_up(rows: Iterable[tuple[Any, ...]]) -> dict[int, Cost]:
    found: dict[int, Cost] = defaultdict(Cost)
    for side, pk, year, minor, rough in rows:
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
    grant_state: str = ""
    grant_terms: str = ""
    apply_by: dt.date | None = None

    @property
    def total(self) -> int:
        return sum(self.amounts.values())

    @property
    def open_until(self) -> dt.date | None:
        """The last day to apply for a grant, as long as it is not sought."""
        return self.apply_by if self.grant_state in FundingLine.NOT_SOUGHT else None

    @property
    def counted(self) -> dict[int, int]:
        """What it adds to the sums: a grant that is refused pays for nothing."""
        return {} if self.grant_state == FundingLine.Grant.REFUSED else self.amounts


@dataclass(frozen=True)
class Money:
    budget: Budget | None
    lines: list[Line]
    funding: list[Line]
    local_costs: list[LocalCost]
    balance: Balance
    local: dict[int, list[LocalCostAmount]] = field(default_factory=dict)
    """Each local cost's amounts, with their municipalities, by number and year."""


MONEY = Together(
    budget=Part(lambda: Budget.objects.filter(project=given("project")), order=("pk",)),
    lines=Part(lambda: BudgetLine.objects.filter(project=given("project"))),
    amounts=Part(lambda: BudgetAmount.objects.filter(line__project=given("project")), order=("year",)),
    funding=Part(lambda: FundingLine.objects.filter(project=given("project"))),
    paid=Part(lambda: FundingAmount.objects.filter(line__project=given("project")), order=("year",)),
    local_costs=Part(lambda: LocalCost.objects.filter(project=given("project"))),
    local=Part(
        lambda: LocalCostAmount.objects.filter(cost__project=given("project")),
        along=("organisation",),
        only={"organisation": ("name", "code")},
        order=("organisation.code", "organisation.name", "year"),
    ),
)


def money(project: Project) -> Money:
    """One query."""
    found = MONEY.rows(project=project.pk)
    costs, paid = by_line(found["amounts"]), by_line(found["paid"])
    lines = [Line(line.text, line.get_kind_display(), line.certainty, line.note, costs[line.pk]) for line in found["lines"]]
    funding = [
        Line(
            line.text,
            line.get_kind_display(),
            line.certainty,
            line.note,
            paid[line.pk],
            line.split,
            line.split_certainty,
            line.grant_state,
            line.grant_terms,
            line.apply_by,
        )
        for line in found["funding"]
    ]
    sides = balance([line.counted for line in lines], [line.counted for line in funding])
    local: dict[int, list[LocalCostAmount]] = defaultdict(list)
    for amount in found["local"]:
        local[amount.cost_id].append(amount)
    return Money(next(iter(found["budget"]), None), lines, funding, found["local_costs"], sides, dict(local))


def by_line(amounts: Iterable[BudgetAmount | FundingAmount]) -> dict[int, dict[int, int]]:
    """Each line's amounts by year."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for amount in amounts:
        found[amount.line_id][amount.year] = amount.minor
    return found
