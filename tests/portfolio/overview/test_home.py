"""Where somebody lands after signing in."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from portfolio.access.roles import Role
from tests.factories import portfolio as make
from tests.factories import projects as make_project

pytestmark = pytest.mark.django_db


def test_one_region_leads_straight_to_its_portfolio(client: Client) -> None:
    client.force_login(make.person_with(Role.READER, make.region("dalen")))
    response = client.get("/")
    assert (response.status_code, response["Location"]) == (302, "/dalen/")


def test_two_roles_in_one_region_are_still_one_region(client: Client) -> None:
    region = make.region("dalen")
    user = make.person_with(Role.MANAGER, region)
    make.grant(user, region, Role.STEERING)
    client.force_login(user)
    assert client.get("/")["Location"] == "/dalen/"


def test_two_regions_are_a_choice_by_name(client: Client) -> None:
    user = make.person_with(Role.READER, make.region("fjellet", name="Fjellet"))
    make.grant(user, make.region("dalen", name="Dalen"), Role.COORDINATOR)
    client.force_login(user)
    response = client.get("/")
    assert [region.name for region in response.context["regions"]] == ["Dalen", "Fjellet"]
    assert all(f'<a href="/{slug}/">' in response.content.decode() for slug in ("dalen", "fjellet"))


def test_a_guest_finds_the_projects_of_other_regions(client: Client) -> None:
    place, home, away = make.municipality(), make.region("dalen"), make.region("fjellet", name="Fjellet")
    contact = make.person_with(Role.CONTACT, home, place)
    theirs = make_project.project(away, "arkiv", name="Arkivet")
    make_project.project(away, "annet", name="Noe annet")
    own = make_project.project(home, "skole", name="Skolen")
    for project in (theirs, own):
        make_project.participation(project, place)
    client.force_login(contact)
    response = client.get("/")
    assert [project.name for project in response.context["elsewhere"]] == ["Arkivet"]
    html = response.content.decode()
    assert '<a href="/dalen/">' in html
    assert '<a href="/fjellet/projects/arkiv/">Arkivet</a>' in html
    assert '<a href="/fjellet/">' not in html


def test_without_a_role_the_page_says_whom_to_ask(client: Client) -> None:
    user = make.user("maja@example.test")
    make.grant(user, make.region("dalen", name="Dalen"), Role.READER, valid_to=timezone.localdate() - dt.timedelta(days=1))
    client.force_login(user)
    response = client.get("/")
    html = response.content.decode()
    assert response.status_code == 200
    assert "You have no role here yet" in html
    assert "Ask the administrator of your region for one." in html
    assert "maja@example.test" in html
    assert "Dalen" not in html


def test_as_many_queries_for_three_regions_as_for_one(client: Client, django_assert_num_queries: object) -> None:
    for number in (2, 3):
        user = make.user()
        for _ in range(number):
            make.grant(user, make.region(), Role.READER)
        client.force_login(user)
        client.get("/")
        with django_assert_num_queries(4):  # type: ignore[operator]
            client.get("/")
