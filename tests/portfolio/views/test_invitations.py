"""The link of an invitation: opening it changes nothing, posting it works once, and a link that does not work says the same whatever the reason."""

import datetime as dt
import re
import threading
from typing import Any

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.core.cache import cache
from django.db import close_old_connections, connections
from django.test import Client
from django.utils import timezone

from portfolio.access.roles import Role
from portfolio.access.tokens import token_of
from portfolio.actions.invitations import send_again, withdraw
from portfolio.models import Invitation, RoleGrant, User
from tests.factories import mail, portfolio

PASSWORD = "sjutton-gula-sparvar"
GOOD = {"name": "Kari Nordmann", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture(autouse=True)
def no_throttle(db: None) -> None:
    cache.clear()


def link(invitation: Invitation) -> str:
    return f"/account/invitation/{token_of(invitation.seed, 'invitation')}/"


def everything() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Invitation, RoleGrant, User)]


def test_opening_it_changes_nothing_and_is_not_kept() -> None:
    invitation, client = mail.invitation(email="kari@example.test"), Client()
    before = everything()
    for method in (client.get, client.head):
        page = method(link(invitation))
        assert (page.status_code, "no-store" in page["Cache-Control"], page["Referrer-Policy"]) == (200, True, "same-origin")
    assert everything() == before


def test_a_newcomer_gets_an_account_and_the_role_from_today() -> None:
    invitation = mail.invitation(email="kari@example.test", role=Role.COORDINATOR, language="nb")
    response = Client().post(link(invitation), GOOD)
    user, grant = User.objects.get(email="kari@example.test"), RoleGrant.objects.get(user__email="kari@example.test")
    assert (response.status_code, response["Location"]) == (302, "/account/sign-in/")
    assert (user.name, user.language, user.check_password(PASSWORD)) == ("Kari Nordmann", "nb", True)
    assert (grant.region, grant.role, grant.valid_from, grant.valid_to) == (invitation.region, "coordinator", timezone.localdate(), None)
    invitation.refresh_from_db()
    assert (invitation.accepted_by, invitation.history.first().history_user) == (user, user)
    assert authenticate(email="kari@example.test", password=PASSWORD) == user


def test_a_link_that_does_not_work_says_the_same_whatever_the_reason() -> None:
    used, withdrawn, replaced, expired, closed = (mail.invitation(email=f"p{n}@example.test") for n in range(5))
    links = [link(each) for each in (used, withdrawn, replaced, expired, closed)] + [f"/account/invitation/{'x' * 43}/"]
    Client().post(links[0], GOOD)
    withdraw(invitation=withdrawn, by=used.invited_by, at=timezone.now())
    send_again(invitation=replaced, by=used.invited_by, at=timezone.now())
    Invitation.objects.filter(pk=expired.pk).update(invited_at=timezone.now() - dt.timedelta(days=15), expires_at=timezone.now())
    portfolio.user("p4@example.test", is_active=False)
    pages = {re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", Client().get(each).content.replace(each.encode(), b"")) for each in links}
    assert len(pages) == 1
    before = everything()
    answers = [Client().post(each, GOOD) for each in links]
    assert ({answer.status_code for answer in answers}, everything()) == ({200}, before)
    assert b"This link no longer works" in pages.pop()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": " "}, {"name": ["Write your name."]}),
        ({"password2": "noe annet"}, {"password2": ["You must type the same password each time."]}),
        ({"password1": "kort", "password2": "kort"}, {"password1": ["This password is too short. It must contain at least 12 characters."]}),
        ({"password1": "kari@example.test", "password2": "kari@example.test"}, {"password1": ["The password is too similar to the mail address."]}),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_no_password_comes_back(fields: dict[str, str], wrong: Any) -> None:
    invitation = mail.invitation(email="kari@example.test")
    response = Client().post(link(invitation), GOOD | fields)
    assert (response.status_code, {name: list(found) for name, found in response.context["form"].errors.items()}) == (422, wrong)
    assert PASSWORD not in response.content.decode()
    assert not User.objects.filter(email="kari@example.test").exists()


def test_who_has_an_account_signs_in_and_accepts_and_is_given_nothing_twice() -> None:
    invitation = mail.invitation(email="Kari@Example.test")
    user, client = portfolio.user("kari@example.test"), Client()
    portfolio.grant(user, invitation.region, Role.READER)
    assert b"Sign in to accept" in client.get(link(invitation)).content
    client.post(link(invitation), GOOD)
    assert RoleGrant.objects.filter(user=user).count() == 1
    client.force_login(user)
    response = client.post(link(invitation))
    invitation.refresh_from_db()
    assert (response["Location"], invitation.accepted_by) == (f"/{invitation.region.slug}/", user)
    assert RoleGrant.objects.filter(user=user).count() == 1
    assert not user.check_password(PASSWORD)


def test_somebody_else_who_is_signed_in_cannot_take_it() -> None:
    invitation, client = mail.invitation(), Client()
    client.force_login(portfolio.user())
    before = everything()
    assert b"who has another address" in client.post(link(invitation), GOOD).content
    assert everything() == before


def test_guessing_is_throttled_as_signing_in_is() -> None:
    client = Client()
    codes = [client.post(f"/account/invitation/{number:043d}/").status_code for number in range(31)]
    assert (set(codes[:30]), codes[30]) == ({200}, 429)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=2)):
        assert client.post(f"/account/invitation/{1:043d}/").status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.embedded
def test_posted_twice_at_once_it_is_one_account_with_one_role() -> None:
    invitation, line, codes = mail.invitation(email="kari@example.test"), threading.Barrier(2), []

    def post() -> None:
        try:
            client = Client()
            line.wait(30)
            codes.append(client.post(link(invitation), GOOD).status_code)
        finally:
            close_old_connections()
            connections.close_all()

    posters = [threading.Thread(target=post, daemon=True) for _ in range(2)]
    for poster in posters:
        poster.start()
    for poster in posters:
        poster.join(60)
    assert (sorted(codes), RoleGrant.objects.filter(user__email="kari@example.test").count()) == ([200, 302], 1)
