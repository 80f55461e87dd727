"""What the database itself refuses, read from its own catalogue: on SQLite a table that a migration makes anew loses its triggers unsaid."""

import pytest
from django.db import connection

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]
CATALOGUE = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal",
}
FROZEN = (
    *("costsharing_allocation", "costsharing_share", "costsharing_figureuse", "costsharing_settlement"),
    *("milestones_baseline", "milestones_baselinerow", "milestones_statusreport", "milestones_decision", "milestones_condition"),
    *("projects_offer", "projects_offerversion", "projects_tally", "projects_answer", "projects_answercondition", "projects_formaldecision"),
    "projects_offerattachment",
)


def test_each_table_that_never_changes_is_guarded():
    with connection.cursor() as cursor:
        cursor.execute(CATALOGUE[connection.vendor])
        found = sorted(cursor.fetchall())
    assert found == sorted([("projects_answer_fits", "projects_answer"), *((f"{table}_frozen", table) for table in FROZEN)])
