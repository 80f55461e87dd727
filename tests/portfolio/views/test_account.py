"""Signing in and out, one's own page, the language."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.hashers import identify_hasher
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from portfolio.access.roles import Role
from portfolio.models import User
from tests.factories import portfolio as make

pytestmark = pytest.mark.django_db
PASSWORD = "sju vita svanar"


@pytest.fixture(autouse=True)
def no_earlier_tries() -> None:
    cache.clear()


def sign_in(client: Client, email: str, password: str = PASSWORD, **extra: str) -> object:
    return client.post("/account/sign-in/", {"login": email, "password": password, **extra})


def test_signing_in_leads_to_the_start_and_stores_argon2(client: Client) -> None:
    user = make.user("maja@example.test", password=PASSWORD)
    response = sign_in(client, " Maja@Example.test ")
    assert (response.status_code, response["Location"]) == (302, "/")
    assert int(client.session["_auth_user_id"]) == user.pk
    assert identify_hasher(User.objects.get().password).algorithm == "argon2"


def test_signing_in_leads_to_the_page_asked_for_but_never_to_another_host(client: Client) -> None:
    make.user("maja@example.test", password=PASSWORD)
    assert client.get("/account/sessions/")["Location"] == "/account/sign-in/?next=/account/sessions/"
    assert 'value="/account/sessions/"' in client.get("/account/sign-in/?next=/account/sessions/").content.decode()
    assert sign_in(client, "maja@example.test", next="/account/sessions/")["Location"] == "/account/sessions/"
    client.logout()
    assert sign_in(client, "maja@example.test", next="https://elsewhere.test/")["Location"] == "/"
    client.logout()
    assert sign_in(client, "maja@example.test", next="//elsewhere.test/")["Location"] == "/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer_and_the_address_stays(client: Client) -> None:
    make.user("maja@example.test", password=PASSWORD)
    for email in ("maja@example.test", "nobody@example.test"):
        response = sign_in(client, email, "something else")
        assert response.status_code == 200
        assert response.context["form"].errors == {
            "__all__": ["That address and that password do not belong together. Try again, or choose a new password by mail."]
        }
        assert f'value="{email}"' in response.content.decode()
        assert "_auth_user_id" not in client.session


def test_empty_and_odd_input_is_answered_at_the_field(client: Client) -> None:
    assert sign_in(client, "", "").context["form"].errors == {"login": ["Write your mail address."], "password": ["Write your password."]}
    page = sign_in(client, "not an address", "x")
    assert page.context["form"].errors == {"login": ["Write a whole mail address, like name@municipality.se."]}
    html = page.content.decode()
    assert 'aria-invalid="true" aria-describedby="id_login_error"' in html
    assert '<div id="id_login_error">' in html
    assert '<a href="#id_login">' in html
    assert sign_in(client, "maja@example.test\nBcc: all@example.test", "x").context["form"].errors == {
        "login": ["Write a whole mail address, like name@municipality.se."]
    }
    assert sign_in(client, "maja@example.test", "\0").status_code == 200


def test_fields_tell_password_managers_what_they_are(client: Client) -> None:
    html = client.get("/account/sign-in/").content.decode()
    assert html.count('autocomplete="username"') == html.count('autocomplete="current-password"') == 1
    assert html.count("placeholder") == 0


def test_a_closed_account_is_told_so_only_with_the_right_password(client: Client) -> None:
    make.user("maja@example.test", password=PASSWORD, is_active=False)
    assert sign_in(client, "maja@example.test", "wrong").status_code == 200
    response = sign_in(client, "maja@example.test")
    assert response["Location"] == "/account/closed/"
    assert "_auth_user_id" not in client.session
    assert "Your access is closed" in client.get("/account/closed/").content.decode()


def test_signing_out_takes_a_post(client: Client) -> None:
    client.force_login(make.user())
    assert client.get("/account/sign-out/").status_code == 405
    assert client.get("/account/").status_code == 200
    assert client.post("/account/sign-out/")["Location"] == "/account/sign-in/"
    assert client.get("/account/").status_code == 302


def test_a_post_without_the_forms_token_is_refused_with_a_page() -> None:
    careful = Client(enforce_csrf_checks=True)
    response = sign_in(careful, "maja@example.test")
    assert response.status_code == 403
    assert "The form was open too long" in response.content.decode()


def test_a_disabled_user_has_no_session_at_the_next_request(client: Client) -> None:
    user = make.user()
    client.force_login(user)
    assert client.get("/account/").status_code == 200
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/account/").status_code == 302


def test_a_deleted_user_has_no_session_at_the_next_request(client: Client) -> None:
    user = make.user()
    client.force_login(user)
    user.delete()
    assert client.get("/account/").status_code == 302


def test_a_session_ends_twelve_hours_after_signing_in_however_busy(client: Client) -> None:
    make.user("maja@example.test", password=PASSWORD)
    morning = timezone.now()
    with time_machine.travel(morning, tick=False) as clock:
        sign_in(client, "maja@example.test")
        for hours in (3, 6, 9, 11.99):
            clock.move_to(morning + dt.timedelta(hours=hours))
            assert client.get("/account/").status_code == 200
        clock.move_to(morning + dt.timedelta(hours=12, seconds=1))
        assert client.get("/account/").status_code == 302


def test_own_page_says_roles_in_words_with_region_and_municipality(client: Client) -> None:
    region, other = make.region("dalen", name="Dalen"), make.region("fjellet", name="Fjellet")
    user = make.user("maja@example.test", name="Maja Ek", function="IT-leder")
    make.grant(user, region, Role.COORDINATOR)
    make.grant(user, other, Role.CONTACT, organisation=make.municipality("Lillevik"))
    make.grant(user, other, Role.READER, valid_to=timezone.localdate() - dt.timedelta(days=1))
    client.force_login(user)
    response = client.get("/account/")
    assert [(str(grant.region), grant.get_role_display(), str(grant.organisation or "")) for grant in response.context["grants"]] == [
        ("Dalen", "regional coordinator", ""),
        ("Fjellet", "municipal contact", "Lillevik"),
    ]
    html = response.content.decode().partition("<main")[2]
    assert all(html.count(words) == 1 for words in ("Maja Ek", "IT-leder", "Regional coordinator", "Municipal contact", "Lillevik"))


def test_an_anonymous_visitor_chooses_a_language(client: Client) -> None:
    response = client.post("/account/language/", {"language": "nb", "next": "/account/sign-in/?next=/account/"})
    assert (response.status_code, response["Location"]) == (302, "/account/sign-in/?next=/account/")
    page = client.get("/account/sign-in/")
    assert page["Content-Language"] == "nb"
    assert '<html lang="nb">' in page.content.decode()


def test_a_signed_in_person_keeps_the_language_in_every_browser(client: Client) -> None:
    user = make.user()
    client.force_login(user)
    client.post("/account/language/", {"language": "sv", "next": "/account/"})
    user.refresh_from_db()
    assert user.language == "sv"
    elsewhere = Client(headers={"accept-language": "nb"})
    elsewhere.force_login(user)
    assert elsewhere.get("/account/")["Content-Language"] == "sv"


@pytest.mark.parametrize("sent", [{"language": "xx"}, {"language": "../../etc"}, {}, {"language": "sv\r\nSet-Cookie: a=b"}])
def test_an_unknown_language_changes_nothing(client: Client, sent: dict[str, str]) -> None:
    user = make.user(language="nb")
    client.force_login(user)
    response = client.post("/account/language/", sent | {"next": "https://elsewhere.test/"})
    assert (response.status_code, response["Location"]) == (302, "/")
    user.refresh_from_db()
    assert user.language == "nb"
    assert "django_language" not in response.cookies
