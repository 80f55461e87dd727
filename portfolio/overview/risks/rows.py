"""A risk of the portfolio: the risk itself, its project, and what is said of it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from milestones.followup import Score
from milestones.models import Risk
from milestones.queries.followups import review_by
from milestones.queries.rolled import RolledRisk
from milestones.riskmatrix import Level, level
from projects.queries import ProjectRow


class RiskLine(NamedTuple):
    risk: RolledRisk
    project: ProjectRow
    review_by: dt.date | None
    is_late: bool

    @property
    def now(self) -> Score | None:
        return self.risk.scores.now

    @property
    def level(self) -> Level | None:
        return level(self.now.probability, self.now.impact) if self.now else None

    @property
    def is_opportunity(self) -> bool:
        return self.risk.kind == Risk.Kind.OPPORTUNITY

    @property
    def is_closed(self) -> bool:
        return self.risk.status == Risk.Status.CLOSED


def lines(found: Iterable[RolledRisk], projects: Mapping[int, ProjectRow], months: Mapping[Level, int], today: dt.date) -> list[RiskLine]:
    """The highest first; what has no score comes last, what is alike by project."""
    made = [line(risk, projects[risk.project], months, today) for risk in found]
    return sorted(made, key=lambda each: (-(each.now.number if each.now else 0), each.project.name, each.risk.pk))


def line(risk: RolledRisk, project: ProjectRow, months: Mapping[Level, int], today: dt.date) -> RiskLine:
    by = None if risk.status == Risk.Status.CLOSED else review_by(risk.scores, risk.noted, months)
    return RiskLine(risk, project, by, by is not None and by < today)
