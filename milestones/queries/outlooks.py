"""Risks, success factors and benefits of a project."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from milestones.models import Benefit, Risk, RiskMeasure, SuccessFactor
from portfolio.statements import Part, Together, given, known
from projects.models import Project


@dataclass(frozen=True)
class Outlook:
    """What may go wrong, what must not fail, and what is to be gained."""

    risks: list[Risk]
    factors: list[SuccessFactor]
    benefits: list[Benefit]


RISKS = {
    "risks": Part(lambda: Risk.objects.filter(project=given("project"))),
    "measures": Part(lambda: RiskMeasure.objects.filter(risk__project=given("project"))),
}
ALL_OF_IT = Together(
    **RISKS,
    factors=Part(lambda: SuccessFactor.objects.filter(project=given("project"))),
    benefits=Part(lambda: Benefit.objects.filter(project=given("project"))),
)
RISKS_ONLY = Together(**RISKS)


def with_measures(found: dict[str, list[Any]], confidential: bool) -> list[Risk]:
    """Confidential ones only when asked for by somebody who may see them."""
    measures: dict[int, list[RiskMeasure]] = defaultdict(list)
    for measure in found["measures"]:
        measures[measure.risk_id].append(measure)
    risks: list[Risk] = [risk for risk in found["risks"] if confidential or not risk.is_confidential]
    for risk in risks:
        risk._prefetched_objects_cache = {"measures": known(RiskMeasure, measures[risk.pk])}  # type: ignore[attr-defined]
    return risks


def risks(project: Project, confidential: bool) -> list[Risk]:
    """With their measures; one query."""
    return with_measures(RISKS_ONLY.rows(project=project.pk), confidential)


def outlook(project: Project, confidential: bool) -> Outlook:
    """One query."""
    found = ALL_OF_IT.rows(project=project.pk)
    return Outlook(with_measures(found, confidential), found["factors"], found["benefits"])
