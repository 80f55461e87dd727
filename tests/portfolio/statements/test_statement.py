"""A statement that is written once gives what the ORM gives, each time for the values of that time."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portfolio.statements import Statement, given, given_day, given_text
from projects.models import Project
from tests.factories import portfolio, projects

BY_DAY = Statement(lambda: Project.objects.filter(region=given("region"), starts_on__lte=given_day("today")).select_related("region").order_by("pk"))
BY_NAME = Statement(lambda: Project.objects.filter(reference=given_text("reference")).order_by("pk").values_list("name", "starts_on"))


def test_each_run_has_values_of_its_own_and_objects_come_with_what_they_hang_on(db):
    early, late = (projects.project(starts_on=day) for day in (dt.date(2020, 1, 1), dt.date(2030, 1, 1)))
    for project in (early, late, early):
        for today in (dt.date(2019, 12, 31), dt.date(2020, 1, 1), dt.date(2030, 1, 1)):
            expected = list(Project.objects.filter(region=project.region, starts_on__lte=today))
            with CaptureQueriesContext(connection) as asked:
                found = BY_DAY.rows(region=project.region_id, today=today)
                assert [(each, each.region.name, each.starts_on) for each in found] == [(each, project.region.name, each.starts_on) for each in expected]
            assert len(asked) == 1 if expected else len(found) == 0


@pytest.mark.parametrize("text", ["it's", 'a"b', "%s", "100%", "\\", "ø"])
def test_a_value_is_a_parameter_and_never_part_of_the_statement(db, text):
    region = portfolio.region()
    projects.project(region, name="En", reference="en")
    Project.objects.create(region=region, reference=text, name="To", kind="pre_study", language="nb")
    assert BY_NAME.rows(reference=text) == [("To", None)]


def test_a_value_that_is_missing_is_an_error(db):
    with pytest.raises(KeyError, match="reference"):
        BY_NAME.rows()


@pytest.mark.django_db(transaction=True)
def test_threads_share_a_statement_each_on_its_own_connection():
    made = [projects.project(name=f"Prosjekt {number}", reference=f"p-{number}") for number in range(8)]

    def ask(number: int) -> list[tuple[str, dt.date | None]]:
        try:
            return [row for _ in range(20) for row in BY_NAME.rows(reference=f"p-{number}")]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(ask, range(8)))
    assert found == [[(project.name, project.starts_on)] * 20 for project in made]
