"""The list of projects and each project's pages. What they show is gathered in the module of the page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from portfolio.access.grants import allowed, roles_in
from portfolio.access.permissions import P
from portfolio.access.rules import on_region, signed_in_user
from portfolio.models import Region
from portfolio.overview.benefits_page import benefits_page
from portfolio.overview.documents_page import documents_page
from portfolio.overview.money_page import money_page
from portfolio.overview.participation_page import participation_page
from portfolio.overview.plan_page import plan_page
from portfolio.overview.portfolio_files import as_csv, as_xlsx
from portfolio.overview.portfolio_page import listing, portfolio_page
from portfolio.overview.project_page import project_page
from portfolio.overview.risks_page import risks_page
from portfolio.overview.strategy_page import strategy_page
from portfolio.reminders.loop import heartbeat
from projects.access import on_project
from projects.models import Project


@on_region(P.REGION_VIEW)
def portfolio(request: HttpRequest, region: Region) -> HttpResponse:
    page = portfolio_page(signed_in_user(request), region, timezone.localdate(), request.GET)
    sends = P.MAIL_VIEW in allowed(roles_in(signed_in_user(request), region.pk))
    return render(request, "overview/portfolio.html", {"region": region, "page": page} | (heartbeat() if sends else {}))


@on_region(P.REGION_VIEW)
def portfolio_csv(request: HttpRequest, region: Region) -> HttpResponse:
    return as_csv(listing(signed_in_user(request), region, timezone.localdate(), request.GET))


@on_region(P.REGION_VIEW)
def portfolio_xlsx(request: HttpRequest, region: Region) -> HttpResponse:
    return as_xlsx(listing(signed_in_user(request), region, timezone.localdate(), request.GET))


@on_region(P.REGION_VIEW)
def strategy(request: HttpRequest, region: Region) -> HttpResponse:
    return strategy_view(request, region, None)


@on_region(P.REGION_VIEW)
def one_strategy(request: HttpRequest, region: Region, strategy: int) -> HttpResponse:
    return strategy_view(request, region, strategy)


def strategy_view(request: HttpRequest, region: Region, strategy: int | None) -> HttpResponse:
    user = signed_in_user(request)
    may_edit = P.REGISTER_EDIT in allowed(roles_in(user, region.pk))
    page = strategy_page(user, region, timezone.localdate(), strategy)
    return render(request, "overview/strategy.html", {"region": region, "page": page, "may_edit": may_edit})


def tab(request: HttpRequest, project: Project, name: str, page: object) -> HttpResponse:
    return render(request, f"overview/{name}.html", {"region": project.region, "project": project, "tab": name, "page": page})


@on_project(P.PROJECT_VIEW)
def project(request: HttpRequest, project: Project) -> HttpResponse:
    return tab(request, project, "project", project_page(signed_in_user(request), project, timezone.localdate()))


@on_project(P.PROJECT_VIEW)
def participation(request: HttpRequest, project: Project) -> HttpResponse:
    return tab(request, project, "participation", participation_page(project, timezone.localdate()))


@on_project(P.PROJECT_VIEW)
def money(request: HttpRequest, project: Project) -> HttpResponse:
    return tab(request, project, "money", money_page(project, timezone.localdate()))


@on_project(P.PROJECT_VIEW)
def plan(request: HttpRequest, project: Project) -> HttpResponse:
    return tab(request, project, "plan", plan_page(project, timezone.localdate()))


@on_project(P.PROJECT_VIEW)
def risks(request: HttpRequest, project: Project) -> HttpResponse:
    return tab(request, project, "risks", risks_page(project, timezone.localdate()))


@on_project(P.PROJECT_VIEW)
def benefits(request: HttpRequest, project: Project) -> HttpResponse:
    page = benefits_page(signed_in_user(request), project, timezone.localdate())
    return render(request, "overview/benefits.html", {"region": project.region, "project": project, "tab": "risks", "page": page})


@on_project(P.PROJECT_VIEW)
def documents(request: HttpRequest, project: Project) -> HttpResponse:
    return tab(request, project, "documents", documents_page(project))
