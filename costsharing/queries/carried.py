"""Money that a settlement carried forward, in the year into whose budget it was taken: each has paid its own part of it beforehand."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from costsharing.models import Charge, Settlement, Share
from costsharing.queries.grounds import ProjectYear, code_of
from costsharing.queries.settled import stored_rows
from portfolio.models import Organisation


@dataclass(frozen=True)
class Carried:
    """Minor units."""

    organisation: Organisation
    minor: int


def carried_line(settlement: Settlement) -> str:
    """What its line of funding is called, in the project's language, whoever asks."""
    with override(settlement.allocation.project.language):
        return _("Unspent from %(year)s") % {"year": settlement.allocation.year}


def carried_in(unspent: Mapping[ProjectYear, Collection[str]]) -> dict[ProjectYear, dict[str, Carried]]:
    """unspent: a year → its lines of unspent funding. By official code, of the years whose line is there still. No query without lines, else three."""
    asked = {key: texts for key, texts in unspent.items() if texts}
    if not asked:
        return {}
    projects, years = {project for project, _year in asked}, {year - 1 for _project, year in asked}
    found = {}
    rows = Settlement.objects.filter(allocation__project__in=projects, allocation__year__in=years, unspent=Settlement.Unspent.CARRIED)
    known = parties_of(projects, years)
    for settlement in rows.select_related("allocation__project").order_by("allocation__number"):
        key = (settlement.allocation.project_id, settlement.allocation.year + 1)
        if carried_line(settlement) in asked.get(key, ()):
            paid = [row for row in stored_rows(settlement)[0] if row.carried]
            found[key] = {row.code: Carried(known[key[0], row.code], row.carried) for row in paid}
    return found


def parties_of(projects: Collection[int], years: Collection[int]) -> dict[tuple[int, str], Organisation]:
    """Project and official code → whoever had a share or a charge."""
    found: dict[tuple[int, str], Organisation] = {}
    for model in (Share, Charge):
        for row in model.objects.filter(allocation__project__in=projects, allocation__year__in=years).select_related("organisation", "allocation"):
            found[row.allocation.project_id, code_of(row.organisation)] = row.organisation
    return found
