"""Money that a settlement carried forward, in the year into whose budget it was taken: each has paid its own part of it beforehand."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from costsharing.instalments import split
from costsharing.models import Charge, Settlement, Share
from costsharing.queries.grounds import ProjectYear, code_of
from costsharing.queries.settled import stored_rows
from portfolio.models import Organisation


@dataclass(frozen=True)
class Carried:
    """Minor units."""

    organisation: Organisation
    minor: int


def carried_in(settled: Mapping[ProjectYear, Sequence[tuple[int, int]]]) -> dict[ProjectYear, dict[str, Carried]]:
    """settled: a year → the settlements whose money its funding holds, and how much of it. By official code. No query without any, else three.

    Where the budget holds a part only, or parts in several years, each has paid that part of its own; what it holds beyond it nobody has paid.
    """
    numbers = {number for held in settled.values() for number, _minor in held}
    if not numbers:
        return {}
    rows = {row.pk: row for row in Settlement.objects.filter(pk__in=numbers).select_related("allocation")}
    known = parties_of({row.allocation.project_id for row in rows.values()}, {row.allocation.year for row in rows.values()})
    found: defaultdict[ProjectYear, dict[str, Carried]] = defaultdict(dict)
    for (project, year), held in settled.items():
        here = found[project, year]
        for number, minor in held:
            for code, paid in paid_of(rows[number], minor).items():
                here[code] = Carried(known[project, code], paid + (here[code].minor if code in here else 0))
    return found


def paid_of(settlement: Settlement, minor: int) -> dict[str, int]:
    """What each has paid of so much of the money that was carried forward: by what each had left, to the minor unit."""
    left = {row.code: row.carried for row in stored_rows(settlement)[0] if row.carried}
    total = sum(left.values())
    return dict(zip(left, split(min(max(minor, 0), total), [Fraction(each, total) for each in left.values()], 1), strict=True)) if left else {}


def parties_of(projects: Collection[int], years: Collection[int]) -> dict[tuple[int, str], Organisation]:
    """Project and official code → whoever had a share or a charge."""
    found: dict[tuple[int, str], Organisation] = {}
    for model in (Share, Charge):
        for row in model.objects.filter(allocation__project__in=projects, allocation__year__in=years).select_related("organisation", "allocation"):
            found[row.allocation.project_id, code_of(row.organisation)] = row.organisation
    return found
