"""One id from the proxy through the page to the job loop's log."""

import json
import logging
from typing import Any

import pytest
from django.test import Client

from portfolio.access.roles import Role
from portfolio.documents import jobs
from portfolio.lib.logs import GOOD
from portfolio.models import Document
from tests.factories import portfolio
from tests.factories.full import project_with

pytestmark = pytest.mark.django_db
OFFERED = {"x-request-id": "proxy-0123456789"}
PROXY = ("HTTP_X_FORWARDED_PROTO", "https")


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, "portfolio")
    return caplog


def test_the_proxys_id_is_used_only_behind_a_proxy_of_ours(client: Client, settings: Any) -> None:
    own = client.get("/account/sign-in/", headers=OFFERED)["X-Request-ID"]
    assert own != OFFERED["x-request-id"] and GOOD.fullmatch(own)
    settings.SECURE_PROXY_SSL_HEADER = PROXY
    assert client.get("/account/sign-in/", headers=OFFERED)["X-Request-ID"] == OFFERED["x-request-id"]


@pytest.mark.parametrize("address", ["/nothing/", "/account/", "/healthz", "/static/none.css"])
def test_every_answer_has_one(client: Client, address: str) -> None:
    assert GOOD.fullmatch(client.get(address)["X-Request-ID"])


def test_a_line_says_who_by_number_and_where_by_pattern(client: Client, lines: pytest.LogCaptureFixture) -> None:
    person = portfolio.user()
    client.force_login(person)
    client.get("/account/")
    line = lines.records[-1]
    assert (line.getMessage(), line.user, line.route, line.status) == ("GET /account/ 200", person.pk, "account/", 200)  # type: ignore[attr-defined]
    assert person.email not in lines.text and person.name not in lines.text


def test_the_key_of_a_password_reset_is_not_logged(client: Client, lines: pytest.LogCaptureFixture) -> None:
    client.get("/account/password/reset/1-secretkey/?next=secretquery")
    assert "password/reset/" in lines.records[-1].getMessage()
    assert "secretkey" not in lines.text and "secretquery" not in lines.text


def test_questions_of_the_machinery_are_not_logged(client: Client, lines: pytest.LogCaptureFixture) -> None:
    client.get("/healthz")
    client.get("/readyz")
    assert [line for line in lines.records if line.name == "portfolio.web.tracing"] == []


def test_the_file_that_a_request_orders_names_it(client: Client, settings: Any, tmp_path: Any, lines: pytest.LogCaptureFixture) -> None:
    settings.SECURE_PROXY_SSL_HEADER, settings.MEDIA_ROOT = PROXY, tmp_path
    project = project_with(1)
    client.force_login(portfolio.person_with(Role.COORDINATOR, project.region))
    client.post(f"{project.get_absolute_url()}mandate/make/", headers=OFFERED)
    assert Document.objects.get().request_id == OFFERED["x-request-id"]
    named = []
    from portfolio.lib import logs

    handler = logging.StreamHandler()
    handler.setFormatter(logs.JsonFormatter())
    handler.emit = lambda record: named.append(json.loads(handler.format(record)))  # type: ignore[method-assign]
    logger = logging.getLogger("portfolio.documents.jobs")
    logger.addHandler(handler)
    try:
        jobs.make_waiting()
    finally:
        logger.removeHandler(handler)
    assert [(line["request_id"], line["message"].split(":")[0]) for line in named] == [
        (OFFERED["x-request-id"], f"document {Document.objects.get().pk} is made")
    ]
