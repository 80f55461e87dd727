"""A form sent after the session has ended, or with a token from before signing in: nothing typed is lost."""

import re

import pytest
from django.test import Client

from portfolio.access.roles import Role
from projects.models import OpenPoint
from tests.factories import portfolio
from tests.factories.full import project_with

pytestmark = pytest.mark.django_db
OURS = {"origin": "http://testserver"}
HIDDEN = re.compile(r'<textarea name="(\w+)" hidden>\n(.*?)</textarea>', re.DOTALL)


@pytest.fixture
def address() -> str:
    return project_with(1).get_absolute_url() + "edit/open-points/new/"


def test_somebody_signed_out_signs_in_and_sends_again(address):
    region, text = address.split("/")[1], "Første linje\nandre & siste <b>"
    client = Client(enforce_csrf_checks=True)
    page = client.get("/account/sign-in/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())[1]
    answer = client.post(address, {"text": text, "kind": "gap", "csrfmiddlewaretoken": token}, headers=OURS)
    shown = answer.content.decode()
    assert (answer.status_code, answer["Cache-Control"]) == (403, "no-store")
    assert 'target="_blank"' in shown and f'action="{address}"' in shown
    assert HIDDEN.findall(shown) == [("text", "Første linje\nandre &amp; siste &lt;b&gt;"), ("kind", "gap")]

    user = portfolio.person_with(Role.COORDINATOR, OpenPoint.objects.get().project.region, password="a long enough word")
    client.post("/account/sign-in/", {"login": user.email, "password": "a long enough word", "csrfmiddlewaretoken": token}, headers=OURS)
    kept = re.search(r'name="kept" value="([\w-]+)"', shown)[1]
    sent = {"text": text, "kind": "gap", "csrfmiddlewaretoken": token}
    assert client.post(address, {**sent, "kept": kept}, headers={"origin": "https://elsewhere.example"}).status_code == 403
    assert client.post(address, {**sent, "kept": "x" * 43}, headers=OURS).status_code == 403
    again = client.post(address, {**sent, "kept": kept}, headers=OURS)
    assert (again.status_code, again["Location"]) == (303, address.replace("new/", "")), "once signed in, one send is enough"
    assert region and OpenPoint.objects.latest("pk").text == text


def test_a_form_that_was_open_while_one_signed_in_is_sent_again(address):
    user = portfolio.person_with(Role.COORDINATOR, OpenPoint.objects.get().project.region, password="a long enough word")
    client, text = Client(enforce_csrf_checks=True), "Skrevet før"
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get("/account/sign-in/").content.decode())[1]
    client.post("/account/sign-in/", {"login": user.email, "password": "a long enough word", "csrfmiddlewaretoken": token}, headers=OURS)
    late = client.post(address, {"text": text, "kind": "gap", "csrfmiddlewaretoken": token}, headers=OURS)
    assert (late.status_code, "You are signed out" in late.content.decode()) == (403, False), "the token is from before signing in"
    fresh = re.search(rf'action="{address}"><input type="hidden" name="csrfmiddlewaretoken" value="(\w+)"', late.content.decode())[1]
    assert client.post(address, {"text": text, "kind": "gap", "csrfmiddlewaretoken": fresh}, headers=OURS).status_code == 303


def test_what_another_site_sends_is_not_offered_to_be_sent_again(address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(portfolio.person_with(Role.COORDINATOR, OpenPoint.objects.get().project.region))
    answer = client.post(address, {"text": "Smuglet", "kind": "gap"}, headers={"origin": "https://elsewhere.example"})
    assert (answer.status_code, "Smuglet" in answer.content.decode()) == (403, False)
    anonymous = Client().post(address, {"text": "Smuglet", "kind": "gap"}, headers={"origin": "https://elsewhere.example"})
    assert (anonymous.status_code, "Smuglet" in anonymous.content.decode()) == (302, False)


def test_a_password_is_never_written_into_a_page(db):
    sent = {"oldpassword": "hemmelig ord", "password1": "nytt ord her", "password2": "nytt ord her"}
    for client in (Client(), Client(enforce_csrf_checks=True)):
        answer = client.post("/account/password/", sent, headers=OURS)
        assert re.findall("hemmelig|nytt", answer.content.decode()) == []
