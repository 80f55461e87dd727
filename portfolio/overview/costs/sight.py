"""Whose amounts somebody may read: all of a project, or in it only their own municipality's."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from costsharing.queries.grounds import ProjectYear
from costsharing.queries.paying import Firm, Paying
from portfolio.access.grants import municipalities_of, regions_by_reach
from portfolio.access.roles import Reach
from portfolio.models import Region, User
from projects.access import held_roles


@dataclass(frozen=True)
class Sight:
    """whole: the projects read in full, None for every one. own: the municipalities that the person speaks for."""

    whole: frozenset[int] | None
    own: frozenset[int] = frozenset()

    def is_whole(self, project: int) -> bool:
        return self.whole is None or project in self.whole

    def limited(self, found: Mapping[ProjectYear, Paying]) -> dict[ProjectYear, Paying]:
        """Without what the person may not read: a project's total stays where nothing is split, since it is the budget's."""
        return {key: each if self.is_whole(key[0]) else self.of_own(each) for key, each in found.items()}

    def of_own(self, each: Paying) -> Paying:
        shares = {organisation: minor for organisation, minor in each.shares.items() if organisation in self.own}
        repaid = {organisation: minor for organisation, minor in each.repaid.items() if organisation in self.own}
        return replace(each, shares=shares, repaid=repaid, total=each.total if each.firm is Firm.POSSIBLE else None)


def sight(user: User, region: Region, today: dt.date) -> Sight:
    """One query at most. A municipal contact reads their municipality's amounts; a manager and a steering group those of their projects."""
    if region.pk in regions_by_reach(user, Reach.REGION):
        return Sight(None)
    has_own = region.pk in regions_by_reach(user, Reach.OWN)
    whole = held_roles(user, today).filter(project__region=region).values_list("project", flat=True) if has_own else ()
    return Sight(frozenset(whole), frozenset(municipalities_of(user)))
