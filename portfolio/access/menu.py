"""What every page needs to know of who looks at it, so that no menu leads to a closed door."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from portfolio.access.grants import own_municipalities, regions_of
from portfolio.models import User


def own_regions(request: HttpRequest) -> dict[str, Any]:
    """The regions in which the visitor holds a role today, and the municipalities that they speak for; asked for only when the page does."""
    user = request.user
    return {
        "own_regions": SimpleLazyObject(lambda: regions_of(user) if isinstance(user, User) else []),
        "own_municipalities": SimpleLazyObject(lambda: own_municipalities(user) if isinstance(user, User) else []),
    }
