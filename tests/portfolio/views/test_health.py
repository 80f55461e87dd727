"""What machines ask: one word per part, and which part it is that does not work."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from portfolio.actions.mail import hold_mail
from portfolio.celery import app
from portfolio.models import Loop
from tests.factories import mail

pytestmark = pytest.mark.django_db
FINE = {"database": "ok", "migrations": "ok", "files": "ok", "queue": "ok", "jobs": "ok", "mail": "ok"}


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


def ready(client: Client) -> tuple[int, dict[str, str]]:
    answer = client.get("/readyz")
    assert "no-store" in answer["Cache-Control"]
    return answer.status_code, answer.json()


def test_all_is_well(client: Client) -> None:
    assert ready(client) == (200, FINE)


def test_a_migration_is_missing(client: Client) -> None:
    MigrationRecorder.Migration.objects.filter(app="milestones").delete()
    assert ready(client) == (503, FINE | {"migrations": "missing"})


def test_files_cannot_be_written(client: Client, settings: Any) -> None:
    settings.MEDIA_ROOT = Path("/proc/files")
    assert ready(client) == (503, FINE | {"files": "failing"})


def test_the_queue_is_down(client: Client) -> None:
    down = Celery(broker="redis://127.0.0.1:1/0")
    down.set_current()
    try:
        assert ready(client) == (503, FINE | {"queue": "failing"})
    finally:
        down.close()
        app.set_current()


@pytest.mark.parametrize(("minutes", "word"), [(1, "ok"), (3, "late")])
def test_work_waits_and_no_worker_lives(client: Client, minutes: int, word: str) -> None:
    Loop.objects.create(name="deliveries", locked_until=timezone.now(), ticked_at=timezone.now() - dt.timedelta(minutes=minutes))
    assert ready(client) == (200, FINE)
    mail.invitation()
    assert ready(client) == (200 if word == "ok" else 503, FINE | {"jobs": word})


def test_the_database_is_gone(client: Client) -> None:
    def gone(*arguments: object) -> None:
        raise connection.Database.OperationalError("password of samverk at 10.0.0.7 refused")

    with connection.execute_wrapper(gone):
        status, answer = ready(client)
        alive = client.get("/healthz")
    assert (status, answer) == (503, FINE | {"database": "failing", "migrations": "failing", "jobs": "failing", "mail": "failing"})
    assert (alive.status_code, alive.content) == (503, b"the database does not answer\n")


def test_held_mail_is_told_and_no_fault(client: Client) -> None:
    hold_mail()
    assert ready(client) == (200, FINE | {"mail": "held"})
