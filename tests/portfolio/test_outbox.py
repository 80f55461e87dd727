"""The order stands in the database; the bell is only a bell."""

import datetime as dt
import time
from typing import Any

import pytest
from celery import Celery, current_app
from django.db import transaction
from django.utils import timezone

from portfolio import outbox
from portfolio.celery import app
from portfolio.models import Document, Region
from tests.factories import portfolio

FIELDS: dict[str, Any] = {"kind": "mandate", "title": "Mandat", "language": "nb", "content": {"a": 1}, "content_sha256": "a" * 64, "by": None}
NOON = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)


def ask(region: Region, **fields: Any) -> Document:
    return outbox.ask_for(region=region, **FIELDS | {"at": NOON} | fields)


@pytest.fixture
def bells(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    rung: list[str] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, **_: rung.append(name))
    return rung


def test_the_name_of_the_bell_is_a_task_that_exists() -> None:
    app.loader.import_default_modules()
    assert outbox.RENDER in app.tasks
    assert [entry["task"] for entry in app.conf.beat_schedule.values() if entry["task"] == outbox.RENDER] == [outbox.RENDER]


def test_an_order_is_one_row_however_often_it_is_asked_for(db: None) -> None:
    region, person = portfolio.region(), portfolio.user()
    first = ask(region, by=person)
    assert (first.state, first.requested_by, first.requested_at, first.content, first.attempt) == ("requested", person, NOON, {"a": 1}, 0)
    assert ask(region, at=timezone.now()) == first
    assert Document.objects.get().requested_at == NOON


def test_other_content_and_another_region_are_other_orders(db: None) -> None:
    region = portfolio.region()
    orders = [ask(region), ask(region, content_sha256="b" * 64), ask(portfolio.region())]
    assert len({order.pk for order in orders}) == 3


def test_a_failed_order_waits_again_and_its_attempts_count_on(db: None) -> None:
    region = portfolio.region()
    failed = ask(region)
    Document.objects.update(state="failed", error="Disken er full.", attempt=3)
    again = ask(region)
    assert (again.pk, again.state, again.error, again.attempt) == (failed.pk, "requested", "", 3)


def test_a_ready_order_is_left_alone(db: None, bells: list[str], django_capture_on_commit_callbacks: Any) -> None:
    region = portfolio.region()
    ask(region)
    Document.objects.update(state="ready", file="documents/a.pdf", sha256="c" * 64, size=1, ready_at=NOON)
    before = Document.objects.values().get()
    with django_capture_on_commit_callbacks(execute=True):
        assert ask(region).state == "ready"
    assert (Document.objects.values().get(), bells) == (before, [])


def test_the_bell_rings_after_commit_and_only_then(transactional_db: None, bells: list[str]) -> None:
    region = portfolio.region()
    with transaction.atomic():
        ask(region)
        assert bells == []
    assert bells == [outbox.RENDER]
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        ask(region, content_sha256="b" * 64)
        raise ZeroDivisionError
    assert bells == [outbox.RENDER]
    assert Document.objects.count() == 1


def test_a_queue_that_is_down_loses_nothing_and_delays_nobody(transactional_db: None, caplog: pytest.LogCaptureFixture) -> None:
    """A broker at a port where nobody listens."""
    down = Celery(broker="redis://127.0.0.1:1/0")
    down.set_current()
    began = time.monotonic()
    try:
        assert ask(portfolio.region()).state == "requested"
    finally:
        down.close()
        app.set_current()
    assert time.monotonic() - began < 5
    assert Document.objects.get().state == "requested"
    assert "the next sweep finds what waits" in caplog.text
