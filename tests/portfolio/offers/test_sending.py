"""The office drafts an offer, looks at each mail as it will arrive, and sends it by an act of its own."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from costsharing.models import Scenario
from portfolio.access.roles import Role
from portfolio.models import Contact, Delivery, Organisation
from projects.models import Offer, Participation, Project
from tests.factories import portfolio, projects
from tests.factories.figures import figure

pytestmark = pytest.mark.django_db
DRAFT = {"title": "e-arkiv", "binding": "formal", "last_day": "2099-09-30", "silence": "declines", "least_participants": "2", "text": "Hej!"}


def office(*names: str) -> tuple[Client, Project, str]:
    region = portfolio.region(country="SE", currency="SEK", time_zone="Europe/Stockholm", language="sv")
    project = projects.project(region, language="sv")
    for name in names or ("Hörby", "Lund"):
        asked(project, name)
    client = Client(headers={"accept-language": "en-gb"})
    client.force_login(portfolio.person_with(Role.COORDINATOR, region, language="en-gb"))
    return client, project, f"{project.get_absolute_url()}offers/"


def asked(project: Project, name: str) -> Organisation:
    place = portfolio.municipality(name, country="SE")
    figure(place, 10_000, date=dt.date(2014, 12, 31))
    projects.participation(project, place, state="invited")
    row = {"region": project.region, "organisation": place, "function": "Kommundirektör"}
    Contact.objects.create(**row, kind="contact", mail=f"direktor@{place.code}.example", language="nb" if name == "Lund" else "")
    Contact.objects.create(**row, kind="mailbox", mail=f"post@{place.code}.example")
    return place


def seen(page: Any) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(seen|scenario|key)" value="([^"]*)"', page.content.decode()))


def test_from_draft_to_mails():
    client, _project, url = office()
    drafted = client.post(url, DRAFT | {"key": ""})
    offer = Offer.objects.get()
    assert (drafted.status_code, drafted["Location"], offer.state, offer.title) == (303, f"{url}1/send/", "draft", "e-arkiv")
    assert offer.closes_at == dt.datetime(2099, 9, 30, 22, tzinfo=dt.UTC)
    page = client.get(drafted["Location"])
    body = page.content.decode()
    assert [words for words in ("Hörby", "Lund", "frågar om Hörby", "spør om Lund", "Receipts also go to post@") if words not in body] == []
    assert (Delivery.objects.count(), "samverk-link-" in body) == (0, False)
    sent = client.post(drafted["Location"], seen(page))
    offer.refresh_from_db()
    assert (sent.status_code, sent["Location"], offer.state) == (303, url + "1/", "open")
    assert sorted(Delivery.objects.values_list("language", flat=True)) == ["nb", "sv"]
    assert client.get(drafted["Location"]).status_code == 200
    again = client.post(drafted["Location"], seen(page))
    assert (again.status_code, again["Location"], Delivery.objects.count()) == (303, url + "1/", 2)


def test_what_changed_since_one_looked_is_looked_at_once_more():
    client, project, url = office()
    client.post(url, DRAFT)
    page = client.get(f"{url}1/send/")
    Contact.objects.filter(kind="contact").update(mail="ny@horby.example")
    refused = client.post(f"{url}1/send/", seen(page))
    assert (refused.status_code, "ny@horby.example" in refused.content.decode(), Delivery.objects.count()) == (409, True, 0)
    asked(project, "Malmö")
    assert client.post(f"{url}1/send/", seen(refused)).status_code == 409
    assert client.post(f"{url}1/send/", {}).status_code == 409
    assert Delivery.objects.count() == 0


def test_the_fee_is_counted_by_the_scenario_that_was_chosen():
    client, project, url = office()
    rule = {"parts": [{"label": "Lika", "key": "equal", "fraction": "1"}]}
    scenario = Scenario.objects.create(project=project, year=2030, name="A", definition=rule, base_minor=100_000_00)
    client.post(url, DRAFT)
    page = client.get(f"{url}1/send/")
    assert "Choose by which scenario the fee is counted, or that there is none." in page.content.decode()
    assert "Send the offer to" not in page.content.decode()
    assert client.post(f"{url}1/send/", {"seen": page.context["preview"].seen, "scenario": ""}).status_code == 409
    assert "Send the offer to" in client.get(f"{url}1/send/?scenario=none").content.decode()
    page = client.get(f"{url}1/send/?scenario={scenario.pk}")
    assert "SEK 50,000" in page.content.decode().replace("\u00a0", " ")
    assert client.post(f"{url}1/send/", seen(page)).status_code == 303
    terms = Offer.objects.get().versions.get().terms
    assert [one["figures"]["population"]["value"] for one in terms["cost"]["case"]["participants"]] == [10_000, 10_000]
    other = Scenario.objects.create(project=projects.project(), year=2030, name="B", definition=rule)
    assert client.get(f"{url}1/send/?scenario={other.pk}").status_code == 200


def test_whom_nobody_can_write_to_is_told():
    client, _project, url = office()
    Contact.objects.filter(organisation__name="Lund").delete()
    Contact.objects.filter(organisation__name="Hörby", kind="contact").update(came_back_from="DIREKTOR@x.example", mail="direktor@x.example")
    Participation.objects.filter(organisation__name="Lund").update(state="active")
    client.post(url, DRAFT | {"least_participants": ""})
    body = client.get(f"{url}1/send/").content.decode()
    assert ("Nobody to write to" in body, "direktor@x.example" in body, "Send the offer to 1 party" in body) == (True, False, True)
    Contact.objects.all().delete()
    assert "Nobody can be written to" in client.get(f"{url}1/send/").content.decode()


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"last_day": ""}, {"last_day": "2015-09-30"}, {"binding": "x"}, {"silence": "joins"}, {"least_participants": "0"}]
)
def test_a_draft_that_is_not_whole_comes_back_with_what_was_typed(wrong):
    client, _project, url = office()
    page = client.post(url, DRAFT | wrong)
    assert (page.status_code, Offer.objects.count(), "Hej!" in page.content.decode()) == (422, 0, True)


def test_posted_twice_it_is_one_draft():
    client, _project, url = office()
    key = "6a8f0c52-6d0e-4d6c-8c5b-0a4f5a3b7c11"
    assert {client.post(url, DRAFT | {"key": key})["Location"] for _ in range(2)} == {f"{url}1/send/"}
    assert Offer.objects.count() == 1


def test_who_may_draft_and_who_may_send():
    _client, project, url = office()
    manager, reader = (portfolio.person_with(role, project.region) for role in (Role.MANAGER, Role.READER))
    projects.role(project, "manager", user=manager)
    client = Client()
    client.force_login(manager)
    client.post(url, DRAFT)
    codes = [client.get(url).status_code, client.get(f"{url}1/send/").status_code, client.post(f"{url}1/send/").status_code]
    client.force_login(reader)
    assert (codes, client.get(url).status_code, client.get(f"{url}9/send/").status_code) == ([200, 403, 403], 403, 403)


@pytest.mark.parametrize("count", [1, 3])
def test_the_preview_asks_as_often_whomever_it_goes_to(count):
    client, _project, url = office(*[f"Kommun {number}" for number in range(count)])
    client.post(url, DRAFT)
    found = []
    for page in (url, f"{url}1/send/"):
        with CaptureQueriesContext(connection) as asked_for:
            client.get(page)
        found.append(len(asked_for))
    assert found == [6, 14]
