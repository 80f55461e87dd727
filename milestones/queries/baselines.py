from milestones.models import Baseline
from projects.models import Project


def baselines(project: Project) -> list[Baseline]:
    """The latest first; one query."""
    return list(Baseline.objects.filter(project=project.pk).select_related("frozen_by"))
