"""Risks, success factors and benefits of a project."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from milestones.followup import Scores, scores
from milestones.models import Benefit, BenefitMeasurement, BenefitOwner, Risk, RiskMeasure, RiskParty, RiskReview, SuccessFactor
from portfolio.statements import Part, Together, given, known
from projects.models import Project


@dataclass(frozen=True)
class Outlook:
    """What may go wrong, what must not fail, and what is to be gained."""

    risks: list[Risk]
    factors: list[SuccessFactor]
    benefits: list[Benefit]


NAME: dict[str, tuple[str, ...]] = {"organisation": ("name", "code")}
RISKS = {
    "risks": Part(lambda: Risk.objects.filter(project=given("project"))),
    "measures": Part(lambda: RiskMeasure.objects.filter(risk__project=given("project"))),
    "parties": Part(lambda: RiskParty.objects.filter(risk__project=given("project")), ("organisation",), NAME, order=("organisation.name", "pk")),
    "reviews": Part(lambda: RiskReview.objects.filter(risk__project=given("project")), order=("reviewed_on",)),
}
BENEFITS = {
    "benefits": Part(lambda: Benefit.objects.filter(project=given("project"))),
    "owners": Part(lambda: BenefitOwner.objects.filter(benefit__project=given("project")), ("organisation",), NAME, order=("organisation.name", "pk")),
    "measurements": Part(lambda: BenefitMeasurement.objects.filter(benefit__project=given("project")), ("organisation",), NAME, order=("measured_on", "pk")),
}
ALL_OF_IT = Together(
    **RISKS,
    factors=Part(lambda: SuccessFactor.objects.filter(project=given("project"))),
    **BENEFITS,
)
RISKS_ONLY, BENEFITS_ONLY = Together(**RISKS), Together(**BENEFITS)


def below(rows: list[Any], column: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, column)].append(row)
    return found


def whole_risks(found: dict[str, list[Any]], confidential: bool) -> list[Risk]:
    """With what hangs below them; confidential ones only when asked for by somebody who may see them."""
    tables = (("measures", RiskMeasure), ("parties", RiskParty), ("reviews", RiskReview))
    held = {name: below(found[name], "risk_id") for name, _model in tables}
    risks: list[Risk] = [risk for risk in found["risks"] if confidential or not risk.is_confidential]
    for risk in risks:
        risk._prefetched_objects_cache = {name: known(model, held[name][risk.pk]) for name, model in tables}  # type: ignore[attr-defined]
    return risks


def whole_benefits(found: dict[str, list[Any]]) -> list[Benefit]:
    tables = (("owners", BenefitOwner), ("measurements", BenefitMeasurement))
    held = {name: below(found[name], "benefit_id") for name, _model in tables}
    benefits: list[Benefit] = found["benefits"]
    for benefit in benefits:
        benefit._prefetched_objects_cache = {name: known(model, held[name][benefit.pk]) for name, model in tables}  # type: ignore[attr-defined]
    return benefits


def scores_of(risk: Risk) -> Scores:
    """Of a risk that came with its reviews."""
    reviews = [(each.reviewed_on, each.probability, each.impact) for each in risk.reviews.all()]
    return scores((risk.probability, risk.impact), (risk.probability_after, risk.impact_after), reviews)


def risks(project: Project, confidential: bool) -> list[Risk]:
    """With their measures, parties and reviews; one query."""
    return whole_risks(RISKS_ONLY.rows(project=project.pk), confidential)


def benefits(project: Project) -> list[Benefit]:
    """With their owners and measurements; one query."""
    return whole_benefits(BENEFITS_ONLY.rows(project=project.pk))


def outlook(project: Project, confidential: bool) -> Outlook:
    """One query."""
    found = ALL_OF_IT.rows(project=project.pk)
    return Outlook(whole_risks(found, confidential), found["factors"], whole_benefits(found))
