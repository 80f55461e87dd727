"""What of a plan is unfinished when its project goes to its end."""

import datetime as dt

from django.utils.translation import ngettext

from milestones.models import DecisionPoint, Milestone
from projects.models import Project


def unfinished(project: Project, today: dt.date) -> list[str]:
    """A sentence each; none of it stops the project."""
    said = []
    if milestones := Milestone.objects.filter(project=project, reached_on__isnull=True).count():
        said.append(ngettext("%(n)s milestone is not reached.", "%(n)s milestones are not reached.", milestones) % {"n": milestones})
    if ahead := DecisionPoint.objects.filter(project=project, planned_on__gt=today).count():
        said.append(ngettext("%(n)s decision is planned for a later day.", "%(n)s decisions are planned for later days.", ahead) % {"n": ahead})
    return said
