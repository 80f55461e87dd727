"""What the program knows of a project for its status report: shown beside the draft, and frozen as JSON when the report is sent."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from costsharing.queries.budgets import Cost, cost_of
from milestones.measuring import Course
from milestones.models import Risk
from milestones.queries.gates import Point, points
from milestones.queries.outlooks import outlook, scores_of
from milestones.queries.plans import Plan, plan
from milestones.reporting import Signs, Subject, suggested
from milestones.riskmatrix import Level, level
from portfolio.lib.periods import last_day
from portfolio.overview.benefit_rows import benefit_rows
from projects.models import Project


@dataclass(frozen=True)
class Slip:
    """A milestone that comes later than planned; days: how much, as forecast or as of today."""

    text: str
    planned_on: str
    precision: str
    days: int


@dataclass(frozen=True)
class RedRisk:
    text: str
    score: int


@dataclass(frozen=True)
class Gap:
    """In minor units, funding less cost: below zero something lacks."""

    year: int
    minor: int

    @property
    def lack(self) -> int:
        return -self.minor


@dataclass(frozen=True)
class NextDecision:
    """outcome: of one that its body takes up again, what it said last; "" while nothing has been recorded."""

    number: int | None
    question: str
    body: str
    on: str
    precision: str
    outcome: str = ""

    @property
    def day(self) -> dt.date:
        return dt.date.fromisoformat(self.on)


@dataclass(frozen=True)
class Gained:
    """Of all together, in hundredths of the unit."""

    text: str
    unit: str
    value: int
    on: str

    @property
    def day(self) -> dt.date:
        return dt.date.fromisoformat(self.on)


@dataclass(frozen=True)
class Facts:
    """Plain values alone, days as 2016-10-01, so that what is frozen reads back the same. None of it is of a confidential risk.

    passed: what waits for its decision though the day has passed, the earliest first.
    """

    on: str
    currency: str
    budget_minor: int | None = None
    budget_certainty: str = ""
    gaps: list[Gap] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)
    levels: dict[str, int] = field(default_factory=dict)
    red: list[RedRisk] = field(default_factory=list)
    next: NextDecision | None = None
    passed: list[NextDecision] = field(default_factory=list)
    gained: list[Gained] = field(default_factory=list)

    def frozen(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Known:
    """suggestions: by subject, where the program has something to go by; they count confidential risks too."""

    facts: Facts
    suggestions: dict[Subject, str]


def thawed(stored: dict[str, Any]) -> Facts | None:
    """What a report froze; None for a draft."""
    if not stored:
        return None
    lists = {"gaps": Gap, "slips": Slip, "red": RedRisk, "passed": NextDecision, "gained": Gained}
    values: dict[str, Any] = {name: [lists[name](**each) for each in value] if name in lists else value for name, value in stored.items()}
    values["next"] = NextDecision(**stored["next"]) if stored.get("next") else None
    return Facts(**values)


def known(project: Project, today: dt.date, forecast: int | None = None) -> Known:
    """Four queries. forecast: of the whole cost, as the report has it."""
    its_plan, cost, its = plan(project), cost_of(project), outlook(project, confidential=True)
    late, slips = slips_of(its_plan, today)
    ahead, passed = waiting(points(project), today)
    now = [(risk, score) for risk in its.risks if is_counted(risk) and (score := scores_of(risk).now)]
    found = [(risk, score, level(score.probability, score.impact)) for risk, score in now]
    open_to_all = [each for each in found if not each[0].is_confidential]
    high, medium = (sum(each is wanted for _risk, _score, each in found) for wanted in (Level.HIGH, Level.MEDIUM))
    facts = Facts(
        on=today.isoformat(),
        currency=project.region.currency,
        budget_minor=cost.total if cost.by_year else cost.frame,
        budget_certainty=cost.certainty if cost.by_year else cost.frame_certainty,
        gaps=gaps_of(cost),
        slips=slips,
        levels={each.value: sum(found is each for _risk, _score, found in open_to_all) for each in Level} if open_to_all else {},
        red=[RedRisk(risk.text, score.number) for risk, score, each in open_to_all if each is Level.HIGH],
        next=next(map(decision_of, ahead), None),
        passed=[decision_of(point) for point in passed],
        gained=[gained(row.benefit.text, row.benefit.unit, row.together) for row in benefit_rows(its.benefits) if row.together.newest],
    )
    signs = Signs(
        late=max([days for days in (late, *((today - point.ends).days for point in passed if point.ends)) if days is not None], default=None),
        gap=cost.has_gap if cost.by_year and cost.funding else None,
        budget=facts.budget_minor,
        forecast=forecast,
        high=high if found else None,
        medium=medium if found else None,
    )
    return Known(facts, suggested(signs))


def is_counted(risk: Risk) -> bool:
    return risk.status != Risk.Status.CLOSED and risk.kind == Risk.Kind.RISK


def slips_of(its: Plan, today: dt.date) -> tuple[int | None, list[Slip]]:
    """By how many days the worst slips (None without dates), and those that do, the worst first."""
    found, dated = [], False
    for row in its.milestones:
        if row.planned_on is None or row.reached_on is not None:
            dated = dated or row.planned_on is not None
            continue
        dated, due = True, last_day(row.planned_on, row.precision)
        days = (max(row.forecast_on or due, today) - due).days
        if days > 0:
            found.append(Slip(row.text, row.planned_on.isoformat(), row.precision, days))
    found.sort(key=lambda slip: -slip.days)
    return (found[0].days if found else 0) if dated else None, found


def gaps_of(cost: Cost) -> list[Gap]:
    """Only where both sides are there."""
    if not cost.has_gap:
        return []
    years = sorted(cost.by_year.keys() | cost.funding.keys())
    return [Gap(year, minor) for year in years if (minor := cost.funding.get(year, 0) - cost.by_year.get(year, 0))]


def waiting(found: Iterable[Point], today: dt.date) -> tuple[list[Point], list[Point]]:
    """Decision points with a day that wait for their decision: those ahead, and those whose day has passed; the earliest first."""
    dated = sorted((point for point in found if point.ends and not point.is_closed), key=lambda point: point.ends or dt.date.max)
    return [point for point in dated if point.ends and point.ends >= today], [point for point in dated if point.ends and point.ends < today]


def decision_of(point: Point) -> NextDecision:
    row, taken = point.row, point.decided
    assert row.planned_on
    outcome = taken.outcome.value if taken else ""
    return NextDecision(row.number, row.question, row.body.name if row.body else "", row.planned_on.isoformat(), row.precision, outcome)


def gained(text: str, unit: str, its: Course) -> Gained:
    assert its.newest
    return Gained(text, unit, its.newest[1], its.newest[0].isoformat())
