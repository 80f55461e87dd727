"""Where somebody lands after signing in."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from portfolio.access.roles import Role
from tests.factories import offers as make_offer
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


def test_a_contact_is_led_straight_to_the_municipality(client: Client) -> None:
    place, home = make.municipality(), make.region("dalen")
    contact = make.person_with(Role.CONTACT, home, place)
    make.grant(contact, make.region("fjellet"), Role.CONTACT, organisation=place)
    client.force_login(contact)
    assert client.get("/")["Location"] == f"/dalen/municipalities/{place.pk}/"


def test_a_contact_who_is_something_else_too_chooses(client: Client) -> None:
    place, home, away = make.municipality("Ada"), make.region("dalen"), make.region("fjellet", name="Fjellet")
    contact = make.person_with(Role.CONTACT, home, place)
    make.grant(contact, home, Role.MANAGER)
    theirs = make_project.project(away, "arkiv", name="Arkivet")
    make_project.project(away, "annet", name="Noe annet")
    own = make_project.project(home, "skole", name="Skolen")
    for project in (theirs, own):
        make_project.participation(project, place)
    client.force_login(contact)
    response = client.get("/")
    assert [project.name for project in response.context["elsewhere"]] == ["Arkivet"]
    html = response.content.decode()
    assert f'<li><a href="/dalen/municipalities/{place.pk}/">Ada</a></li>' in html
    assert '<a href="/dalen/">' in html
    assert '<a href="/fjellet/projects/arkiv/">Arkivet</a>' in html
    assert '<a href="/fjellet/">' not in html


def test_what_waits_for_an_answer_stands_first_on_the_contact_s_own_page(client: Client) -> None:
    place, home = make.municipality("Ada"), make.region("dalen")
    client.force_login(make.person_with(Role.CONTACT, home, place))
    late, soon = (make_offer.open_offer(title=title, closes_at=timezone.now() + dt.timedelta(days=days)) for title, days in (("Sist", 9), ("Først", 3)))
    said, withdrawn = make_offer.open_offer(title="Besvart"), make_offer.open_offer(title="Trukket")
    for offer in (late, soon, said):
        make_offer.invitee(offer, place)
    make_offer.invitee(withdrawn, place, withdrawn_at=timezone.now())
    make_offer.invitee(make_offer.open_offer(title="Andres"))
    make_offer.answer(said.invitees.get())
    make_offer.answer(soon.invitees.get(), "needs_time", needs_until=timezone.localdate())
    due = client.get("/me/").context["due"]
    assert [(each.invitee.offer.title, each.url) for each in due] == [(title, f"/dalen/municipalities/{place.pk}/") for title in ("Først", "Sist")]


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
