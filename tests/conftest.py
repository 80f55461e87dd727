"""Fixtures that start the real thing: a Celery worker, Chromium."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from portfolio.machine import browser as system_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's synchronous interface runs on an event loop
ROOT = Path(__file__).resolve().parent.parent
numbers = count(1)


def pytest_collection_modifyitems(items: list[Any]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.fixture(autouse=True)
def language_of_the_program() -> Iterator[None]:
    """A page asked for in Norwegian leaves that language active in the thread: the next test starts in the program's own."""
    from django.utils import translation

    yield
    translation.deactivate()


@dataclass
class Worker:
    """A real worker process; what it writes is in log."""

    process: subprocess.Popen[bytes]
    log: Path

    def kill(self) -> None:
        """Ends it at once; what it started lives on, as after an out-of-memory kill."""
        self.process.kill()
        self.process.wait()

    def clear(self) -> None:
        """It and all that it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def workers(transactional_db: None, tmp_path: Path) -> Iterator[Callable[[], Worker]]:
    """Starts as many workers as asked for, on the test database and this process's queue; the queue is empty first."""
    from django.db import connection

    from portfolio.celery import app

    app.control.purge()
    started = []

    def start(**environment: str) -> Worker:
        number = next(numbers)
        log = tmp_path / f"worker-{number}.log"
        with log.open("wb") as out:
            command = [sys.executable, "-W", "ignore:You're running the worker", "-m", "tests.worker", connection.settings_dict["NAME"], f"w{number}"]
            process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, env=os.environ | environment, start_new_session=True)
        started.append(Worker(process, log))
        deadline = time.monotonic() + 60
        while "ready" not in log.read_text().splitlines():
            assert process.poll() is None and time.monotonic() < deadline, f"the worker did not start:\n{log.read_text()}"
            time.sleep(0.05)
        return started[-1]

    yield start
    for worker in started:
        worker.clear()


@pytest.fixture
def worker(workers: Callable[[], Worker]) -> Worker:
    return workers()


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    from playwright.sync_api import sync_playwright

    path = system_browser.found()
    assert path, system_browser.MISSING
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=system_browser.FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def pages(browser: "Browser", live_server: Any) -> "Iterator[Callable[[], Page]]":
    """Opens pages of the live server, each in a browser of its own. A script error or a request to another host fails the test."""
    contexts: list[Any] = []
    faults: list[str] = []

    def only_ours(route: Any) -> None:
        if route.request.url.startswith((live_server.url + "/", "data:", "blob:")):
            route.continue_()
        else:
            faults.append(f"asks another host: {route.request.url}")
            route.abort()

    def listen(page: "Page") -> None:
        page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
        page.on("console", lambda line: faults.append(f"console: {line.text}") if line.type == "error" and "status of 4" not in line.text else None)

    def new() -> "Page":
        context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900}, locale="en-GB", reduced_motion="reduce")
        contexts.append(context)
        context.route("**/*", only_ours)
        context.on("page", listen)
        return context.new_page()

    yield new
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def page(pages: "Callable[[], Page]") -> "Page":
    return pages()
