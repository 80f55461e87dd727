"""What the pages read of budgets and funding."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, Sum

from costsharing.balance import Balance, balance
from costsharing.models import Budget, BudgetLine, FundingLine, LocalCost
from projects.models import Project
from projects.models.project import Certainty

FIRMNESS = (Certainty.STATED, Certainty.APPROXIMATE, Certainty.EXAMPLE)


def least_firm(certainties: Iterable[str]) -> str:
    """A sum stands no firmer than the least firm of what it adds up."""
    return max(certainties, key=lambda certainty: FIRMNESS.index(Certainty(certainty)), default=Certainty.STATED)


@dataclass
class Cost:
    """What a project costs: by year as budgeted, and the frame when the document gives only that."""

    by_year: dict[int, int] = field(default_factory=dict)
    certainty: str = Certainty.STATED
    frame: int | None = None
    frame_certainty: str = ""

    @property
    def total(self) -> int:
        return sum(self.by_year.values())


def costs(projects: Iterable[int]) -> dict[int, Cost]:
    """One query for any number of projects."""
    found: dict[int, Cost] = defaultdict(Cost)
    rows = (
        Project.objects.filter(pk__in=projects).order_by().values_list("pk", "budget__frame_minor", "budget__frame_certainty", "budgetline_rows__amounts__year")
    )
    rough = [Count("pk", filter=Q(budgetline_rows__certainty=certainty)) for certainty in (Certainty.APPROXIMATE, Certainty.EXAMPLE)]
    for pk, frame, frame_certainty, year, minor, guesses, examples in rows.annotate(Sum("budgetline_rows__amounts__minor"), about=rough[0], example=rough[1]):
        cost = found[pk]
        cost.frame, cost.frame_certainty = frame, frame_certainty or ""
        if year is not None:
            cost.by_year[year] = minor
            cost.certainty = least_firm([cost.certainty, Certainty.EXAMPLE if examples else Certainty.APPROXIMATE if guesses else Certainty.STATED])
    return found


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
