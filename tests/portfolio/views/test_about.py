"""The pages about Samverk itself: whom the accessibility statement sends one to, and what it says to a stranger."""

import re

import pytest
from django.test import Client

from portfolio.access.roles import Role
from portfolio.models import Organisation
from tests.factories import portfolio as make

pytestmark = pytest.mark.django_db
STATEMENT = "/account/accessibility/"
AUTHORITIES = {"SE": "https://www.digg.se/tdosanmalan", "NO": "https://www.uutilsynet.no/"}


def links(client: Client) -> list[str]:
    return re.findall(r'href="(https://[^"]+)"', client.get(STATEMENT).content.decode())


def test_a_stranger_reads_of_both_countries_and_no_region(client: Client) -> None:
    make.region(name="Hemmelig region")
    assert links(client) == list(AUTHORITIES.values())
    assert "Hemmelig region" not in client.get(STATEMENT).content.decode()


@pytest.mark.parametrize("country", AUTHORITIES)
def test_a_person_reads_of_their_own_office_and_their_countrys_authority(client: Client, country: str) -> None:
    region = make.region(name="Samarbeidet", country=country, letterhead="Postboks 1\n3601 Byen")
    region.office = Organisation.objects.create(country=country, kind="unit", name="Kontoret", region=region)
    region.save()
    client.force_login(make.person_with(Role.READER, region))
    page = client.get(STATEMENT).content.decode()
    assert [word for word in ("Samarbeidet", "Kontoret", "Postboks 1<br>3601 Byen") if word not in page] == []
    assert links(client) == [AUTHORITIES[country]]


@pytest.mark.parametrize("address", ["/", STATEMENT, "/account/style-guide/", "/nothing/"])
def test_every_page_leads_to_the_statement(client: Client, address: str) -> None:
    assert f'<a href="{STATEMENT}">Accessibility</a>' in client.get(address, follow=True).content.decode()


def test_the_statement_asks_the_same_of_the_database_for_one_region_and_three(client: Client, django_assert_num_queries: object) -> None:
    person = make.person_with(Role.READER, make.region())
    client.force_login(person)
    with django_assert_num_queries(4):  # session, user, grants, regions with their offices
        client.get(STATEMENT)
    for _ in range(2):
        make.grant(person, make.region(), Role.READER)
    with django_assert_num_queries(4):
        client.get(STATEMENT)
