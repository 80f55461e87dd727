"""What a municipality pays in two years, project by project, and how sure each amount is."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from django.db.models import Sum
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from costsharing.models import Charge, LocalCostAmount, Share
from costsharing.queries.charges import SENT
from costsharing.queries.grounds import ProjectYear, coded
from costsharing.queries.paying import Firm, Paying
from portfolio.models import Organisation
from portfolio.municipality.taking import Part, shares_of
from portfolio.offers.paying import Fee
from portfolio.overview.marks import Mark


class Sure(StrEnum):
    """The surest first."""

    PAID = "paid"
    INVOICED = "invoiced"
    DECIDED = "decided"
    CALCULATED = "calculated"  # by the scenario that the project shows
    OFFERED = "offered"  # by the case of an open offer, if all join
    POSSIBLE = "possible"  # in the project's budget, split by nobody


BOUND = (Sure.PAID, Sure.INVOICED, Sure.DECIDED)
LOOKS = {
    Sure.PAID: ("good", "good"),
    Sure.INVOICED: ("done", "info"),
    Sure.DECIDED: ("done", "info"),
    Sure.CALCULATED: ("half", ""),
    Sure.OFFERED: ("open", ""),
    Sure.POSSIBLE: ("draft", ""),
}


def word(sure: Sure) -> str:
    return {
        Sure.PAID: pgettext("an amount", "paid"),
        Sure.INVOICED: pgettext("an amount", "invoiced"),
        Sure.DECIDED: pgettext("an amount", "decided"),
        Sure.CALCULATED: _("calculated, not decided"),
        Sure.OFFERED: _("offered, if all join"),
        Sure.POSSIBLE: _("possible, not split"),
    }[sure]


def mark(sure: Sure) -> Mark:
    return Mark(*LOOKS[sure], capfirst(word(sure)))


class Sent(NamedTuple):
    """Minor units of this year's share that have been invoiced, and how much of that is paid."""

    invoiced: int = 0
    paid: int = 0


NOTHING = Sent()


@dataclass(frozen=True)
class Cell:
    """One project's year. minor: the share before anything comes back; None where there is none. share: the decided one, which says by whom. fewer: of an
    offered one, what it is with those who have said yes.
    """

    year: int
    sure: Sure | None = None
    minor: int | None = None
    repaid: int = 0
    in_project: int | None = None
    sent: Sent = NOTHING
    share: Share | None = None
    fewer: Fee | None = None

    @property
    def mark(self) -> Mark | None:
        return mark(self.sure) if self.sure else None

    @property
    def net(self) -> int:
        return (self.minor or 0) - self.repaid

    @property
    def is_partly_invoiced(self) -> bool:
        return self.sure is Sure.DECIDED and self.sent.invoiced != 0


@dataclass(frozen=True)
class Row:
    part: Part
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Line:
    """A sum. kind: decided, calculated, offered, sum, back or net."""

    kind: str
    word: str
    mark: Mark | None
    amounts: Sequence[int]


@dataclass(frozen=True)
class Local:
    """A cost that the municipality bears beside the project."""

    part: Part
    text: str
    amounts: Sequence[int | None]


@dataclass(frozen=True)
class Given:
    """All that the cells are made of. offered: project and year → fee, of the offers that are open."""

    paid: Mapping[ProjectYear, Paying]
    shares: Mapping[ProjectYear, Share]
    sent: Mapping[ProjectYear, Sent]
    offered: Mapping[ProjectYear, Fee]


def shares_by_year(organisation: Organisation, projects: Collection[int], years: Collection[int]) -> dict[ProjectYear, Share]:
    rows = Share.objects.filter(shares_of(organisation, years), allocation__project__in=projects)
    found = rows.select_related("allocation__body").defer("allocation__case", "allocation__result")
    return {(each.allocation.project_id, each.allocation.year): each for each in found}


def sent_by_year(organisation: Organisation, projects: Collection[int], years: Collection[int]) -> dict[ProjectYear, Sent]:
    """Instalments of the share, also of decisions that were replaced; what a settlement charges is another matter."""
    rows = Charge.objects.filter(organisation=organisation, allocation__project__in=projects, allocation__year__in=years, state__in=SENT)
    sums = rows.filter(settlement__isnull=True).order_by().values_list("allocation__project", "allocation__year", "state").annotate(Sum("net_minor"))
    found: dict[ProjectYear, Sent] = defaultdict(Sent)
    for project, year, state, minor in sums:
        old = found[project, year]
        found[project, year] = Sent(old.invoiced + int(minor), old.paid + (int(minor) if state == Charge.State.PAID else 0))
    return dict(found)


