"""A list of rows and a form ask as often whatever there is."""

import pytest
from django.test import Client

from portfolio.access.roles import Role
from tests.factories import portfolio
from tests.factories.full import project_with

ENTRY = 4
PAGES = {
    "edit/milestones/": 1,
    "edit/measures/": 1,
    "edit/project/": 3,
    "edit/stage/": 3,
    "edit/milestones/new/": 1,
    "edit/funding-lines/new/": 1,
    "edit/chapters/": 2,
}


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("page", PAGES)
def test_each_page_asks_as_often_whatever_it_shows(django_assert_num_queries, page, rows):
    project = project_with(rows)
    client = Client()
    client.force_login(portfolio.person_with(Role.COORDINATOR, project.region))
    with django_assert_num_queries(ENTRY + PAGES[page]):
        assert client.get(project.get_absolute_url() + page).status_code == 200
