"""A new password by mail, and changing it: the mail really travels by SMTP."""

import datetime as dt
import email
import re
import smtplib
import socket
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from portfolio.models import User
from tests.factories import portfolio as make

pytestmark = pytest.mark.django_db
OLD, NEW = "sju vita svanar", "åtta gråa gäss"


def plain_of(message: Message) -> str:
    """The text comes before the page of the same words."""
    assert [part.get_content_type() for part in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    return message.get_payload(0).get_payload(decode=True).decode()  # type: ignore[union-attr]


LINK = re.compile(r"https?://testserver(/account/password/reset/\S+)")


@pytest.fixture(autouse=True)
def no_earlier_tries() -> None:
    cache.clear()


class Received:
    """Keeps what the mail server takes in."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], Message]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append((list(envelope.rcpt_tos), email.message_from_bytes(envelope.content)))
        return "250 taken"


@pytest.fixture
def mail_server(settings: Any) -> Iterator[Received]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    received = Received()
    server = Controller(received, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = "127.0.0.1", port, False, False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield received
    server.stop()


def ask(client: Client, address: str = "maja@example.test") -> Any:
    return client.post("/account/password/reset/", {"email": address})


def link_in_mail() -> str:
    return LINK.search(str(mail.outbox[-1].body)).group(1)  # type: ignore[union-attr]


def follow(client: Client, link: str) -> str:
    """Where the link leads: a form at an address without the key."""
    return client.get(link)["Location"]


def test_a_new_password_by_mail_over_smtp(client: Client, mail_server: Received) -> None:
    user = make.user("maja@example.test", password=OLD)
    elsewhere = Client()
    elsewhere.force_login(user)
    assert ask(client, "MAJA@example.test")["Location"] == "/account/password/reset/sent/"
    [(recipients, message)] = mail_server.mails
    assert recipients == ["maja@example.test"]
    assert (message["To"], message["Subject"], message["Auto-Submitted"]) == (
        "maja@example.test",
        "Choose a new password for Samverk",
        "auto-generated",
    )
    text = plain_of(message)
    form = follow(client, LINK.search(text).group(1))
    assert form.endswith("-set-password/")
    assert 'autocomplete="new-password"' in client.get(form).content.decode()
    response = client.post(form, {"password1": NEW, "password2": NEW})
    assert response["Location"] == "/account/password/reset/done/"
    assert client.get("/account/").status_code == 302, "choosing a password signs nobody in"
    assert elsewhere.get("/account/").status_code == 302, "sessions with the old password end"
    assert client.post("/account/sign-in/", {"login": "maja@example.test", "password": OLD}).status_code == 200
    assert client.post("/account/sign-in/", {"login": "maja@example.test", "password": NEW}).status_code == 302


@pytest.mark.parametrize("own", ["sv", "nb", "en-gb"])
def test_the_mail_is_in_the_persons_language_whatever_the_page_is_in(client: Client, own: str) -> None:
    from django.utils import translation

    make.user("maja@example.test", password=OLD, language=own)
    client.post("/account/language/", {"language": "sv" if own != "sv" else "nb", "next": "/"})
    ask(client)
    with translation.override(own):
        assert mail.outbox[0].subject == translation.gettext("Choose a new password for Samverk")
        assert translation.gettext("The link works once. If it was not you, do nothing: the password stays as it is.") in mail.outbox[0].body


def test_an_unknown_or_closed_address_gets_the_same_page_and_no_mail(client: Client) -> None:
    make.user("maja@example.test", password=OLD)
    make.user("closed@example.test", password=OLD, is_active=False)
    pages = []
    for address in ("maja@example.test", "closed@example.test", "nobody@example.test"):
        response = ask(client, address)
        pages.append((response.status_code, response["Location"]))
    assert set(pages) == {(302, "/account/password/reset/sent/")}
    assert [message.to for message in mail.outbox] == [["maja@example.test"]]


def test_a_mail_server_that_is_down_does_not_tell_who_has_an_account(client: Client, settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1", closed.getsockname()[1]
        user = make.user("maja@example.test", password=OLD)
        assert ask(client)["Location"] == ask(client, "nobody@example.test")["Location"] == "/account/password/reset/sent/"
    told = [record.getMessage() for record in caplog.records if record.name == "portfolio.access.adapter"]
    assert told == [f"mail account/email/password_reset_key to user {user.pk} was not sent"]


@pytest.mark.parametrize(
    "bad", ["", "maja", "maja@example.test\nBcc: all@example.test", "maja@example.test%0ACc:x@example.test, b@example.test", "a" * 400 + "@example.test"]
)
def test_a_bad_address_is_answered_at_the_field_and_sends_nothing(client: Client, bad: str) -> None:
    make.user("maja@example.test", password=OLD)
    response = ask(client, bad)
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"email"}
    assert mail.outbox == []


def test_looking_at_the_link_changes_nothing_and_it_works_once(client: Client) -> None:
    user = make.user("maja@example.test", password=OLD)
    ask(client)
    link = link_in_mail()
    scanner = Client()
    for method in ("head", "get", "options"):
        getattr(scanner, method)(link)
    scanner.get(follow(scanner, link))
    user.refresh_from_db()
    assert user.check_password(OLD)
    client.post(follow(client, link), {"password1": NEW, "password2": NEW})
    assert "This link no longer works" in Client().get(link).content.decode()


def test_a_link_is_dead_after_four_hours_and_when_the_address_has_changed(client: Client) -> None:
    user = make.user("maja@example.test", password=OLD)
    asked_at = timezone.now()
    with time_machine.travel(asked_at, tick=False) as clock:
        ask(client)
        clock.move_to(asked_at + dt.timedelta(hours=4, seconds=2))
        assert "This link no longer works" in client.get(link_in_mail()).content.decode()
        clock.move_to(asked_at + dt.timedelta(hours=3))
        assert client.get(link_in_mail()).status_code == 302
        User.objects.filter(pk=user.pk).update(email="somebody.else@example.test")
        assert "This link no longer works" in Client().get(link_in_mail()).content.decode()


@pytest.mark.parametrize("key", ["1-a-b", "zzzzzzzzzzzzzzzzzzzz-a-b", "1-set-password", "0-%00-x", "1-" + "9" * 300])
def test_invented_links_lead_to_a_page_that_offers_a_new_one(client: Client, key: str) -> None:
    response = client.get(f"/account/password/reset/{key}/")
    assert response.status_code == 200
    assert "Ask for a new link" in response.content.decode()


@pytest.mark.parametrize(
    ("first", "second", "errors"),
    [
        ("", "", {"password1": ["Write a new password."], "password2": ["Write the new password once more."]}),
        ("short", "short", {"password1": ["This password is too short. It must contain at least 12 characters."]}),
        ("password1234", "password1234", {"password1": ["This password is too common."]}),
        ("maja@example.test", "maja@example.test", {"password1": ["The password is too similar to the mail address."]}),
        (NEW, NEW + "x", {"password2": ["You must type the same password each time."]}),
    ],
)
def test_a_password_that_is_not_taken_is_explained(client: Client, first: str, second: str, errors: dict[str, list[str]]) -> None:
    user = make.user("maja@example.test", password=OLD)
    client.force_login(user)
    response = client.post("/account/password/", {"oldpassword": OLD, "password1": first, "password2": second})
    assert response.context["form"].errors == errors
    ask(client)
    form = follow(client, link_in_mail())
    assert client.post(form, {"password1": first, "password2": second}).context["form"].errors == errors
    user.refresh_from_db()
    assert user.check_password(OLD)


def test_changing_the_password_keeps_this_session_and_ends_the_others(client: Client) -> None:
    user = make.user("maja@example.test", password=OLD)
    elsewhere = Client()
    for each in (client, elsewhere):
        each.post("/account/sign-in/", {"login": "maja@example.test", "password": OLD})
        assert each.get("/account/").status_code == 200
    response = client.post("/account/password/", {"oldpassword": OLD, "password1": NEW, "password2": NEW})
    assert (response.status_code, response["Location"]) == (302, "/account/")
    assert "The password is changed, and all your other sessions are ended." in client.get("/account/").content.decode()
    assert elsewhere.get("/account/").status_code == 302
    user.refresh_from_db()
    assert user.check_password(NEW)


def test_changing_the_password_takes_the_present_one(client: Client) -> None:
    client.force_login(make.user("maja@example.test", password=OLD))
    response = client.post("/account/password/", {"oldpassword": "wrong", "password1": NEW, "password2": NEW})
    assert response.context["form"].errors == {"oldpassword": ["That is not the password you have now. Write it again."]}


def test_the_embedded_default_writes_the_mail_to_a_file(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND, settings.DATA_DIR = "portfolio.mail.FileBackend", tmp_path
    make.user("maja@example.test", password=OLD)
    ask(client)
    [file] = (tmp_path / "mail").iterdir()
    assert file.suffix == ".eml"
    message = email.message_from_bytes(file.read_bytes())
    assert message["To"] == "maja@example.test"
    link = LINK.search(plain_of(message)).group(1)
    assert client.get(link).status_code == 302


def test_the_mail_server_of_this_test_is_a_real_one(mail_server: Received, settings: Any) -> None:
    with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=5) as talk:
        assert talk.noop()[0] == 250
