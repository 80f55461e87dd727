"""Tries at sharing a year's costs, as they are read: the list, one try, why somebody pays what it pays, files."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from costsharing.queries.scenarios import by_year
from costsharing.tables.scenario import Table
from costsharing.views.scenario_page import one_of, scenario_page, shown, why_page
from costsharing.wording import fault_text
from portfolio.access.permissions import P
from portfolio.lib.sheets import csv_file, xlsx_file
from portfolio.tables import files
from portfolio.templatetags.portfolio_format import page_language
from portfolio.web.posting import key_of
from projects.access import on_project
from projects.models import Project

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def page(request: HttpRequest, project: Project, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    around = {"region": project.region, "project": project, "tab": "money", "may_edit": P.PROJECT_EDIT in project.allowed}
    return render(request, template, around | context, status=status)


@on_project(P.DRAFT_VIEW)
def scenarios(request: HttpRequest, project: Project) -> HttpResponse:
    return page(request, project, "costsharing/scenarios.html", {"years": by_year(project)})


@on_project(P.DRAFT_VIEW)
def scenario(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    return page(request, project, "costsharing/scenario.html", {"page": scenario_page(project, number, request.GET.get("why", "")), "key": key_of(None)})


@on_project(P.DRAFT_VIEW)
def scenario_why(request: HttpRequest, project: Project, number: int, code: str) -> HttpResponse:
    this, found, told = why_page(project, number, code)
    return page(request, project, "costsharing/scenario_why.html", {"this": this, "page": told, "faults": [fault_text(fault) for fault in found.faults]})


@on_project(P.DRAFT_VIEW)
def scenario_csv(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    return as_file(project, number, "csv")


@on_project(P.DRAFT_VIEW)
def scenario_xlsx(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    return as_file(project, number, "xlsx")


def as_file(project: Project, number: int, ending: str) -> HttpResponse:
    """The table with its sums as values; without rows when the case is refused."""
    this, variants = one_of(project, number)
    found = shown(this, variants)
    headings, rows = filled(found.table) if found.table else (list(found.faults), [])
    title = f"{project.name}, {this.scenario.year}: {this}"
    if ending == "csv":
        content, kind = csv_file(headings, rows, page_language()), "text/csv; charset=utf-8"
    else:
        content, kind = xlsx_file(title, headings, rows, page_language()), XLSX
    name = f"{project.reference}-{this.scenario.year}-{this.letter.lower()}.{ending}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"})


def filled(table: Table) -> tuple[list[str], list[list[Any]]]:
    """Each row, and what they add up to, column by column; what it is per inhabitant has no sum."""
    headings, values = files(table.columns, table.rows)
    rows: list[list[Any]] = list(values)
    summed = [column.is_number and column.key not in ("each", "change") for column in table.columns if column.in_files]
    sums = [sum((row[place] or 0 for row in rows), 0) if adds else None for place, adds in enumerate(summed)]
    return headings, [*rows, [_("Sum"), *sums[1:]]]
