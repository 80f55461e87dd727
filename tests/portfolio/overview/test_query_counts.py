"""How many times a page asks the database: the same at one row and at three of everything.

Every request reads the session and its activity, the user, their grants, and the region or the project that the address names.
"""

import pytest
from django.test import Client
from django.urls import reverse

from portfolio.access.roles import Role
from tests.factories import portfolio, projects
from tests.factories.full import project_with

ENTRY = 4
PAGES = {"project": 7, "participation": 5, "money": 6, "plan": 3, "risks": 4, "documents": 3, "mandate": 24}


@pytest.fixture
def client(db: None) -> Client:
    return Client()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("page", PAGES)
def test_each_tab_asks_as_often_whatever_it_shows(client, django_assert_num_queries, page, rows):
    project = project_with(rows)
    client.force_login(portfolio.person_with(Role.COORDINATOR, project.region))
    with django_assert_num_queries(ENTRY + PAGES[page]):
        response = client.get(reverse(page, args=[project.region.slug, project.reference]))
    assert response.status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_whatever_it_shows(client, django_assert_num_queries, rows):
    region = portfolio.region()
    for number in range(rows):
        project_with(number + 1, region)
        portfolio.member(region)
    client.force_login(portfolio.person_with(Role.COORDINATOR, region))
    with django_assert_num_queries(ENTRY + 5):
        response = client.get(reverse("portfolio", args=[region.slug]))
    assert len(response.context["page"].rows) == sum(number + 2 for number in range(rows))


def test_an_empty_project_has_every_tab(client):
    project = projects.project()
    client.force_login(portfolio.person_with(Role.COORDINATOR, project.region))
    for page in PAGES:
        response = client.get(reverse(page, args=[project.region.slug, project.reference]))
        assert (page, response.status_code) == (page, 200)
        assert "<tbody" not in response.content.decode(), f"an empty table on {page}"
