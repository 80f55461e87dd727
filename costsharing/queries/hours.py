"""Hours lent to a project by year, what is repaid for them, and what the lender pays beside."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from costsharing.models import Allocation, LentHours, Share
from portfolio.models import Organisation
from projects.models import Project


@dataclass(frozen=True)
class Lender:
    """hours: None for one that has a share and lends nothing; gross: minor units by the allocation, None without a share."""

    organisation: Organisation
    hours: LentHours | None
    gross: int | None

    @property
    def reimbursement(self) -> int:
        return self.hours.reimbursement_minor if self.hours else 0

    @property
    def net(self) -> int | None:
        return None if self.gross is None else self.gross - self.reimbursement


@dataclass
class Year:
    """lenders: those that lend, or (when the year has an allocation) everybody that pays or lends, by official code."""

    year: int
    allocation: Allocation | None = None
    lenders: list[Lender] = field(default_factory=list)

    def _sum(self, name: str) -> int:
        return sum(getattr(each.hours, name) for each in self.lenders if each.hours)

    @property
    def promised(self) -> int:
        return self._sum("promised_minutes")

    @property
    def delivered(self) -> int:
        return self._sum("delivered_minutes")

    @property
    def reimbursement(self) -> int:
        return sum(each.reimbursement for each in self.lenders)

    @property
    def gross(self) -> int:
        return sum(each.gross or 0 for each in self.lenders)

    @property
    def net(self) -> int:
        return self.gross - self.reimbursement

    @property
    def moved(self) -> bool:
        """Hours were delivered since the allocation was adopted, so its net shares are no longer these: the settlement takes them in."""
        return self.allocation is not None and self.reimbursement != sum(share.reimbursement_minor for share in self.allocation.shares.all())


def lent_by_year(project: Project) -> list[Year]:
    """Three queries. The newest year first."""
    rows: dict[int, dict[int, Any]] = defaultdict(dict)
    names: dict[int, Organisation] = {}
    for lent in LentHours.objects.filter(project=project).select_related("organisation"):
        rows[lent.year][lent.organisation_id] = lent
        names[lent.organisation_id] = lent.organisation
    shares: dict[int, dict[int, Share]] = defaultdict(dict)
    allocations = {}
    for allocation in Allocation.objects.filter(project=project, replaced_by__isnull=True, year__in=rows).prefetch_related("shares__organisation"):
        allocations[allocation.year] = allocation
        for share in allocation.shares.all():
            shares[allocation.year][share.organisation_id] = share
            names[share.organisation_id] = share.organisation
    return [year_of(year, allocations.get(year), rows[year], shares[year], names) for year in sorted(rows, reverse=True)]


def year_of(year: int, allocation: Allocation | None, lent: dict[int, LentHours], shares: dict[int, Share], names: dict[int, Organisation]) -> Year:
    everybody = sorted({*lent, *shares}, key=lambda pk: (names[pk].code, names[pk].name))
    return Year(year, allocation, [Lender(names[pk], lent.get(pk), shares[pk].gross_minor if pk in shares else None) for pk in everybody])
