"""The page of adopting, by its forms: confirmed by password, once, and never on numbers that moved."""

import json
import re
import uuid
from threading import Barrier, Thread

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from costsharing.actions.adopting import fingerprint
from costsharing.models import Allocation, Scenario
from costsharing.queries.tried import tried
from portfolio.access.roles import Role
from portfolio.models import Region, User
from tests.costsharing.test_cases import DEFINITION, funding, inhabitants, line
from tests.factories import portfolio, projects

PASSWORD = "tre ord og ett tall 7"


@pytest.fixture(autouse=True)
def no_tries_before() -> None:
    cache.clear()


def made() -> Scenario:
    region = portfolio.region()
    project = projects.project(region)
    for number in (1, 2, 3):
        each = portfolio.municipality(f"By {number}")
        inhabitants(each, d2016_01_01=number)
        projects.participation(project, each, state="active")
    line(project, "Drift", 100_00, 1)
    funding(project, "cash", 100_00, 1)
    portfolio.body(region, "Regionrådet")
    return Scenario.objects.create(project=project, year=2017, name="A", definition=DEFINITION)


def coordinator(region: Region) -> User:
    return portfolio.person_with(Role.COORDINATOR, region, password=PASSWORD)


@pytest.fixture
def scenario(db: None) -> Scenario:
    return made()


def url(scenario: Scenario) -> str:
    return reverse("adopt", args=[scenario.project.region.slug, scenario.project.reference, scenario.pk])


def signed_in(user: User, *, confirmed_at: str = "") -> Client:
    client = Client()
    client.force_login(user)
    if confirmed_at:
        assert client.post(confirmed_at, {"password": PASSWORD}).status_code == 303
    return client


@pytest.fixture
def client(scenario: Scenario) -> Client:
    return signed_in(coordinator(scenario.project.region), confirmed_at=url(scenario))


def answered(client: Client, scenario: Scenario, **more: str) -> dict[str, str]:
    """The form as the page gives it, filled in."""
    page = client.get(url(scenario)).content.decode()
    hidden = {name: value.replace("&quot;", '"') for name, value in re.findall(r'type="hidden" name="(key|seen|replaces|seen_nets)" value="([^"]*)"', page)}
    return hidden | {"body": "Regionrådet", "decided_on": "2016-12-01", "paragraph": "§ 9", "case_number": "16/7", "text": "Vedteke."} | more


def test_it_shows_what_will_bind_and_asks_for_the_password_first(scenario):
    client = signed_in(coordinator(scenario.project.region))
    page = client.get(url(scenario))
    shown = page.context["page"]
    assert [(line.name, line.net) for line in shown.table.lines] == [("By 1", 17_00), ("By 2", 33_00), ("By 3", 50_00)]
    assert (page.context["form"], page.context["confirming"] is not None) == (None, True)
    assert 'name="password"' in page.content.decode() and 'name="decided_on"' not in page.content.decode()
    assert page["Cache-Control"] == "no-store"


def test_without_the_password_nothing_is_adopted_and_what_was_typed_is_kept(scenario):
    client = signed_in(coordinator(scenario.project.region))
    response = client.post(url(scenario), answered(client, scenario))
    assert (response.status_code, Allocation.objects.count()) == (422, 0)
    carried = dict(response.context["carried"])
    assert (carried["body"], carried["text"]) == ("Regionrådet", "Vedteke.")
    again = client.post(url(scenario), {**carried, **answered(client, scenario), "password": PASSWORD})
    assert (again.status_code, Allocation.objects.count()) == (200, 0)
    assert again.context["form"]["text"].value() == "Vedteke."


def test_a_wrong_password_opens_nothing_and_guessing_is_stopped(scenario):
    client = signed_in(coordinator(scenario.project.region))
    for _ in range(5):
        response = client.post(url(scenario), {"password": "feil"})
        assert response.status_code == 422
    assert client.post(url(scenario), {"password": PASSWORD}).status_code == 422, "five wrong ones stop the right one too"
    assert client.get(url(scenario)).context["form"] is None


def test_five_minutes_later_the_password_is_asked_for_again(scenario, client):
    form = answered(client, scenario)
    session = client.session
    session["account_authentication_methods"] = [{**each, "at": each["at"] - 301} for each in session["account_authentication_methods"]]
    session.save()
    response = client.post(url(scenario), form)
    assert (response.status_code, response.context["was_long"], Allocation.objects.count()) == (422, True, 0)


