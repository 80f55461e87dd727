"""The terms of an offer, drawn from the project and frozen when they are sent: what page, mail and paper say, and the case that the fee is counted on."""

from collections.abc import Collection
from typing import Any

from costsharing.engine.why import INHABITANTS
from costsharing.models import BudgetAmount, Scenario
from costsharing.queries.cases import basis_of
from portfolio.models import Organisation
from projects.models import Commitment, Deliverable, Offer
from projects.queries.offers import OWN, own_terms

PROMISED = ("side", "title", "text", "persons", "least", "most", "unit", "certainty", "is_reimbursed")


def terms_of(offer: Offer, scenario: Scenario | None, organisations: Collection[Organisation]) -> dict[str, Any]:
    """As they stand now. organisations: whoever is asked: they share in the case. scenario: the try that the fee is counted by, None for no fee."""
    project = offer.project
    return {
        OWN: own_terms(offer),
        "region": project.region.name,
        "currency": project.region.currency,
        "project": {
            "name": project.name,
            "summary": project.summary,
            "language": project.language,
            "starts_on": project.starts_on.isoformat() if project.starts_on else "",
            "ends_on": project.ends_on.isoformat() if project.ends_on else "",
            "precision": project.dates_precision,
        },
        "deliverables": list(Deliverable.objects.filter(project=project).values("title", "text")),
        "commitments": list(Commitment.objects.filter(project=project, organisation=None).values(*PROMISED)),
        "attachments": list(offer.attachments.values("title", "sha256", "size")),
        "cost": {"year": scenario.year, "years": years_of(offer), "case": case_of(scenario, organisations)} if scenario else None,
    }


def years_of(offer: Offer) -> list[int]:
    """In which the project's budget has money, so that whoever is asked sees whether this is all."""
    return sorted(set(BudgetAmount.objects.filter(line__project=offer.project_id, minor__gt=0).order_by().values_list("year", flat=True)))


def case_of(scenario: Scenario, organisations: Collection[Organisation]) -> dict[str, Any]:
    """The scenario's, for those who are asked and nobody else; the stored scenario stays as it is. Inhabitants always stand in it: conditions ask for them."""
    asked = Scenario.objects.select_related("project__region").get(pk=scenario.pk)
    asked.who = Scenario.Who.CHOSEN
    found = basis_of(asked, organisations)
    for one in found.case["participants"]:
        if one["code"] in found.inhabitants and INHABITANTS not in one.get("figures", {}):
            known = found.inhabitants[one["code"]]
            one["figures"] = {**one.get("figures", {}), INHABITANTS: {"value": known.value, "source": known.source, "date": known.date}}
    return found.case
