"""One editor at a time: whoever writes to a region's register holds its row first, and may still do so."""

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.transaction import TransactionManagementError

from portfolio.access.grants import allowed, roles_in
from portfolio.access.permissions import P
from portfolio.models import Region, User
from portfolio.statements import Statement, given

ROW = Statement(lambda: Region.objects.select_for_update().filter(pk=given("pk")))


def lock_region(region: Region, user: User, needs: P) -> Region:
    """The region's row, held until the transaction ends. A role that ended while the request was under way no longer counts."""
    if not connection.in_atomic_block:
        raise TransactionManagementError("A row is held by a transaction only.")
    held = ROW.rows(pk=region.pk)[0]
    user.grants_today = None
    if needs not in allowed(roles_in(user, held.pk)):
        raise PermissionDenied
    return held