def test_it_is_adopted_once_however_often_it_is_sent(scenario, client):
    form = answered(client, scenario)
    first = client.post(url(scenario), form)
    second = client.post(url(scenario), form)
    allocation = Allocation.objects.get()
    wanted = reverse("allocation", args=[scenario.project.region.slug, scenario.project.reference, allocation.number])
    assert (first.status_code, first["Location"], second["Location"]) == (303, wanted, wanted)
    assert (allocation.body.name, allocation.paragraph, allocation.case_number, allocation.decision) == ("Regionrådet", "§ 9", "16/7", "Vedteke.")
    assert client.get(wanted).status_code == 200


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("body", "", "Write which body has decided."),
        ("body", "Region", "Do you mean Regionrådet?"),
        ("body", "Bystyret", "No body of the region is called that."),
        ("decided_on", "", "Write the day of the decision."),
        ("decided_on", "2199-01-01", "That day is still to come."),
        ("decided_on", "i fjor", "Write a day"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(scenario, client, field, value, said):
    response = client.post(url(scenario), answered(client, scenario, **{field: value}), headers={"accept-language": "en"})
    form = response.context["form"]
    assert (response.status_code, list(form.errors), Allocation.objects.count()) == (422, [field], 0)
    assert said in form.errors[field][0]
    assert form["text"].value() == "Vedteke."


def test_numbers_that_moved_meanwhile_are_shown_beside_what_was_seen(scenario, client):
    form = answered(client, scenario)
    inhabitants(scenario.project.participations.get(organisation__name="By 1").organisation, d2016_12_31=6)
    response = client.post(url(scenario), form)
    page = response.context["page"]
    assert (response.status_code, Allocation.objects.count()) == (409, 0)
    assert [(move.name, move.before, move.now) for move in page.moved] == [("By 1", 17_00, 55_00), ("By 2", 33_00, 18_00), ("By 3", 50_00, 27_00)]
    assert response.context["form"]["text"].value() == "Vedteke."
    assert client.post(url(scenario), answered(client, scenario)).status_code == 303


def test_what_stands_in_the_way_is_said_in_words_and_there_is_no_form(scenario, client):
    line(scenario.project, "Kurs", 12_000_00, 2)
    page = client.get(url(scenario), headers={"accept-language": "en"})
    assert page.context["page"].in_the_way == ["NOK\xa012,000 lacks funding in 2017."]
    assert (page.context["form"], page.context["confirming"]) == (None, None)
    projects.participation(scenario.project, portfolio.municipality("Uten tall"), state="active")
    page = client.get(url(scenario), headers={"accept-language": "en"})
    assert len(page.context["page"].in_the_way) == 2 and "Uten tall" in page.context["page"].in_the_way[0]
    assert page.context["page"].table is None


def test_a_new_one_replaces_with_a_reason_and_shows_the_difference(scenario, client):
    client.post(url(scenario), answered(client, scenario))
    inhabitants(scenario.project.participations.get(organisation__name="By 1").organisation, d2016_12_31=6)
    page = client.get(url(scenario))
    assert page.context["page"].replaces == Allocation.objects.get()
    assert client.post(url(scenario), answered(client, scenario)).context["form"].errors.keys() == {"reason"}
    response = client.post(url(scenario), answered(client, scenario, reason="Feil folketal"))
    new = Allocation.objects.get(number=2)
    assert (response.status_code, new.replaces.number, new.reason) == (303, 1, "Feil folketal")
    found = client.get(response["Location"]).context["page"]
    assert [(move.before, move.now, move.difference) for move in found.chain[0].replacement.moves] == [
        (17_00, 55_00, 38_00),
        (33_00, 18_00, -15_00),
        (50_00, 27_00, -23_00),
    ]
    old = client.get(reverse("allocation", args=[scenario.project.region.slug, scenario.project.reference, 1])).context["page"]
    assert (old.found.successor, old.chain) == (new, [])


@pytest.mark.parametrize("role", [Role.READER, Role.MANAGER, Role.STEERING])
def test_only_the_office_adopts(scenario, role):
    user = portfolio.person_with(role, scenario.project.region)
    if role is not Role.READER:
        projects.role(scenario.project, "manager", user=user)
    assert signed_in(user).get(url(scenario)).status_code == 403


def test_somebody_without_a_password_chooses_one_first(scenario):
    user = portfolio.person_with(Role.COORDINATOR, scenario.project.region)
    client = signed_in(user)
    response = client.post(url(scenario), answered(client, scenario))
    assert (response.status_code, response.context["has_password"], Allocation.objects.count()) == (422, False, 0)


@pytest.mark.parametrize("nets", ["", "[1]", '{"1": 2}', "null", '{"1": ["a", "x"]}', "{" * 400])
def test_a_form_that_was_tampered_with_adopts_nothing(scenario, client, nets):
    form = answered(client, scenario) | {"seen": "0" * 64, "seen_nets": nets}
    assert (client.post(url(scenario), form).status_code, Allocation.objects.count()) == (409, 0)


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_at_once_one_wins_and_the_other_sees_what_won():
    scenario = made()
    region = scenario.project.region
    clients = [signed_in(coordinator(region), confirmed_at=url(scenario)) for _ in range(2)]
    forms = [answered(client, scenario, paragraph=f"§ {place}") for place, client in enumerate(clients)]
    barrier, answers = Barrier(2), {}

    def send(place: int) -> None:
        try:
            barrier.wait()
            answers[place] = clients[place].post(url(scenario), forms[place])
        finally:
            connection.close()

    threads = [Thread(target=send, args=(place,)) for place in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers.values()) == [303, 409]
    loser = next(answer for answer in answers.values() if answer.status_code == 409)
    allocation = Allocation.objects.get()
    assert loser.context["page"].replaces == allocation
    assert loser.context["page"].moved == []


def test_the_scenario_stands_whole_in_what_was_seen(scenario, client):
    form = answered(client, scenario)
    assert form["seen"] == fingerprint(tried(scenario).basis.case)
    assert [net for _name, net in json.loads(form["seen_nets"]).values()] == [17_00, 33_00, 50_00]
    assert uuid.UUID(form["key"])
