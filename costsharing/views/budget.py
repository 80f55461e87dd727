"""The budget of a project as a table to fill in: costs above, funding below, years beside each other."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from costsharing.actions.budgets import save_budget, save_local, take_back
from costsharing.forms.drawing import DrawnSide, balanced
from costsharing.forms.grids import budget_sides, local_side
from costsharing.models import LocalCost
from costsharing.queries.grids import budget_as_stored, local_as_stored
from costsharing.views.grid import EPOCH, Grid, answer
from portfolio.access.permissions import P
from portfolio.access.rules import READ, signed_in_user
from portfolio.actions.rows import Refused
from portfolio.web.posting import SeeOther
from projects.access import on_project
from projects.actions.locking import lock
from projects.models import Project

FORM = (*READ, "POST")


@on_project(P.PROJECT_EDIT, methods=FORM)
def budget(request: HttpRequest, project: Project) -> HttpResponse:
    def both(sides: list[DrawnSide]) -> dict[str, Any]:
        return {"balance": balanced(sides)}

    def write(held: Project, wanted: Any, by: Any, reason: str) -> dt.datetime:
        return save_budget(project=held, wanted=wanted, by=by, reason=reason)

    url = reverse("budget", args=[project.region.slug, project.reference])
    return answer(request, Grid(project, budget_sides(project), "costsharing/budget.html", url, lambda: budget_as_stored(project), write, both))


@on_project(P.PROJECT_EDIT, methods=FORM)
def local_cost(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    """What each municipality bears of one cost outside the project."""
    cost = get_object_or_404(LocalCost, project=project, pk=number)

    def write(held: Project, wanted: Any, by: Any, reason: str) -> dt.datetime:
        return save_local(cost=get_object_or_404(LocalCost, project=held, pk=number), wanted=wanted, by=by, reason=reason)

    url = reverse("local-cost", args=[project.region.slug, project.reference, number])
    side = local_side(cost)
    rows = [key for key, _name in side.fixed]
    return answer(request, Grid(project, (side,), "costsharing/local_cost.html", url, lambda: local_as_stored(cost, rows), write))


@on_project(P.PROJECT_EDIT, methods=("POST",))
def budget_undo(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    """number: the deed's moment in microseconds since 1970."""
    try:
        at = EPOCH + dt.timedelta(microseconds=number)
    except OverflowError:
        raise Http404 from None
    user = signed_in_user(request)
    try:
        with transaction.atomic():
            take_back(project=lock(project, user), at=at, by=user)
        messages.success(request, _("Undone."))
    except Refused as refused:
        messages.error(request, str(refused))
    return SeeOther(reverse("money", args=[project.region.slug, project.reference]))
