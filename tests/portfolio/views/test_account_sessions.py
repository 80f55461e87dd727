"""Where one is signed in, and ending it."""

import re

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client

from tests.factories import portfolio as make

pytestmark = pytest.mark.django_db
PASSWORD = "sju vita svanar"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"


@pytest.fixture(autouse=True)
def no_earlier_tries() -> None:
    cache.clear()


def signed_in(email: str = "maja@example.test", browser: str = FIREFOX) -> Client:
    client = Client(headers={"user-agent": browser})
    assert client.post("/account/sign-in/", {"login": email, "password": PASSWORD}).status_code == 302
    return client


def works(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_the_list_names_browser_and_system_and_this_session_first() -> None:
    make.user("maja@example.test", password=PASSWORD)
    here = signed_in()
    signed_in(browser=EDGE)
    response = here.get("/account/sessions/")
    rows = response.context["sessions"]
    assert len(re.findall(r"Signed in \d{1,2}\s\w+\s\d{4} at \d\d:\d\d from 127\.0\.0\.1", response.content.decode())) == 2
    assert [(row.browser, row.system, row.address, row.is_current) for row in rows] == [
        ("Firefox", "Linux", "127.0.0.1", True),
        ("Edge", "Windows", "127.0.0.1", False),
    ]


def test_ending_one_session_ends_that_one_at_once() -> None:
    make.user("maja@example.test", password=PASSWORD)
    here, there, third = signed_in(), signed_in(browser=EDGE), signed_in()
    pk = UserSession.objects.get(session_key=there.session.session_key).pk
    assert here.post("/account/sessions/", {"session": pk})["Location"] == "/account/sessions/"
    assert "The session is ended." in here.get("/account/sessions/").content.decode()
    assert [works(each) for each in (here, there, third)] == [True, False, True]


def test_ending_all_others_keeps_this_one() -> None:
    make.user("maja@example.test", password=PASSWORD)
    here, there, third = signed_in(), signed_in(browser=EDGE), signed_in()
    here.post("/account/sessions/")
    assert [works(each) for each in (here, there, third)] == [True, False, False]
    assert "You are signed in nowhere else." in here.get("/account/sessions/").content.decode()


@pytest.mark.parametrize("odd", ["0", "-1", "x", "99999999999999999999999", "١", "1;2", "\0"])
def test_odd_numbers_end_nothing(odd: str) -> None:
    make.user("maja@example.test", password=PASSWORD)
    here, there = signed_in(), signed_in()
    assert here.post("/account/sessions/", {"session": odd}).status_code == 302
    assert works(there)


def test_nobody_ends_somebody_elses_session() -> None:
    make.user("maja@example.test", password=PASSWORD)
    make.user("olof@example.test", password=PASSWORD)
    here, other = signed_in(), signed_in("olof@example.test")
    here.post("/account/sessions/", {"session": UserSession.objects.get(session_key=other.session.session_key).pk})
    here.post("/account/sessions/")
    assert works(other)


def test_a_session_that_no_longer_works_is_not_listed() -> None:
    make.user("maja@example.test", password=PASSWORD)
    here, there = signed_in(), signed_in()
    there.post("/account/sign-out/")
    assert len(here.get("/account/sessions/").context["sessions"]) == 1


def test_reading_pages_writes_no_session(client: Client) -> None:
    client.force_login(make.user())
    client.get("/account/")
    assert UserSession.objects.count() == 0
