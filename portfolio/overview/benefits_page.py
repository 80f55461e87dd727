"""What each benefit has come to, and beside it what each municipality pays: what one puts in and what one gets, on one page."""

import datetime as dt
from dataclasses import dataclass

from costsharing.queries.paying import Firm, paying, paying_years
from milestones.queries.outlooks import benefits
from portfolio.lib.alphabet import place
from portfolio.models import User
from portfolio.overview.benefit_rows import BenefitRow, benefit_rows
from portfolio.overview.costs.sight import sight
from portfolio.overview.costs.words import firm_mark
from portfolio.overview.marks import Mark
from projects.models import Participation, Project
from projects.queries import terms


@dataclass(frozen=True)
class Got:
    """Who answers for a benefit in a municipality, and its newest value there, in hundredths."""

    row: BenefitRow
    owner: str
    newest: int | None


@dataclass(frozen=True)
class PartyRow:
    """paid: what it pays in all years together, less what is repaid; None where nobody has split anything, or the reader may not know."""

    name: str
    paid: int | None
    got: list[Got]


@dataclass(frozen=True)
class BenefitsPage:
    benefits: list[BenefitRow]
    parties: list[PartyRow]
    years: list[int]
    firm: Mark | None

    @property
    def shows_cost(self) -> bool:
        return any(row.paid is not None for row in self.parties)


@dataclass(frozen=True)
class Shares:
    """years: those that are split; firm: as the least firm of them stands."""

    by_party: dict[int, int]
    years: list[int]
    firm: Firm | None


def shares(user: User, project: Project, today: dt.date) -> Shares:
    """As far as the reader may know."""
    found = sight(user, project.region, today).limited(paying([project.pk], paying_years([project.pk])))
    split = {year: each for (_project, year), each in found.items() if each.shares}
    sums: dict[int, int] = {}
    for each in split.values():
        for party, minor in each.shares.items():
            sums[party] = sums.get(party, 0) + minor - each.repaid.get(party, 0)
    firm = Firm.PRELIMINARY if any(each.firm is not Firm.ADOPTED for each in split.values()) else Firm.ADOPTED
    return Shares(sums, sorted(split), firm if split else None)


def benefits_page(user: User, project: Project, today: dt.date) -> BenefitsPage:
    rows, paid = benefit_rows(benefits(project)), shares(user, project, today)
    names = {each.organisation_id: each.organisation.name for each in terms(project, "participants").participants if each.state == Participation.State.ACTIVE}
    for row in rows:
        names |= row.names
    parties = [
        PartyRow(name, paid.by_party.get(party), [Got(row, row.owner_of(party), row.newest_of(party)) for row in rows])
        for party, name in sorted(names.items(), key=lambda item: place(item[1], project.language))
    ]
    return BenefitsPage(rows, parties, paid.years, firm_mark(paid.firm) if paid.firm else None)
