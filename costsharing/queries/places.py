"""What one party pays in a project, year by year: calculated, decided and invoiced."""

import datetime as dt
from dataclasses import dataclass

from costsharing.models import Allocation
from costsharing.queries.grounds import code_of
from costsharing.queries.paying import Firm, paying, paying_years
from costsharing.queries.ripple import sent_in
from portfolio.models import Organisation
from projects.models import Project


@dataclass(frozen=True)
class OwnYear:
    """Minor units. allocation: the number of the one that binds, None where the share is preliminary. share: None where it has none."""

    year: int
    firm: Firm
    allocation: int | None
    share: int | None
    repaid: int
    invoiced: int
    paid: int


def own_years(project: Project, organisation: Organisation) -> list[OwnYear]:
    """Only years in which it has a share or was invoiced. A fixed number of queries."""
    years = paying_years([project.pk])
    found, code = paying([project.pk], years), code_of(organisation)
    numbers = dict(Allocation.objects.filter(project=project, replaced_by__isnull=True).values_list("year", "number"))
    sent = sent_in(project, years)
    rows = []
    for (_project, year), each in sorted(found.items()):
        share, here = each.shares.get(organisation.pk), sent[year]
        if share is not None or here.invoiced.get(code):
            paid = here.invoiced.get(code, 0), here.paid.get(code, 0)
            rows.append(OwnYear(year, each.firm, numbers.get(year), share, each.repaid.get(organisation.pk, 0), *paid))
    return rows


def decided_since(project: Project, at: dt.datetime, year: int) -> list[Allocation]:
    """Allocations of this year or a later one that were adopted after this instant: they rest on who took part by then."""
    return list(Allocation.objects.filter(project=project, adopted_at__gt=at, year__gte=year).defer("case", "result").order_by("year", "number"))
