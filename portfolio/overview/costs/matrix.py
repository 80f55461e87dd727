"""Municipality × project × year: who pays what, added up both ways."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from costsharing.queries.grounds import ProjectYear
from costsharing.queries.paying import Firm, Paying
from portfolio.lib.alphabet import place
from portfolio.models import Organisation, Region, RegionMembership
from projects.queries import ProjectRow


@dataclass(frozen=True)
class Column:
    """One project's year. Only a column with something to pay in some shown year is there."""

    project: ProjectRow
    year: int
    paying: Paying | None

    @property
    def firm(self) -> Firm | None:
        return self.paying.firm if self.paying else None

    @property
    def possible(self) -> int:
        """What nobody has split yet."""
        return (self.paying.total or 0) if self.paying and self.paying.firm is Firm.POSSIBLE else 0

    @property
    def stated(self) -> int:
        """What was decided, or what the engine was to share: its shares must add up to that."""
        if self.paying is None or self.paying.firm is Firm.POSSIBLE:
            return 0
        return self.paying.split if self.paying.total is None else self.paying.total


@dataclass(frozen=True)
class Line:
    """A municipality, or whoever else pays."""

    organisation: int
    name: str
    code: str
    amounts: Mapping[ProjectYear, int]

    def of(self, columns: Iterable[Column]) -> int | None:
        """None where the municipality has no part in any of them."""
        found = [self.amounts[key] for column in columns if (key := (column.project.pk, column.year)) in self.amounts]
        return sum(found) if found else None


@dataclass(frozen=True)
class Matrix:
    """is_whole: every amount of every project is here, so that sums mean something."""

    region: Region
    years: Sequence[int]
    projects: list[ProjectRow]
    columns: list[Column]
    lines: list[Line]
    is_whole: bool

    @cached_property
    def by_project(self) -> dict[int, list[Column]]:
        found: dict[int, list[Column]] = defaultdict(list)
        for column in self.columns:
            found[column.project.pk].append(column)
        return found

    def firm(self, firm: Firm) -> list[Column]:
        return [column for column in self.columns if column.firm is firm]

    def year(self, year: int) -> list[Column]:
        return [column for column in self.columns if column.year == year]

    def shared(self, columns: Iterable[Column]) -> int:
        columns = list(columns)
        return sum(line.of(columns) or 0 for line in self.lines)

    def difference(self, columns: Iterable[Column]) -> int:
        """What the rows add up to less what was to be shared: 0, or something is wrong."""
        columns = list(columns)
        return self.shared(columns) - sum(column.stated for column in columns)


def matrix(
    region: Region, years: Sequence[int], rows: Iterable[ProjectRow], found: Mapping[ProjectYear, Paying], lines: list[Organisation], is_whole: bool
) -> Matrix:
    """Projects by focus area and name; organisations by name, each in the region's alphabet."""
    paid = {project for project, _ in found}
    projects = sorted((row for row in rows if row.pk in paid), key=lambda row: (row.area_number or 1000, row.area_label, place(row.name, region.language)))
    columns = [Column(row, year, found.get((row.pk, year))) for row in projects for year in years]
    amounts: dict[int, dict[ProjectYear, int]] = defaultdict(dict)
    for column in columns:
        for organisation, minor in column.paying.shares.items() if column.paying else ():
            amounts[organisation][column.project.pk, column.year] = minor
    ordered = sorted(lines, key=lambda each: place(each.name, region.language))
    return Matrix(region, years, projects, columns, [Line(each.pk, each.name, each.code, amounts[each.pk]) for each in ordered], is_whole)


def payers(region: Region, years: Sequence[int], found: Iterable[Paying], only: Collection[int] | None) -> list[Organisation]:
    """The members in any of the years and whoever else pays, or those of them that somebody may read; one query."""
    first, last = dt.date(years[0], 1, 1), dt.date(years[-1], 12, 31)
    within = (Q(valid_from__isnull=True) | Q(valid_from__lte=last)) & (Q(valid_to__isnull=True) | Q(valid_to__gte=first))
    members = RegionMembership.objects.filter(within, region=region).values("organisation")
    also = {organisation for each in found for organisation in each.shares}
    kept = Organisation.objects.filter(Q(pk__in=members) | Q(pk__in=also))
    return list(kept if only is None else kept.filter(pk__in=only))
