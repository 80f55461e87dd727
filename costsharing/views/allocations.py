"""What was adopted: its table, its decision, what it replaced and what replaced it; and why each pays what it pays. Stored numbers only."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from costsharing.models import Allocation
from costsharing.queries.allocations import Adopted, Replacement, adopted, allocations
from costsharing.stored import Line, Stored, stored
from costsharing.stored import Written as StoredJson
from costsharing.tables.shares import Written, move_columns, share_columns, written
from costsharing.telling import Why, table_sources, why
from costsharing.wording import rule_sentence
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
    page = AllocationPage(found, written(share_columns(found.table, why_url), found.table.lines), sentence(found.allocation), table_sources(found.table), chain)
    return render(request, "costsharing/allocation.html", around(project) | {"page": page, "allocations": allocations(project)})


def around(project: Project) -> dict[str, object]:
    return {"region": project.region, "project": project, "tab": "money"}


def sentence(found: Allocation) -> str:
    """The stored rule in words; the case holds all that a rule says."""
    names = {one["code"]: one["name"] for one in found.case["participants"]}
    return rule_sentence(found.case, names, found.case["currency"])


@dataclass(frozen=True)
class WhyPage:
    allocation: Allocation
    table: Stored
    line: Line
    why: Why
    rule: str


def why_page(found: Allocation, code: str) -> WhyPage | None:
    """None for a code that has no share in it."""
    share: StoredJson | None = next((each for each in found.result["shares"] if each["code"] == code), None)
    if share is None:
        return None
    table = stored(found.case, found.result)
    line = table.of(code)
    assert line
    return WhyPage(found, table, line, why(found.case, share, found.case["currency"]), sentence(found))


@on_project(P.PROJECT_VIEW)
def allocation_why(request: HttpRequest, project: Project, number: int, code: str) -> HttpResponse:
    found = get_object_or_404(Allocation.objects.select_related("body"), project=project, number=number)
    page = why_page(found, code)
    if page is None:
        raise Http404
    return render(request, "costsharing/why.html", around(project) | {"page": page})
