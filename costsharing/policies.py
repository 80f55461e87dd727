"""When one may: what keeps a scenario from being adopted and a number from being a payer's, whoever asks."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from costsharing.models import Allocation
from costsharing.queries.budgets import money
from costsharing.queries.tried import Tried
from portfolio.lib.peppol import is_organisation_number, peppol_id


class Obstacle(StrEnum):
    REFUSED = "the engine refuses the case"
    GAP = "costs and funding of the year differ"
    ADOPTED = "the year has an allocation already, and none is named that this one replaces"
    GONE = "the allocation to be replaced is replaced already"


@dataclass(frozen=True)
class Hindrance:
    """gap: minor units, above zero lacks funding."""

    obstacle: Obstacle
    gap: int = 0


def why_not_adopt(tried: Tried, replaces: Allocation | None) -> list[Hindrance]:
    """Empty when it may be adopted. A base of the scenario's own is no budget, so that has no gap."""
    scenario = tried.scenario
    found = [Hindrance(Obstacle.REFUSED)] if tried.result is None else []
    if scenario.base_minor is None:
        gap = money(scenario.project).balance.gaps.get(scenario.year, 0)
        found += [Hindrance(Obstacle.GAP, gap)] if gap else []
    current = current_allocation(scenario.project_id, scenario.year)
    if current is not None and replaces is None:
        found.append(Hindrance(Obstacle.ADOPTED))
    elif current != replaces:
        found.append(Hindrance(Obstacle.GONE))
    return found


def current_allocation(project_id: int, year: int) -> Allocation | None:
    return Allocation.objects.filter(project=project_id, year=year, replaced_by__isnull=True).first()


# ---- payers -------------------------------------------------------------------
def number_faults(number: str, peppol: str, country: str) -> Iterator[tuple[str, str]]:
    """(field, advice) by the rules of the organisation's country; what is empty is missing, not wrong."""
    if number and not is_organisation_number(number, country):
        yield "organisation_number", wrong_number(country)
    elif peppol and not number:
        yield "organisation_number", _("Write it too: the Peppol id is made of it.")
    elif peppol and peppol != peppol_id(number, country):
        yield "peppol_id", _("Write %(id)s, which goes with the organisation number, or leave it empty.") % {"id": peppol_id(number, country)}


def wrong_number(country: str) -> str:
    if country == "SE":
        return _("This is no Swedish organisation number: ten figures, the last of which checks the others. Look it up and write it again.")
    return _("This is no Norwegian organisation number: nine figures, the last of which checks the others. Look it up and write it again.")
