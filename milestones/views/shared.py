from django.http import Http404
from django.urls import reverse

from milestones.models import Decision
from milestones.queries.decisions import decision
from milestones.queries.gates import Point, point
from portfolio.access.rules import READ
from projects.models import Project

FORM = (*READ, "POST")


def point_or_404(project: Project, number: int) -> Point:
    found = point(project, number)
    if found is None:
        raise Http404
    return found


def decision_or_404(project: Project, number: int) -> Decision:
    found = decision(project, number)
    if found is None:
        raise Http404
    return found


def point_url(project: Project, number: int) -> str:
    return reverse("decision-point", args=[project.region.slug, project.reference, number])


def decision_url(project: Project, number: int) -> str:
    return reverse("decision", args=[project.region.slug, project.reference, number])
