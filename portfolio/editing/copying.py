"""Rows taken over from another project: what one ticks, as new rows here; what they point to must be the region's own. Plans come along, facts do not."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ForeignKey
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext

from costsharing.models import FundingLine, LentHours
from milestones.models import Milestone, Risk, RiskMeasure
from portfolio.access.permissions import P
from portfolio.access.rules import signed_in_user
from portfolio.actions import rows
from portfolio.editing.holders import ProjectHolder
from portfolio.editing.record import Record
from portfolio.editing.saving import Outcome
from portfolio.editing.titles import titled
from portfolio.editing.views import FORM, answer
from portfolio.models import User
from portfolio.queries.register import parties_for
from portfolio.web.posting import SeeOther, done_before, key_of, note
from projects.access import on_project, permissions_on, visible_to
from projects.actions.locking import lock
from projects.models import OpenPoint, Participation, Project

AFRESH: dict[Any, dict[str, Any]] = {
    Milestone: {"reached_on": None, "forecast_on": None},
    OpenPoint: {"done_on": None},
    LentHours: {"delivered_minutes": 0},
    Risk: {"status": Risk.Status.OPEN, "closed_because": "", "in_portfolio": False},
    FundingLine: {"apply_by": None},
    Participation: {"state": Participation.State.INVITED, "valid_from": None, "valid_to": None},
}
"""What has come to pass in the other project has not in this one: it begins like this."""


def readable(record: Record, source: Project, user: User) -> list[Any]:
    """The rows that the person may read there."""
    found = record.rows(source)
    if record.model is Risk and P.RISK_CONFIDENTIAL_VIEW not in permissions_on(user, source):
        found = found.filter(is_confidential=False)
    return list(found)


def take_over(record: Record, sources: Iterable[Any], project: Project, user: User) -> int:
    """Copies the rows to the end of the list; how many. A row that a rule of the table keeps out here is left out."""
    return sum(copied(record, source, project, user) for source in sources)


def copied(record: Record, source: Any, project: Project, user: User) -> bool:
    row = record.new(project)
    scope = ProjectHolder(project).choices(user, {}) | {"organisation": parties_for(project.region)}
    for name in record.fields:
        if name == "is_confirmed":  # nobody has confirmed a date for this project yet
            continue
        column: Any = record.model._meta.get_field(name)
        value = getattr(source, column.attname)
        if isinstance(column, ForeignKey) and value is not None and not scope[name].filter(pk=value).exists():
            value = None
        setattr(row, column.attname, value)
    for name, value in AFRESH.get(record.model, {}).items():
        setattr(row, name, value)
    if record.model is FundingLine and row.grant_state:
        row.grant_state = FundingLine.Grant.TO_SEEK
    if getattr(row, "number", None) is not None:
        row.number = None if record.rows(project).filter(number=row.number).exists() else row.number
    try:
        row.full_clean(exclude=["position", *(column.name for column in record.model._meta.concrete_fields if column.blank)])
    except ValidationError:
        return False
    below = [record.amounts(line=row, year=each.year, minor=each.minor) for each in source.amounts.all()] if record.amounts else []
    rows.save(row=row, by=user, reason=rows.COPIED, below=below)
    if record.model is Risk:
        for measure in source.measures.all():
            rows.save(row=RiskMeasure(risk=row, text=measure.text, owner=measure.owner, due_on=measure.due_on), by=user, reason=rows.COPIED)
    return True


@on_project(P.PROJECT_EDIT, methods=FORM)
def copy(request: HttpRequest, project: Project, record: str) -> HttpResponse:
    """First which project, then which of its rows."""
    it, user = ProjectHolder(project).record(record), signed_in_user(request)
    if not it.can_be_copied:
        raise Http404
    chosen = request.POST if request.method == "POST" else request.GET
    others = visible_to(user).exclude(pk=project.pk).select_related("region").order_by("name")
    source = others.filter(pk=chosen["from"]).first() if chosen.get("from", "").isdecimal() else None
    found = readable(it, source, user) if source else []
    wanted = [row for row in found if str(row.pk) in request.POST.getlist("rows")]
    if request.method == "POST" and wanted:
        return take(request, project, it, wanted)
    context = {
        "region": project.region,
        "project": project,
        "record": it,
        "list_url": reverse("edit-rows", args=[project.region.slug, project.reference, it.slug]),
        "others": others,
        "source": source,
        "rows": titled(found),
        "key": key_of(None),
        "is_empty": request.method == "POST",
    }
    return render(request, "editing/copy.html", context, status=422 if request.method == "POST" else 200)


def take(request: HttpRequest, project: Project, record: Record, wanted: list[Any]) -> HttpResponse:
    user, key, holder = signed_in_user(request), key_of(request.POST), ProjectHolder(project)
    back = holder.address("rows", record.slug)
    with transaction.atomic():
        held = lock(project, user)
        if earlier := done_before(key, user):
            return answer(request, holder, record, Outcome(earlier=earlier))
        count = take_over(record, wanted, held, user)
        note(key, user, back)
    messages.info(request, ngettext("%(n)s row is copied.", "%(n)s rows are copied.", count) % {"n": count})
    if left := len(wanted) - count:
        messages.info(request, ngettext("%(n)s row is here already or does not fit.", "%(n)s rows are here already or do not fit.", left) % {"n": left})
    return SeeOther(back)
