from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from projects.models import Project


def plan_tab(request: HttpRequest, project: Project, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page beneath a project's plan, with the project's tabs."""
    return render(request, template, {"region": project.region, "project": project, "tab": "plan"} | context, status=status)
