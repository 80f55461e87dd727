"""How much memory web and worker hold after a load: the processes of service, started as there, on the database of the benchmark."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.services import free_port, listens

ROOT = Path(__file__).resolve().parent.parent
REQUESTS, FILES, AT_ONCE = 120, 8, 8


@dataclass(frozen=True)
class Memory:
    web: float
    worker: float
    printers: float  # part of worker: the children that print


def after_a_load(addresses: Sequence[str], cookies: Any) -> Memory:
    """MiB (PSS: what is shared is counted once) of web after so many pages, and of worker after so many mandates."""
    from django.utils import timezone

    from portfolio.documents.requests import request_mandate
    from portfolio.models import Document
    from projects.models import Mandate, MandateTemplate, Project

    template = MandateTemplate.objects.all()[0]
    for project in Project.objects.filter(region__slug="benk", mandate=None)[:FILES]:
        Mandate.objects.create(project=project, template=template, title=project.name, version_label="1")
    cookie = "; ".join(f"{name}={each.value}" for name, each in cookies.items())
    with running(worker()) as jobs, web() as (server, url):

        def ask(number: int) -> int:
            asking = urllib.request.Request(url + addresses[number % len(addresses)], headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
            with urllib.request.urlopen(asking, timeout=60) as answer:
                answer.read()
                return int(answer.status)

        for project in Project.objects.exclude(mandate=None).select_related("region", "focus_area__strategy"):
            request_mandate(project=project, by=None, now=timezone.now())
        with ThreadPoolExecutor(AT_ONCE) as people:
            assert set(people.map(ask, range(REQUESTS))) == {200}
        latest = time.monotonic() + 600  # a machine with other work prints slowly, and tries anew
        while Document.objects.exclude(state="ready").exists():
            assert time.monotonic() < latest and jobs.poll() is None, list(Document.objects.values("state", "error"))
            time.sleep(0.2)
        return Memory(held(server.pid), held(jobs.pid), sum(held(printer) for pool in children(jobs.pid) for printer in children(pool)))


def worker() -> "subprocess.Popen[bytes]":
    command = ["celery", "--quiet", "-A", "portfolio", "worker", "--concurrency=2", "--without-gossip", "--without-mingle"]
    return subprocess.Popen([sys.executable, "-W", "ignore:You're running the worker", "-m", *command], cwd=ROOT)


@contextmanager
def web() -> Iterator[tuple["subprocess.Popen[bytes]", str]]:
    port = free_port()
    own = {"BIND": f"127.0.0.1:{port}", "WEB_CONCURRENCY": "2"}
    command = ["gunicorn", "-c", str(ROOT / "docs/deploy/gunicorn.conf.py"), "--log-level=warning", "portfolio.wsgi"]
    with running(subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=os.environ | own)) as server:
        latest = time.monotonic() + 60
        while not listens(port):
            assert server.poll() is None and time.monotonic() < latest, "web did not start"
            time.sleep(0.1)
        yield server, f"http://127.0.0.1:{port}"


@contextmanager
def running(process: "subprocess.Popen[bytes]") -> Iterator["subprocess.Popen[bytes]"]:
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def held(pid: int) -> float:
    """Of the process and all that it has started."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    own = next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return own / 1024 + sum(map(held, children(pid)))


def children(pid: int) -> list[int]:
    return [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]
