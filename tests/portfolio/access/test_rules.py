"""What the decorators do before a view runs."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from portfolio.access.permissions import P
from portfolio.access.rules import READ, demand, public, signed_in


def answers(request: HttpRequest) -> HttpResponse:
    return HttpResponse("here")


def asked(method: str, view: object, address: str = "/there/?page=2", **headers: str) -> HttpResponse:
    request = RequestFactory().generic(method, address, **headers)  # type: ignore[arg-type]
    request.user = AnonymousUser()
    return view(request)  # type: ignore[operator]


def test_an_anonymous_visitor_comes_back_to_the_page_after_signing_in() -> None:
    assert asked("GET", signed_in(answers))["Location"] == "/account/sign-in/?next=/there/%3Fpage%3D2"
    assert asked("POST", signed_in(answers, (*READ, "POST")))["Location"] == "/account/sign-in/?next=/there/%3Fpage%3D2"


def test_after_a_button_that_cannot_be_read_the_way_leads_to_the_start() -> None:
    assert asked("POST", signed_in(answers, ("POST",)))["Location"] == "/account/sign-in/?next=/"


@pytest.mark.parametrize(
    ("here", "back"),
    [
        ("http://testserver/there/?page=2", "/there/%3Fpage%3D2"),
        ("http://elsewhere.test/there/", "/"),
        ("https://testserver/there/", "/"),
        ("//testserver/there/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_a_part_of_a_page_sends_the_whole_page_to_sign_in_and_back_to_itself(here: str, back: str) -> None:
    response = asked("GET", signed_in(answers), "/part/", HTTP_HX_REQUEST="true", HTTP_HX_CURRENT_URL=here)
    assert (response.status_code, response.content, response["HX-Redirect"]) == (204, b"", f"/account/sign-in/?next={back}")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_a_page_is_read_only_unless_it_says_otherwise(method: str) -> None:
    response = asked(method, public(answers))
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert asked("GET", public(answers)).content == b"here"


def test_nothing_held_is_404_and_too_little_is_403() -> None:
    with pytest.raises(Http404):
        demand(frozenset(), P.PROJECT_VIEW)
    with pytest.raises(PermissionDenied):
        demand(frozenset({P.PROJECT_VIEW}), P.DRAFT_VIEW)
    demand(frozenset({P.PROJECT_VIEW}), P.PROJECT_VIEW)
