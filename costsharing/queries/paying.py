"""What each organisation pays in each project and year, and how firm that is: what the region's budgets rest on."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from django.db.models import BigIntegerField, Max, Sum

from costsharing.engine.allocation import allocate
from costsharing.engine.faults import Refused
from costsharing.engine.reading import read_value
from costsharing.models import Allocation, FundingAmount, FundingLine, Scenario, Share
from costsharing.queries.budgets import FIRMNESS, how_rough
from costsharing.queries.cases import Basis, bases_of
from costsharing.queries.grounds import ProjectYear
from projects.models.project import Certainty


class Firm(StrEnum):
    ADOPTED = "adopted"  # by an allocation that nothing has replaced
    PRELIMINARY = "preliminary"  # by the scenario that is shown in the mandate
    POSSIBLE = "possible"  # the budget counts on it, and nobody has split it


@dataclass(frozen=True)
class Paying:
    """One project's year. Minor units; shares by the organisation's key. certainty: of the cash in the budget.

    total: what the decision or the engine says is shared, None where a stored answer does not say; for what is possible the cash of the budget.
    is_refused: a scenario is shown that the engine cannot work out, so the budget stands in its place.
    """

    firm: Firm
    total: int | None
    shares: Mapping[int, int] = field(default_factory=dict)
    repaid: Mapping[int, int] = field(default_factory=dict)
    certainty: str = Certainty.STATED
    is_refused: bool = False

    @property
    def split(self) -> int:
        return sum(self.shares.values())


def paying_years(projects: Collection[int]) -> list[int]:
    """The years in which the municipalities pay, or may have to, in any of the projects; one query."""
    adopted = Allocation.objects.filter(project__in=projects).order_by().values_list("year")
    shown = Scenario.objects.filter(project__in=projects, is_shown=True).order_by().values_list("year")
    cash = FundingAmount.objects.filter(line__project__in=projects, line__kind=FundingLine.Kind.CASH).order_by().values_list("year")
    return sorted(year for (year,) in adopted.union(shown, cash))


def paying(projects: Collection[int], years: Collection[int]) -> dict[ProjectYear, Paying]:
    """A fixed number of queries, whatever the number of projects and years. Nothing is stored and no adopted number is worked out again."""
    cash = cash_of(projects, years)
    found = adopted(projects, years, cash)
    shown = Scenario.objects.filter(project__in=projects, year__in=years, is_shown=True).select_related("project__region")
    tries = [each for each in shown if (each.project_id, each.year) not in found]
    refused = set()
    for scenario, basis in zip(tries, bases_of(tries), strict=True):
        key = (scenario.project_id, scenario.year)
        tried = preliminary(basis, cash[key][1] if key in cash and scenario.base_minor is None else Certainty.STATED)
        if tried is None:
            refused.add(key)
        else:
            found[key] = tried
    for key in (cash.keys() | refused) - found.keys():
        minor, certainty = cash.get(key, (0, Certainty.STATED))
        if minor or key in refused:
            found[key] = Paying(Firm.POSSIBLE, minor, certainty=certainty, is_refused=key in refused)
    return found


def cash_of(projects: Collection[int], years: Collection[int]) -> dict[ProjectYear, tuple[int, str]]:
    """What the budgets count on from the municipalities, and how firm the least firm of it is."""
    rows = FundingAmount.objects.filter(line__project__in=projects, year__in=years, line__kind=FundingLine.Kind.CASH).order_by()
    summed = rows.values_list("line__project", "year").annotate(Sum("minor", output_field=BigIntegerField()), rough=Max(how_rough("line__certainty")))
    return {(project, year): (int(minor), FIRMNESS[rough]) for project, year, minor, rough in summed}


def adopted(projects: Collection[int], years: Collection[int], cash: Mapping[ProjectYear, tuple[int, str]]) -> dict[ProjectYear, Paying]:
    """As it was stored."""
    current = Allocation.objects.filter(project__in=projects, year__in=years, replaced_by__isnull=True)
    rows = Share.objects.filter(allocation__in=current).order_by("allocation", "organisation")
    shares: dict[int, dict[int, int]] = defaultdict(dict)
    repaid: dict[int, dict[int, int]] = defaultdict(dict)
    for allocation, organisation, gross, back in rows.values_list("allocation", "organisation", "gross_minor", "reimbursement_minor"):
        shares[allocation][organisation] = gross
        if back:
            repaid[allocation][organisation] = back
    return {
        (project, year): Paying(Firm.ADOPTED, minor_of(total), shares[pk], repaid[pk])
        for pk, project, year, total in current.values_list("pk", "project", "year", "result__total")
    }


def minor_of(text: object) -> int | None:
    """An amount of the case format, in minor units."""
    try:
        return int(Decimal(str(text)).scaleb(2))
    except (InvalidOperation, ValueError, OverflowError):
        return None


def preliminary(basis: Basis, certainty: str) -> Paying | None:
    """None where the engine refuses the case."""
    try:
        result = allocate(read_value(basis.case))
    except Refused:
        return None
    known = [code for code in result.columns.codes if code in basis.organisations]
    shares = {basis.organisations[code].pk: result.amount(code) for code in known}
    repaid = {basis.organisations[code].pk: back for code in known if (back := result.reimbursement(code))}
    return Paying(Firm.PRELIMINARY, result.total, shares, repaid, certainty)
