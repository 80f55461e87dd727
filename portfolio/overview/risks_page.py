"""Risks before, now and after measures, success factors and benefits."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString

from milestones.followup import Score, Scores
from milestones.models import FollowUp, Risk, SuccessFactor
from milestones.queries.followups import follow_up, months_by_level, review_by, risks_noted
from milestones.queries.outlooks import outlook, scores_of
from milestones.riskmatrix import Level, level
from portfolio.access.permissions import P
from portfolio.overview.benefit_rows import BenefitRow, benefit_rows
from portfolio.overview.marks import Mark
from portfolio.overview.riskmarks import SHADES, legend, score_mark, status_mark, symbol, trend_word
from projects.lifecycle import Stage
from projects.models import Project
from projects.models.project import Certainty

OVER = (Stage.CLOSED, Stage.STOPPED)


@dataclass(frozen=True)
class RiskRow:
    """A risk and its number in the list.

    review_by: when it is to be looked at again, None when nobody waits for that. today: what the days of its measures are held against.
    """

    number: int
    risk: Risk
    scores: Scores
    review_by: dt.date | None = None
    is_late: bool = False
    today: dt.date | None = None

    @property
    def is_opportunity(self) -> bool:
        return self.risk.kind == Risk.Kind.OPPORTUNITY

    @property
    def is_closed(self) -> bool:
        return self.risk.status == Risk.Status.CLOSED

    @property
    def now(self) -> Mark | None:
        return score_mark(self.scores.now, self.is_opportunity) if self.scores.now else None

    @property
    def first(self) -> Mark | None:
        """Before measures, once a review says how it stands since."""
        return score_mark(self.scores.before, self.is_opportunity) if self.scores.before and self.scores.reviews else None

    @property
    def residual(self) -> Mark | None:
        """What is left once the measures are done."""
        return score_mark(self.scores.after, self.is_opportunity) if self.scores.after else None

    @property
    def status(self) -> Mark:
        return status_mark(self.risk.status, self.risk.closed_because)

    @property
    def trend(self) -> str:
        return trend_word(self.scores.trend)

    @property
    def course(self) -> list[tuple[Score, Mark]]:
        """Every score that it has had, the first one without a day."""
        return [(each, score_mark(each, self.is_opportunity)) for each in self.scores.course]

    @property
    def hits(self) -> str:
        return ", ".join(each.organisation.name for each in self.risk.parties.all())

    @property
    def left_to_do(self) -> int:
        return sum(measure.done_on is None for measure in self.risk.measures.all())


@dataclass(frozen=True)
class Cell:
    level: Level
    number: int
    rows: list[RiskRow]
    is_opportunity: bool = False

    @property
    def shade(self) -> int:
        return SHADES[self.level]

    @property
    def symbol(self) -> SafeString:
        return symbol(self.level, self.is_opportunity)


Matrix = list[list[Cell]]


def has_examples(rows: Iterable[RiskRow]) -> bool:
    return any(row.scores.before and row.risk.certainty == Certainty.EXAMPLE for row in rows)


class Told:
    """What every page with a matrix says of it."""

    risks: list[RiskRow]

    @property
    def has_example_risks(self) -> bool:
        return has_examples(row for row in self.risks if not row.is_opportunity)

    @property
    def has_example_gains(self) -> bool:
        return has_examples(row for row in self.risks if row.is_opportunity)

    @property
    def has_reviews(self) -> bool:
        """Then the first matrix shows where they stand now, not where they stood before anything was done."""
        return any(row.scores.reviews for row in self.risks)

    @property
    def legend(self) -> list[Mark]:
        return legend()

    @property
    def gains_legend(self) -> list[Mark]:
        return legend(is_opportunity=True)


@dataclass(frozen=True)
class RisksPage(Told):
    risks: list[RiskRow]
    matrix: Matrix
    matrix_after: Matrix
    gains: Matrix
    factors: list[SuccessFactor]
    benefits: list[BenefitRow]
    follow_up: FollowUp


def risk_rows(
    found: Iterable[Risk], months: Mapping[Level, int] | None = None, today: dt.date | None = None, noted: Mapping[int, dt.date | None] | None = None
) -> list[RiskRow]:
    """With months, and when each was written down: also when each is to be looked at again."""
    return [risk_row(number, risk, months, today, (noted or {}).get(risk.pk)) for number, risk in enumerate(found, 1)]


def risk_row(number: int, risk: Risk, months: Mapping[Level, int] | None, today: dt.date | None, noted: dt.date | None) -> RiskRow:
    scores = scores_of(risk)
    by = None if months is None or risk.status == Risk.Status.CLOSED else review_by(scores, noted, months)
    return RiskRow(number, risk, scores, by, by is not None and today is not None and by < today, today)


def matrix(rows: list[RiskRow], after: bool = False, gains: bool = False) -> Matrix:
    """Highest probability first; no matrix when none has a score. gains: of the opportunities. What is closed no longer stands in it."""
    placed: dict[tuple[int, int], list[RiskRow]] = {}
    for row in rows:
        score = row.scores.after if after else row.scores.now
        if score and row.is_opportunity == gains and not row.is_closed:
            placed.setdefault((score.probability, score.impact), []).append(row)
    return drawn(placed, gains) if placed else []


def drawn(placed: Mapping[tuple[int, int], list[RiskRow]], gains: bool) -> Matrix:
    return [
        [Cell(level(probability, impact), probability * impact, placed.get((probability, impact), []), gains) for impact in range(1, 6)]
        for probability in range(5, 0, -1)
    ]


def risks_page(project: Project, today: dt.date) -> RisksPage:
    found, every = outlook(project, confidential=P.RISK_CONFIDENTIAL_VIEW in project.allowed), follow_up(project.region)
    months = None if project.stage in OVER else months_by_level(every)
    rows = risk_rows(found.risks, months, today, risks_noted(project))
    return RisksPage(rows, matrix(rows), matrix(rows, after=True), matrix(rows, gains=True), found.factors, benefit_rows(found.benefits), every)
