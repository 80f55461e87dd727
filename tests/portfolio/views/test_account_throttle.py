"""Guessing is slowed down, and a made-up address of origin does not help."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.factories import portfolio as make

pytestmark = pytest.mark.django_db
PASSWORD = "sju vita svanar"
TOO_MANY = {"__all__": ["Too many tries. Wait five minutes and try again, or choose a new password by mail."]}


@pytest.fixture(autouse=True)
def no_earlier_tries() -> None:
    cache.clear()


def attempt(client: Client, password: str, email: str = "maja@example.test", **headers: str) -> Any:
    return client.post("/account/sign-in/", {"login": email, "password": password}, headers=headers)


def test_after_five_wrong_passwords_the_right_one_waits_five_minutes(client: Client) -> None:
    make.user("maja@example.test", password=PASSWORD)
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        for number in range(5):
            assert "do not belong together" in str(attempt(client, f"guess {number}").context["form"].errors)
        response = attempt(client, PASSWORD)
        assert response.status_code == 200
        assert response.context["form"].errors == TOO_MANY
        clock.move_to(now + dt.timedelta(minutes=4, seconds=59))
        assert attempt(client, PASSWORD).context["form"].errors == TOO_MANY
        clock.move_to(now + dt.timedelta(minutes=5, seconds=1))
        assert attempt(client, PASSWORD).status_code == 302


def test_capitals_and_spaces_and_another_port_in_host_are_the_same_address(client: Client) -> None:
    make.user("maja@example.test", password=PASSWORD)
    written = ["maja@example.test", "MAJA@example.test", " maja@Example.test", "Maja@Example.Test ", "maja@example.test"]
    for number, email in enumerate(written):
        attempt(client, "guess", email, host=f"testserver:{8000 + number}")
    assert attempt(client, PASSWORD).context["form"].errors == TOO_MANY


def test_signing_in_rightly_in_between_does_not_wipe_the_count(client: Client) -> None:
    make.user("maja@example.test", password=PASSWORD)
    for _ in range(4):
        attempt(client, "guess")
    assert attempt(client, PASSWORD).status_code == 302
    client.logout()
    attempt(client, "guess")
    assert attempt(client, PASSWORD).context["form"].errors == TOO_MANY


def test_ten_wrong_passwords_in_a_minute_from_one_place_close_it_for_every_address(client: Client) -> None:
    make.user("maja@example.test", password=PASSWORD)
    for number in range(10):
        attempt(client, "guess", f"person-{number}@example.test", **{"x-forwarded-for": f"198.51.100.{number}"})
    assert attempt(client, PASSWORD).context["form"].errors == TOO_MANY, "an invented X-Forwarded-For is not read"
    assert attempt(Client(REMOTE_ADDR="192.0.2.77"), PASSWORD).status_code == 302, "others go on working"


def test_behind_a_proxy_only_the_last_hop_counts(client: Client, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    make.user("maja@example.test", password=PASSWORD)
    for number in range(10):
        attempt(client, "guess", f"person-{number}@example.test", **{"x-forwarded-for": f"198.51.100.{number}, 203.0.113.9"})
    assert attempt(client, PASSWORD, **{"x-forwarded-for": "10.0.0.1, 203.0.113.9"}).context["form"].errors == TOO_MANY
    assert attempt(client, PASSWORD, **{"x-forwarded-for": "203.0.113.9, 203.0.113.10"}).status_code == 302


def test_thirty_posts_in_a_minute_get_a_page_that_says_wait(client: Client) -> None:
    for _ in range(30):
        client.post("/account/sign-in/", {"login": "", "password": ""})
    response = client.post("/account/sign-in/", {"login": "", "password": ""})
    assert response.status_code == 429
    assert "Too many tries" in response.content.decode()
    assert client.get("/account/sign-in/").status_code == 200


def test_five_links_an_hour_for_one_address(client: Client) -> None:
    make.user("maja@example.test", password=PASSWORD)
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        codes = [client.post("/account/password/reset/", {"email": "maja@example.test"}).status_code for _ in range(6)]
        assert codes == [302] * 5 + [429]
        assert len(mail.outbox) == 5
        clock.move_to(now + dt.timedelta(hours=1, seconds=1))
        assert client.post("/account/password/reset/", {"email": "maja@example.test"}).status_code == 302


def test_an_unknown_address_is_limited_alike(client: Client) -> None:
    codes = [client.post("/account/password/reset/", {"email": "nobody@example.test"}).status_code for _ in range(6)]
    assert codes == [302] * 5 + [429]


def test_a_new_password_by_mail_opens_at_once_after_wrong_guesses(client: Client) -> None:
    user = make.user("maja@example.test", password=PASSWORD)
    for number in range(5):
        attempt(client, f"guess {number}")
    client.post("/account/password/reset/", {"email": user.email})
    link = next(word for word in str(mail.outbox[0].body).split() if word.startswith("http"))
    form = client.get(link.removeprefix("http://testserver"))["Location"]
    client.post(form, {"password1": "åtta gråa gäss", "password2": "åtta gråa gäss"})
    assert attempt(client, "åtta gråa gäss").status_code == 302
