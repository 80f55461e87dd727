"""One editor at a time: whoever writes to a region's register holds its row first, and may still do so."""

from django.core.exceptions import PermissionDenied

from portfolio.access.grants import allowed, roles_in
from portfolio.access.permissions import P
from portfolio.models import Region, User


def lock_region(region: Region, user: User, needs: P) -> Region:
    """The region's row, held until the transaction ends. A role that ended while the request was under way no longer counts."""
    held = Region.objects.select_for_update().get(pk=region.pk)
    user.grants_today = None
    if needs not in allowed(roles_in(user, held.pk)):
        raise PermissionDenied
    return held
