"""The region's decisions, over all projects that somebody may know of."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString

from milestones.models import Decision
from milestones.queries.decisions import choices_of, register
from portfolio.access.grants import allowed, roles_in
from portfolio.access.permissions import P
from portfolio.models import Region, User
from portfolio.overview.decisions.columns import columns
from portfolio.overview.decisions.filter import DecisionFilter
from portfolio.overview.portfolio_page import Link, whole
from portfolio.tables import Column, body
from projects.queries import projects_of

PAGE = 100


@dataclass(frozen=True)
class DecisionList:
    """is_empty: nothing is recorded at all."""

    form: DecisionFilter
    rows: list[Decision]
    columns: list[Column[Decision]]
    is_empty: bool
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.rows) // PAGE))

    @property
    def shown(self) -> Sequence[Decision]:
        place = min(self.number, self.pages)
        return self.rows[(place - 1) * PAGE : place * PAGE]

    @cached_property
    def body(self) -> SafeString:
        return body(self.columns, self.shown, True)

    @property
    def heads(self) -> list[Column[Decision]]:
        return [column for column in self.columns if column.html]

    @property
    def links(self) -> list[Link]:
        here = min(self.number, self.pages)
        near = sorted({1, self.pages, *range(max(1, here - 2), min(self.pages, here + 2) + 1)})
        return [Link(str(page), "" if page == here else self.form.query(page=str(page))) for page in near] if self.pages > 1 else []

    @property
    def file_query(self) -> str:
        return self.form.query()


def decision_list(user: User, region: Region, today: dt.date, asked: Mapping[str, Any], is_file: bool = False) -> DecisionList:
    """Two queries: what may be chosen, and the decisions; for a file one more, with the conditions."""
    projects = projects_of(user, region)
    choices = choices_of(projects)
    form = DecisionFilter(asked, choices, region.language)
    rows = form.keep(register(projects).prefetch_related("conditions") if is_file else register(projects))
    tells_people = P.MEMBERS_VIEW in allowed(roles_in(user, region.pk))
    return DecisionList(form, rows, columns(region, today, tells_people), not choices, whole(str(asked.get("page", ""))))
