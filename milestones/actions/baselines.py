"""The plan is frozen as it stands: what later is told of slip is told against it."""

from django.db import transaction
from django.utils import timezone

from milestones.models import Baseline, BaselineRow, Decision, DecisionPoint, Milestone, Phase, Task
from portfolio.models import User
from projects.models import Project


@transaction.atomic
def freeze(*, project: Project, by: User, reason: str, decision: Decision | None = None) -> Baseline:
    """The caller holds the project's lock. decision: the one that the plan is frozen with.

    Milestones and decision points count by their planned day; what is forecast is no plan.
    """
    number = 1 + max(Baseline.objects.filter(project=project.pk).values_list("number", flat=True), default=0)
    made = Baseline.objects.create(project=project, number=number, frozen_at=timezone.now(), frozen_by=by, reason=reason, decision=decision)
    kinds = BaselineRow.Kind
    mine = {"project": project.pk}
    rows = [BaselineRow(kind=kinds.PHASE, row=row.pk, text=row.name, starts_on=row.starts_on, ends_on=row.ends_on) for row in Phase.objects.filter(**mine)]
    rows += [BaselineRow(kind=kinds.TASK, row=row.pk, text=row.text, starts_on=row.starts_on, ends_on=row.due_on) for row in Task.objects.filter(**mine)]
    for kind, model in ((kinds.MILESTONE, Milestone), (kinds.DECISION, DecisionPoint)):
        rows += [BaselineRow(kind=kind, row=row.pk, text=str(row), ends_on=row.planned_on, precision=row.precision) for row in model.objects.filter(**mine)]
    for row in rows:
        row.baseline = made
    BaselineRow.objects.bulk_create(rows)
    return made
