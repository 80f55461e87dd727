"""Money that a settlement carried forward, in the year into whose budget it was taken: each has paid its own part of it beforehand."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from costsharing.models import Charge, Settlement, Share
from costsharing.queries.grounds import ProjectYear, code_of
from costsharing.queries.settled import stored_rows
from portfolio.models import Organisation


@dataclass(frozen=True)
class Carried:
    """Minor units."""

    organisation: Organisation
    minor: int


def carried_in(settled: Mapping[ProjectYear, Collection[int]]) -> dict[ProjectYear, dict[str, Carried]]:
    """settled: a year → the settlements whose money its funding holds. By official code. No query without any, else three."""
    asked = {number: key for key, numbers in settled.items() for number in numbers}
    if not asked:
        return {}
    rows = Settlement.objects.filter(pk__in=asked).select_related("allocation")
    known = parties_of({project for project, _year in asked.values()}, {row.allocation.year for row in rows})
    found: dict[ProjectYear, dict[str, Carried]] = {}
    for settlement in rows:
        paid = [row for row in stored_rows(settlement)[0] if row.carried]
        found[asked[settlement.pk]] = {row.code: Carried(known[settlement.allocation.project_id, row.code], row.carried) for row in paid}
    return found


def parties_of(projects: Collection[int], years: Collection[int]) -> dict[tuple[int, str], Organisation]:
    """Project and official code → whoever had a share or a charge."""
    found: dict[tuple[int, str], Organisation] = {}
    for model in (Share, Charge):
        for row in model.objects.filter(allocation__project__in=projects, allocation__year__in=years).select_related("organisation", "allocation"):
            found[row.allocation.project_id, code_of(row.organisation)] = row.organisation
    return found
