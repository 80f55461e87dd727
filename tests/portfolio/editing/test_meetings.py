"""Many meetings at once: all or none."""

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from portfolio.access.roles import Role
from portfolio.models import Body, Meeting
from tests.factories import portfolio

pytestmark = pytest.mark.django_db


@pytest.fixture
def body() -> Body:
    return portfolio.body(portfolio.region())


@pytest.fixture
def client(body: Body) -> Client:
    client = Client()
    client.force_login(portfolio.person_with(Role.COORDINATOR, body.region))
    return client


def url(body: Body) -> str:
    return reverse("register-meetings", args=[body.region.slug, body.pk])


def test_many_days_are_stored_once_with_who_did_it(client, body):
    sent = {"days": "2027-02-11\r\n15.04.2027, 2026-12-03", "starts_at": "09.30", "place": "Rådhuset", "key": str(uuid.uuid4())}
    for _ in range(2):
        answer = client.post(url(body), sent)
        assert (answer.status_code, answer["Location"]) == (303, reverse("body", args=[body.region.slug, body.pk]))
    rows = list(body.meetings.values_list("date", "starts_at", "place"))
    days = [dt.date(2026, 12, 3), dt.date(2027, 2, 11), dt.date(2027, 4, 15)]
    assert rows == [(day, dt.time(9, 30), "Rådhuset") for day in days]
    assert [line.history_user.email.startswith("person") for line in Meeting.history.all()] == [True] * 3


WRONG = [
    ("2027-02-11, 31.02.2027\ni mai", ["No day: 31.02.2027, i mai. Write each as 2026-10-31 or 31.10.2026."]),
    ("2027-02-11, 11.02.2027", ["Written more than once: 11\u00a0February\u00a02027. Keep one of each."]),
    ("2027-02-11, 2026-12-03", ["The body meets on these days already: 3\u00a0December\u00a02026. Take them out of the list."]),
    ("x, 2026-12-03, 2026-12-03", ["No day: x.", "Written more than once", "The body meets"]),
    (" , \n;", ["Write the day as 2026-10-31 or 31.10.2026."]),
    ("", ["Write the day as 2026-10-31 or 31.10.2026."]),
    ("\n".join(f"{1990 + n}-01-01" for n in range(101)), ["These are more than 100 days. Send them in parts."]),
]


@pytest.mark.parametrize(("days", "told"), WRONG)
def test_what_is_wrong_is_named_and_nothing_is_half_stored(client, body, days, told):
    Meeting.objects.create(body=body, date="2026-12-03")
    answer = client.post(url(body), {"days": days, "place": "Rådhuset"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["days"])
    errors = answer.context["form"].errors["days"]
    assert [error.startswith(begin) for error, begin in zip(errors, told, strict=True)] == [True] * len(told)
    assert body.meetings.count() == 1
    assert 'value="Rådhuset"' in answer.content.decode()


def test_a_body_of_another_region_and_a_reader_are_refused(client, body):
    theirs = portfolio.body(portfolio.region())
    assert client.get(reverse("register-meetings", args=[body.region.slug, theirs.pk])).status_code == 404
    reading = Client()
    reading.force_login(portfolio.person_with(Role.READER, body.region))
    assert reading.post(url(body), {"days": "2027-02-11"}).status_code == 403
    assert Meeting.objects.count() == 0
