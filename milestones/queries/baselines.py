from django.db.models import F

from milestones.models import Baseline, BaselineRow
from projects.models import Project


def baselines(project: Project) -> list[Baseline]:
    """The latest first, each with the decision that froze it; one query."""
    return list(Baseline.objects.filter(project=project.pk).select_related("frozen_by", "decision__replaced_by"))


def rows_of(baseline: Baseline) -> list[BaselineRow]:
    """In order of time, what had no date last; one query."""
    return list(baseline.rows.order_by(F("ends_on").asc(nulls_last=True), "starts_on", "pk"))
