"""Pages for what goes wrong: in the visitor's language, with a way on, and the last of them without the database."""

from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path
from django.utils import translation

from portfolio.access.roles import Role
from portfolio.access.rules import public
from tests.factories import portfolio as make
from tests.factories import projects as make_project


def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault of ours")


handler500 = "portfolio.views.errors.broken"
handler400 = "portfolio.views.errors.bad_request"
urlpatterns = [path("breaks/", public(breaks)), path("", include("portfolio.urls"))]
HERE = "tests.portfolio.views.test_errors"


def html(response: Any) -> str:
    return response.content.decode()


@pytest.mark.django_db
def test_an_address_that_is_not_there(client: Client) -> None:
    response = client.get("/nothing/here/at/all/")
    assert response.status_code == 404
    assert "<h1>There is no such page</h1>" in html(response)
    assert '<a href="/">To the start</a>' in html(response)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["sv", "nb", "en-gb"])
def test_the_address_of_a_button_says_so_and_leads_to_its_page(client: Client, language: str) -> None:
    project = make_project.project()
    user = make.person_with(Role.COORDINATOR, project.region, language=language)
    client.force_login(user)
    home = project.get_absolute_url()
    for address, above, allow in (
        (f"{home}edit/milestones/7/move/", f"{home}edit/milestones/7/", "POST"),
        (f"{home}mandate/make/", f"{home}mandate/", "POST"),
        ("/account/language/", "/account/", "POST"),
    ):
        response = client.get(address)
        assert (response.status_code, response["Allow"], response["Content-Language"]) == (405, allow, language)
        with translation.override(language):
            assert f'<a href="{above}">{translation.gettext("To the page that it belongs to")}</a>' in html(response)


@pytest.mark.django_db
def test_somebody_elses_project_and_one_that_does_not_exist_look_the_same(client: Client) -> None:
    project = make_project.project(reference="real")
    client.force_login(make.person_with(Role.ADMIN, make.region()))
    there, not_there = (client.get(f"/{project.region.slug}/projects/{name}/") for name in ("real", "none"))
    assert there.status_code == not_there.status_code == 404
    assert html(there).replace("/real/", "/none/").split("csrf")[0] == html(not_there).split("csrf")[0]


@pytest.mark.django_db
def test_what_a_role_does_not_reach(client: Client) -> None:
    project = make_project.project()
    client.force_login(make.person_with(Role.READER, project.region))
    response = client.get(f"/{project.region.slug}/projects/{project.reference}/mandate/")
    assert response.status_code == 403
    assert "<h1>Your role does not reach this</h1>" in html(response)


@pytest.mark.django_db
def test_a_host_that_is_not_ours(client: Client) -> None:
    response = client.get("/", headers={"host": "elsewhere.test"})
    assert response.status_code == 400
    assert "<h1>That request cannot be read</h1>" in html(response)
    assert "elsewhere.test" not in html(response)


@pytest.mark.django_db
@pytest.mark.parametrize("size", [2_400_000, 2_600_000])
def test_what_is_too_large(client: Client, size: int) -> None:
    """Read or refused at the limit of the settings; the form's own words are never in the answer."""
    response = client.post("/account/sign-in/", {"login": "a@b.example", "password": "x" * size})
    assert response.status_code == (200 if size < settings.DATA_UPLOAD_MAX_MEMORY_SIZE else 413)
    assert ("<h1>That is too large</h1>" in html(response)) == (response.status_code == 413)
    assert response.status_code == 200 or '<a href="/">To the start</a>' in html(response)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["sv", "nb", "en-gb"])
def test_too_large_is_said_in_the_visitors_language(language: str) -> None:

    client = Client(headers={"accept-language": language})
    response = client.post("/account/sign-in/", {"login": "x" * 2_600_000})
    with translation.override(language):
        assert (response.status_code, f"<h1>{translation.gettext('That is too large')}</h1>" in html(response)) == (413, True)


@override_settings(ROOT_URLCONF=HERE)
def test_a_fault_of_ours_needs_no_database() -> None:
    """This test has no access to a database: a query would fail it."""
    client = Client(raise_request_exception=False)
    response = client.get("/breaks/")
    assert response.status_code == 500
    assert "<h1>Something went wrong here</h1>" in html(response)
    assert '<a href="/">To the start</a>' in html(response)
    assert "a fault of ours" not in html(response)


@pytest.mark.django_db
def test_a_database_that_is_gone_gives_the_same_page_and_says_that_it_is_for_now(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.force_login(make.user())
    client.raise_request_exception = False

    def gone(*arguments: object) -> None:
        raise OperationalError("the server closed the connection")

    with connection.execute_wrapper(gone):
        response = client.get("/account/")
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "<h1>Something went wrong here</h1>" in html(response)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["sv", "nb", "en-gb"])
def test_every_error_page_is_in_the_visitors_language(language: str) -> None:

    headings = {
        "/nothing/here/": "There is no such page",
        "/breaks/": "Something went wrong here",
    }
    client = Client(headers={"accept-language": language}, raise_request_exception=False)
    with override_settings(ROOT_URLCONF=HERE):
        for address, heading in headings.items():
            response = client.get(address)
            with translation.override(language):
                assert f"<h1>{translation.gettext(heading)}</h1>" in html(response)
            assert f'<html lang="{"en-GB" if language == "en-gb" else language}">' in html(response)


@pytest.mark.django_db
def test_the_security_headers_stand_on_every_answer(client: Client) -> None:
    for address in ("/account/sign-in/", "/nothing/here/", "/account/"):
        response = client.get(address)
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert (response["X-Content-Type-Options"], response["X-Frame-Options"], response["Referrer-Policy"]) == ("nosniff", "DENY", "same-origin")
