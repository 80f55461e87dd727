"""What every page needs to know of who looks at it, so that no menu leads to a closed door."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from portfolio.access.grants import regions_of
from portfolio.models import User


def own_regions(request: HttpRequest) -> dict[str, Any]:
    """The regions in which the visitor holds a role today; asked for only when the page does."""
    return {"own_regions": SimpleLazyObject(lambda: regions_of(request.user) if isinstance(request.user, User) else [])}
