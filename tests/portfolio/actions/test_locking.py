"""The region's row is held by the statement that reads it, each time that it runs, and never outside a transaction."""

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from portfolio.access.permissions import P
from portfolio.access.roles import Role
from portfolio.actions.locking import lock_region
from tests.factories import portfolio

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_reading_holds_the_row_of_the_region_that_was_asked_for() -> None:
    regions = [portfolio.region("ett"), portfolio.region("två")]
    asked = []
    for region in regions:
        person = portfolio.person_with(Role.COORDINATOR, region, language="sv")
        with transaction.atomic(), CaptureQueriesContext(connection) as queries:
            assert lock_region(region, person, P.PROJECT_CREATE) == region
        asked += [query["sql"].endswith("FOR UPDATE") for query in queries if "portfolio_region" in query["sql"] and "rolegrant" not in query["sql"]]
    assert asked == [connection.features.has_select_for_update] * 2  # SQLite holds the whole database


def test_outside_a_transaction_nothing_can_be_held() -> None:
    region = portfolio.region("ett")
    with pytest.raises(TransactionManagementError):
        lock_region(region, portfolio.person_with(Role.COORDINATOR, region, language="sv"), P.PROJECT_CREATE)
