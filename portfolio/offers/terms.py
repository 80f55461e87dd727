"""The terms of an offer, drawn from the project and frozen when they are sent: what page, mail and paper say, and the case that the fee is counted on."""

from collections.abc import Collection
from typing import Any

from costsharing.assembling import Value
from costsharing.engine.why import INHABITANTS
from costsharing.models import BudgetAmount, Scenario
from costsharing.queries.cases import basis_of, day_of
from costsharing.queries.dated import figures_of, standing
from costsharing.queries.grounds import coded
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
        "cost": {"year": scenario.year, "years": years_of(offer), "case": case_of(scenario, organisations, offer.least_figure)} if scenario else None,
    }


def years_of(offer: Offer) -> list[int]:
    """In which the project's budget has money, so that whoever is asked sees whether this is all."""
    return sorted(set(BudgetAmount.objects.filter(line__project=offer.project_id, minor__gt=0).order_by().values_list("year", flat=True)))


def case_of(scenario: Scenario, organisations: Collection[Organisation], least_figure: str = "") -> dict[str, Any]:
    """The scenario's, for those who are asked and nobody else; the stored scenario stays as it is. Inhabitants always stand in it: conditions ask for them;
    and so does the figure that the start hangs on.
    """
    asked = Scenario.objects.select_related("project__region").get(pk=scenario.pk)
    asked.who = Scenario.Who.CHOSEN
    found = basis_of(asked, organisations)
    own = values_of(asked, organisations, least_figure) if least_figure not in ("", INHABITANTS) else {}
    for one in found.case["participants"]:
        for name, known in ((INHABITANTS, found.inhabitants.get(one["code"])), (least_figure, own.get(one["code"]))):
            if known and name not in one.get("figures", {}):
                one["figures"] = {**one.get("figures", {}), name: {"value": known.value, "source": known.source, "date": known.date}}
    return found.case


def values_of(scenario: Scenario, organisations: Collection[Organisation], name: str) -> dict[str, Value]:
    """By code, the figure as it stood on the day of the scenario."""
    day = day_of(scenario)
    figures = figures_of([each.pk for each in organisations], {name}, until=day, region_id=scenario.project.region_id)
    found = {coded(each.code, each.pk): standing(figures, each.pk, day).get(name) for each in organisations}
    return {code: value for code, value in found.items() if value}
