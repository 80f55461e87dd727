"""One editor at a time: whoever writes to a project holds its row first, and may still do so."""

from django.core.exceptions import PermissionDenied

from portfolio.access.permissions import P
from portfolio.models import User
from projects.access import permissions_on
from projects.models import Project


def lock(project: Project, user: User) -> Project:
    """The project's row, held until the transaction ends. A role that ended while the request was under way no longer counts."""
    held = Project.objects.select_for_update(of=("self",)).select_related("region").get(pk=project.pk)
    user.grants_today = None
    held.allowed = permissions_on(user, held)
    if P.PROJECT_EDIT not in held.allowed:
        raise PermissionDenied
    return held
