from django.http import HttpRequest, HttpResponse

from costsharing.queries.hours import lent_by_year
from costsharing.views.tab import money_tab
from portfolio.access.permissions import P
from projects.access import on_project
from projects.models import Project


@on_project(P.PROJECT_VIEW)
def lent_hours(request: HttpRequest, project: Project) -> HttpResponse:
    """Rows are changed by the forms that all rows of a project have."""
    return money_tab(request, project, "costsharing/hours.html", {"years": lent_by_year(project)})
