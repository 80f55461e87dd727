"""Bodies with their seats and meetings."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portfolio.access.roles import Role
from portfolio.models import Body, Meeting, Region, Seat
from tests.factories import portfolio
from tests.factories.registered import region_with

pytestmark = pytest.mark.django_db
ENTRY = 4
TODAY = dt.date(2026, 6, 1)


def reader(region: Region, role: Role = Role.READER) -> Client:
    client = Client()
    client.force_login(portfolio.person_with(role, region))
    return client


@pytest.fixture
def region(monkeypatch: pytest.MonkeyPatch) -> Region:
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)
    return portfolio.region()


def meeting(body: Body, day: str, **fields: object) -> Meeting:
    return Meeting.objects.create(body=body, date=day, **fields)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("route", "queries"), [("bodies", 1), ("body", 3)])
def test_it_asks_as_often_whatever_it_shows(django_assert_num_queries, route, queries, rows):
    region = region_with(rows)
    body = region.bodies.first()
    for number in range(1, rows):
        meeting(body, f"2031-01-0{number}")
        Seat.objects.create(body=body, function="Medlem", valid_from=TODAY, user=portfolio.user())
    client = reader(region, Role.COORDINATOR)
    with django_assert_num_queries(ENTRY + queries):
        assert client.get(reverse(route, args=[region.slug] + [body.pk] * (route == "body"))).status_code == 200


def test_no_bodies_and_an_empty_body_say_so(region):
    client = reader(region)
    assert "The region has no bodies yet" in client.get(reverse("bodies", args=[region.slug])).content.decode()
    body = portfolio.body(region)
    page = client.get(reverse("body", args=[region.slug, body.pk])).content.decode()
    assert [words in page for words in ("Nobody is a member yet.", "No meeting is planned.", "not agreed", "<tbody")] == [True, True, True, False]


def test_the_next_meeting_is_the_nearest_that_is_not_cancelled(region):
    body = portfolio.body(region, papers_days=5)
    for day, fields in (("2026-05-31", {}), ("2026-06-02", {"is_cancelled": True}), ("2026-09-10", {"starts_at": "09:30"}), ("2026-12-03", {})):
        meeting(body, day, **fields)
    client = reader(region)
    [told] = client.get(reverse("bodies", args=[region.slug])).context["bodies"]
    assert told.next_meeting == dt.date(2026, 9, 10)
    page = client.get(reverse("body", args=[region.slug, body.pk]))
    found = page.context["page"]
    assert (found.next_meeting.date, [row.date.month for row in found.upcoming], [row.date.month for row in found.past]) == (told.next_meeting, [6, 9, 12], [5])
    assert [words in page.content.decode() for words in ("10\u00a0September\u00a02026 09:30", "5 working days before", "cancelled")] == [True] * 3


def test_a_meeting_of_today_is_still_to_come(region):
    body = portfolio.body(region)
    meeting(body, "2026-06-01")
    assert [row.next_meeting for row in reader(region).get(reverse("bodies", args=[region.slug])).context["bodies"]] == [TODAY]


def test_seats_stand_with_the_chair_first_and_those_that_ended_apart(region):
    body, place = portfolio.body(region), portfolio.municipality()
    who = portfolio.user(name="Kari Eksempel")
    for function, fields in (("Medlem", {"organisation": place, "user": who}), ("Ordfører", {"is_chair": True}), ("Tidligere", {"valid_to": "2026-05-31"})):
        Seat.objects.create(body=body, function=function, valid_from="2020-01-01", **fields)
    url = reverse("body", args=[region.slug, body.pk])
    found = reader(region).get(url)
    assert [seat.function for seat in found.context["page"].seats] == ["Ordfører", "Medlem"]
    assert [seat.function for seat in found.context["page"].former_seats] == ["Tidligere"]
    assert ("Kari Eksempel" in found.content.decode(), "Kari Eksempel" in reader(region, Role.COORDINATOR).get(url).content.decode()) == (False, True)
    [told] = reader(region).get(reverse("bodies", args=[region.slug])).context["bodies"]
    assert told.members == 2


def test_only_the_office_is_shown_the_ways_to_change(region):
    body = portfolio.body(region)
    for role, shown in ((Role.COORDINATOR, True), (Role.READER, False)):
        for url in (reverse("bodies", args=[region.slug]), reverse("body", args=[region.slug, body.pk]), reverse("register", args=[region.slug])):
            assert ("/register/edit/" in reader(region, role).get(url).content.decode()) is shown
