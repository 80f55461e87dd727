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


def asked(method: str, view: object, address: str = "/there/?page=2") -> HttpResponse:
    request = RequestFactory().generic(method, address)
    request.user = AnonymousUser()
    return view(request)  # type: ignore[operator]


def test_an_anonymous_visitor_comes_back_to_the_page_after_signing_in() -> None:
    assert asked("GET", signed_in(answers))["Location"] == "/account/sign-in/?next=/there/%3Fpage%3D2"
    assert asked("POST", signed_in(answers, (*READ, "POST")))["Location"] == "/account/sign-in/?next=/there/%3Fpage%3D2"


def test_after_a_button_that_cannot_be_read_the_way_leads_to_the_start() -> None:
    assert asked("POST", signed_in(answers, ("POST",)))["Location"] == "/account/sign-in/?next=/"


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
