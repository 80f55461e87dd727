"""Who changed what, when and why: of a project, of a tab of it, of a region."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portfolio.access.permissions import P
from portfolio.access.rules import on_region, signed_in_user
from portfolio.history import page
from portfolio.history.words import TABS
from portfolio.models import Region
from portfolio.register.menu import menu
from projects.access import on_project
from projects.models import Project


@on_project(P.PROJECT_VIEW)
def project_history(request: HttpRequest, project: Project) -> HttpResponse:
    found = page.project_history(signed_in_user(request), project, request.GET)
    return render(request, "history/project.html", {"region": project.region, "project": project, "page": found})


@on_project(P.PROJECT_VIEW)
def latest(request: HttpRequest, project: Project) -> HttpResponse:
    """A part of a page: the newest changes of the tab that it names."""
    tab = request.GET.get("tab", "")
    found = page.latest(signed_in_user(request), project, tab) if tab in TABS else []
    return render(request, "history/_latest.html", {"told": found, "language": project.language})


@on_region(P.REGION_VIEW)
def region_latest(request: HttpRequest, region: Region) -> HttpResponse:
    """A part of a page: the newest changes of the page about the region that it names."""
    found = page.latest_of_region(signed_in_user(request), region, request.GET.get("of", ""), request.GET.get("number", ""))
    return render(request, "history/_latest.html", {"told": found, "language": region.language})


@on_region(P.REGION_VIEW)
def region_history(request: HttpRequest, region: Region) -> HttpResponse:
    found = page.region_history(signed_in_user(request), region, request.GET)
    return render(request, "history/region.html", {"region": region, "page": found, "menu": menu(request, region)})
