import pytest
from django.test import Client
from django.urls import reverse

from portfolio.access.roles import Role
from tests.factories import portfolio


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_as_often_whatever_it_shows(db, django_assert_num_queries, rows):
    region, client = portfolio.region(), Client()
    for _ in range(rows):
        portfolio.member(region)
    client.force_login(portfolio.person_with(Role.READER, region))
    with django_assert_num_queries(5):
        page = client.get(reverse("register", args=[region.slug]))
    assert len(page.context["members"]) == rows
