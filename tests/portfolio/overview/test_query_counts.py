"""How many times a page asks the database: the same at one row and at three of everything.

Every request reads the session and its activity, the user, their grants, and the region or the project that the address names.
"""

import gzip

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portfolio.access.roles import Role
from tests.factories import portfolio, projects
from tests.factories.full import project_with
from tests.factories.many import many_projects

ENTRY = 4
PAGES = {"project": 8, "participation": 4, "money": 2, "plan": 5, "risks": 3, "benefits": 7, "documents": 4, "mandate": 9}


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
    with django_assert_num_queries(ENTRY + 8):
        response = client.get(reverse("portfolio", args=[region.slug]))
    assert len(response.context["page"].rows) == sum(number + 2 for number in range(rows))


def test_list_and_tabs_ask_as_often_for_10_200_and_2000_projects_and_the_list_stays_light(client, django_assert_num_queries):
    region, today, made = portfolio.region(), timezone.localdate(), 2
    project = project_with(1, region)
    address = reverse("portfolio", args=[region.slug])
    client.force_login(portfolio.person_with(Role.COORDINATOR, region))
    for count in (10, 200, 2000):
        many_projects(region, count - made, today)
        made = count
        for query, queries in (("", 8), ("?rows=all", 8), (f"?municipality={region.memberships.first().organisation_id}&sort=-money&page=2", 9)):
            with django_assert_num_queries(ENTRY + queries):
                response = client.get(address + query)
            assert (response.status_code, len(response.context["page"].listing.everything)) == (200, count)
        for page, queries in PAGES.items():
            with django_assert_num_queries(ENTRY + queries):
                assert client.get(reverse(page, args=[region.slug, project.reference])).status_code == 200
        for ending in ("csv", "xlsx"):
            with django_assert_num_queries(ENTRY + 5):
                assert client.get(reverse(f"portfolio-{ending}", args=[region.slug])).status_code == 200
    whole = client.get(f"{address}?rows=all", headers={"accept-encoding": "gzip"})
    assert len(whole.content) <= 60_000
    assert len(gzip.decompress(whole.content)) <= 1_000_000
    assert gzip.decompress(whole.content).count(b'<th scope="row">') == 2001


def test_an_empty_project_has_every_tab(client):
    project = projects.project()
    client.force_login(portfolio.person_with(Role.COORDINATOR, project.region))
    for page in PAGES:
        response = client.get(reverse(page, args=[project.region.slug, project.reference]))
        assert (page, response.status_code) == (page, 200)
        assert "<tbody" not in response.content.decode(), f"an empty table on {page}"
