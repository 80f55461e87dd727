"""What was adopted: its table, its decision, what it replaced and what replaced it; and why each pays what it pays. Stored numbers only."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from costsharing.queries.allocations import Adopted, Replacement, adopted, allocations, explained
from costsharing.queries.reasons import rule_in
from costsharing.tables.shares import Written, move_columns, share_columns, written
from costsharing.telling import table_sources
from portfolio.access.permissions import P
from projects.access import on_project
from projects.models import Project


@dataclass(frozen=True)
class Step:
    """An allocation that was replaced, and what that moved for each."""

    replacement: Replacement
    table: Written


@dataclass(frozen=True)
class AllocationPage:
    found: Adopted
    shares: Written
    rule: str
    sources: list[str]
    chain: list[Step]


@on_project(P.PROJECT_VIEW)
def allocation(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    found = adopted(project, number)
    if found is None:
        raise Http404

    def why_url(code: str) -> str:
        return reverse("allocation-why", args=[project.region.slug, project.reference, number, code])

    chain = [Step(each, written(move_columns(_("Before"), _("After")), each.moves)) for each in found.replaced]
    shares = written(share_columns(found.table, why_url), found.table.lines)
    page = AllocationPage(found, shares, rule_in(found.allocation.case), table_sources(found.table), chain)
    return render(request, "costsharing/allocation.html", around(project) | {"page": page, "allocations": allocations(project)})


def around(project: Project) -> dict[str, object]:
    return {"region": project.region, "project": project, "tab": "money"}


@on_project(P.PROJECT_VIEW)
def allocation_why(request: HttpRequest, project: Project, number: int, code: str) -> HttpResponse:
    page = explained(project, number, code)
    if page is None:
        raise Http404
    return render(request, "costsharing/why.html", around(project) | {"page": page})
