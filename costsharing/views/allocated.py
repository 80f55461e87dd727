from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from costsharing.models import Allocation
from projects.models import Project


def allocation_of(project: Project, number: int, rows: QuerySet[Allocation] | None = None) -> Allocation:
    """The project's allocation of that number; 404 when there is none. Its project is the object that the rule was tried on."""
    found = get_object_or_404(rows or Allocation.objects.select_related("replaced_by", "settlement"), project=project, number=number)
    found.project = project
    return found


def address(allocation: Allocation, page: str = "charges") -> str:
    return reverse(page, args=[allocation.project.region.slug, allocation.project.reference, allocation.number])
