"""The rows of a project."""

from django.http import HttpRequest, HttpResponse

from portfolio.access.permissions import P
from portfolio.editing import views
from portfolio.editing.holders import ProjectHolder
from portfolio.editing.records import CHAPTERS
from portfolio.editing.views import FORM
from projects.access import on_project
from projects.models import Project


@on_project(P.PROJECT_EDIT, methods=FORM)
def edit_rows(request: HttpRequest, project: Project, record: str) -> HttpResponse:
    return views.all_rows(request, ProjectHolder(project), record)


@on_project(P.PROJECT_EDIT, methods=FORM)
def edit_new(request: HttpRequest, project: Project, record: str) -> HttpResponse:
    return views.new_row(request, ProjectHolder(project), record)


@on_project(P.PROJECT_EDIT, methods=FORM)
def edit_row(request: HttpRequest, project: Project, record: str, number: int) -> HttpResponse:
    return views.one_row(request, ProjectHolder(project), record, number)


@on_project(P.PROJECT_EDIT, methods=("POST",))
def edit_move(request: HttpRequest, project: Project, record: str, number: int) -> HttpResponse:
    return views.move(request, ProjectHolder(project), record, number)


@on_project(P.PROJECT_EDIT, methods=("POST",))
def edit_undo(request: HttpRequest, project: Project, record: str, number: int) -> HttpResponse:
    holder = ProjectHolder(project)
    return views.undo(request, holder, CHAPTERS if record == CHAPTERS.slug else holder.record(record), number)


@on_project(P.PROJECT_EDIT)
def edit_parties(request: HttpRequest, project: Project) -> HttpResponse:
    return views.fitting_parties(request, ProjectHolder(project))
