"""A view that nobody gave a rule is not served."""

import logging

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from portfolio.access.permissions import P
from portfolio.access.rules import Rule
from tests.factories.routes import routes


def forgotten(request: HttpRequest) -> HttpResponse:
    return HttpResponse("secret")


urlpatterns = [path("forgotten/", forgotten), path("", include("portfolio.urls"))]


def test_every_view_carries_a_rule() -> None:
    assert [route.name for route in routes() if not isinstance(route.rule, Rule)] == []


def test_rules_of_regions_and_projects_name_a_permission_and_the_parameters_that_they_read() -> None:
    for route in routes():
        assert route.rule is not None
        assert (route.rule.scope in ("region", "municipality", "party", "meeting", "project")) == isinstance(route.rule.needs, P)
        named = {"region": {"region"}, "municipality": {"region", "organisation"}, "meeting": {"region", "number"}, "project": {"region", "reference"}}
        named["party"] = {"region", "organisation", "party"}
        needed = named.get(route.rule.scope, set())
        assert needed <= set(route.parameters), route.name


def test_only_sign_in_language_health_and_what_is_said_of_samverk_are_public() -> None:
    public = {route.name for route in routes() if route.rule and route.rule.scope == "public"}
    assert public - {"healthz", "readyz"} == {
        "accessibility",
        "style-guide",
        "language",
        "account_login",
        "invitation",
        "answer-link",
        "answer",
        "answer-municipality",
        "answer-new-link",
        "answer-paper",
        "answer-summary",
        "answer-case-text",
        "answer-case-file",
        "answer-attachment",
        "answer-ask",
        "answer-forward",
        "answer-code",
        "calendar-feed",
        "account_logout",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
    }


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="tests.consistency.test_default_deny")
def test_a_view_without_a_rule_is_404_and_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "portfolio.access.middleware"):
        response = client.get("/forgotten/")
    assert response.status_code == 404
    assert b"secret" not in response.content
    assert [record.getMessage() for record in caplog.records if record.name == "portfolio.access.middleware"] == [
        f"refused: {forgotten.__module__}.forgotten has no access rule"
    ]


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="tests.consistency.test_default_deny", DEBUG=True)
def test_a_view_without_a_rule_is_an_error_while_developing(client: Client) -> None:
    with pytest.raises(ImproperlyConfigured, match="forgotten has no access rule"):
        client.get("/forgotten/")
