"""What of a plan is unfinished when its project goes to its end."""

from django.db.models import Exists, OuterRef
from django.utils.translation import ngettext

from milestones.gates import CLOSING
from milestones.models import Decision, DecisionPoint, Milestone
from projects.models import Project


def unfinished(project: Project) -> list[str]:
    """A sentence each; none of it stops the project."""
    said = []
    if milestones := Milestone.objects.filter(project=project, reached_on__isnull=True).count():
        said.append(ngettext("%(n)s milestone is not reached.", "%(n)s milestones are not reached.", milestones) % {"n": milestones})
    answered = Decision.objects.filter(point=OuterRef("pk"), replaced_by__isnull=True, outcome__in=CLOSING)
    if waiting := DecisionPoint.objects.filter(~Exists(answered), project=project).count():
        said.append(ngettext("%(n)s decision point has no decision.", "%(n)s decision points have no decision.", waiting) % {"n": waiting})
    return said
