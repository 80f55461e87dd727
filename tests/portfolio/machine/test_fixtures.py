"""The fixtures start the real thing."""

import os
import subprocess
import sys

import pytest

from portfolio.celery import app


def test_a_worker_answers_on_the_queue_of_this_process(worker):
    assert [list(answer.values()) for answer in app.control.ping(timeout=5, limit=1)] == [[{"ok": "pong"}]]


def test_a_killed_worker_is_gone(worker):
    worker.kill()
    assert worker.process.returncode == -9


@pytest.mark.parametrize(("process", "database", "folder"), [("main", "0", ""), ("gw0", "1", "/gw0"), ("gw1", "2", "/gw1")])
def test_every_test_process_has_its_own_places(process, database, folder, tmp_path):
    places = {"DATA": str(tmp_path), "TEST_DATA": str(tmp_path), "REDIS_URL": "redis://127.0.0.1:1/", "TEST_PROCESS": ""}
    code = "import os; from tests import settings; print(settings.DATA_DIR, settings.REDIS_URL.geturl())"
    told = subprocess.run([sys.executable, "-c", code], env=os.environ | places | {"PYTEST_XDIST_WORKER": process}, capture_output=True, text=True, check=True)
    assert told.stdout == f"{tmp_path}{folder} redis://127.0.0.1:1/{database}\n"