def rows_of(parts: Sequence[Part], organisation: Organisation, years: Sequence[int], given: Given) -> list[Row]:
    return [Row(part, [cell((part.project.pk, year), organisation.pk, given) for year in years]) for part in parts]


def cell(key: ProjectYear, organisation: int, given: Given) -> Cell:
    """What was decided, else what an open offer says, since that is what the municipality was told; else what is calculated, else what is possible."""
    year, paying = key[1], given.paid.get(key)
    if paying and paying.firm is Firm.ADOPTED:
        return decided(key, paying, organisation, given) if organisation in paying.shares else Cell(year)
    if key in given.offered:
        fee = given.offered[key]
        return Cell(year, Sure.OFFERED, fee.everybody, fewer=fee if fee.now is not None else None)
    if paying and paying.firm is Firm.PRELIMINARY and organisation in paying.shares:
        return Cell(year, Sure.CALCULATED, paying.shares[organisation], paying.repaid.get(organisation, 0))
    if paying and paying.firm is Firm.POSSIBLE:
        return Cell(year, Sure.POSSIBLE, in_project=paying.total)
    return Cell(year)


def decided(key: ProjectYear, paying: Paying, organisation: int, given: Given) -> Cell:
    minor, back, sent = paying.shares[organisation], paying.repaid.get(organisation, 0), given.sent.get(key, NOTHING)
    whole = sent.invoiced >= minor - back > 0
    sure = Sure.DECIDED if not whole else Sure.PAID if sent.paid >= minor - back else Sure.INVOICED
    return Cell(key[1], sure, minor, back, sent=sent, share=given.shares.get(key))


def lines_of(rows: Sequence[Row]) -> list[Line]:
    """Sums by year, of one currency. What is only possible is in none: it is not split."""
    if not rows:
        return []
    years = range(len(rows[0].cells))

    def by_year(*kinds: Sure) -> list[int]:
        return [sum(row.cells[n].minor or 0 for row in rows if row.cells[n].sure in kinds) for n in years]

    found = [
        Line("decided", _("Decided, also what is invoiced or paid"), mark(Sure.DECIDED), by_year(*BOUND)),
        Line("calculated", capfirst(word(Sure.CALCULATED)), mark(Sure.CALCULATED), by_year(Sure.CALCULATED)),
        Line("offered", capfirst(word(Sure.OFFERED)), mark(Sure.OFFERED), by_year(Sure.OFFERED)),
        Line("sum", _("Sum"), None, by_year(*(each for each in Sure if each is not Sure.POSSIBLE))),
    ]
    back = [sum(row.cells[n].repaid for row in rows) for n in years]
    if any(back):
        net = [sum(row.cells[n].net for row in rows) for n in years]
        found += [Line("back", _("Comes back for lent hours"), None, [-minor for minor in back]), Line("net", _("Left to pay"), None, net)]
    return [line for line in found if line.kind in ("sum", "net") or any(line.amounts)]


def locals_of(parts: Sequence[Part], organisation: Organisation, years: Sequence[int]) -> list[Local]:
    """Costs of its own beside the projects; one query."""
    by_project = {part.project.pk: part for part in parts}
    amounts = LocalCostAmount.objects.filter(organisation=organisation, cost__project__in=by_project, year__in=years).select_related("cost")
    found: dict[int, dict[int, LocalCostAmount]] = defaultdict(dict)
    for each in amounts.order_by("cost__project", "cost__position"):
        found[each.cost_id][each.year] = each
    return [local(by_project, each, years) for each in found.values()]


def local(by_project: Mapping[int, Part], found: Mapping[int, LocalCostAmount], years: Sequence[int]) -> Local:
    cost = next(iter(found.values())).cost
    return Local(by_project[cost.project_id], cost.text, [found[year].minor if year in found else None for year in years])


def code_of(organisation: Organisation) -> str:
    """As the page that explains an amount names it."""
    return coded(organisation.code, organisation.pk)
