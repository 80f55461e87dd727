"""Risks before and after measures, success factors and benefits."""

from collections.abc import Iterable
from dataclasses import dataclass

from milestones.models import Benefit, Risk, SuccessFactor
from milestones.queries.outlooks import outlook
from milestones.riskmatrix import Level, level
from portfolio.access.permissions import P
from projects.models import Project
from projects.models.project import Certainty

SHADES = {Level.LOW: 1, Level.MEDIUM: 2, Level.HIGH: 3}


@dataclass(frozen=True)
class RiskRow:
    """A risk and its number in the list."""

    number: int
    risk: Risk
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Cell:
    shade: int
    rows: list[RiskRow]


@dataclass(frozen=True)
class RisksPage:
    risks: list[RiskRow]
    matrix: list[list[Cell]]
    matrix_after: list[list[Cell]]
    factors: list[SuccessFactor]
    benefits: list[Benefit]

    @property
    def has_example_risks(self) -> bool:
        return any(row.before and row.risk.certainty == Certainty.EXAMPLE for row in self.risks)


def score(probability: int | None, impact: int | None) -> int | None:
    return None if probability is None or impact is None else probability * impact


def risk_rows(found: Iterable[Risk]) -> list[RiskRow]:
    return [
        RiskRow(number, risk, score(risk.probability, risk.impact), score(risk.probability_after, risk.impact_after)) for number, risk in enumerate(found, 1)
    ]


def matrix(rows: list[RiskRow], after: bool = False) -> list[list[Cell]]:
    """Highest probability first; no matrix when no risk has a score."""
    placed: dict[tuple[int | None, int | None], list[RiskRow]] = {}
    for row in rows:
        where = (row.risk.probability_after, row.risk.impact_after) if after else (row.risk.probability, row.risk.impact)
        placed.setdefault(where, []).append(row)
    placed.pop((None, None), None)
    if not placed:
        return []
    return [[Cell(SHADES[level(probability, impact)], placed.get((probability, impact), [])) for impact in range(1, 6)] for probability in range(5, 0, -1)]


def risks_page(project: Project) -> RisksPage:
    found = outlook(project, confidential=P.RISK_CONFIDENTIAL_VIEW in project.allowed)
    rows = risk_rows(found.risks)
    return RisksPage(rows, matrix(rows), matrix(rows, after=True), found.factors, found.benefits)
