"""Several web processes and workers on one PostgreSQL and one Redis: what is asked for from all sides is made once each."""

import http.cookiejar
import os
import re
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from portfolio.access.roles import Role
from portfolio.models import Document
from tests.conftest import Worker
from tests.factories import portfolio
from tests.factories.full import project_with
from tests.services import free_port, listens

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.fault
PROJECTS = 6


@pytest.fixture
def web(transactional_db: None, tmp_path: Path) -> Iterator[str]:
    """gunicorn as in service, with two processes, on the test database."""
    port, log = free_port(), tmp_path / "web.log"
    start = f"import os, django; from django.conf import settings; settings.DATABASES['default']['NAME'] = {str(connection.settings_dict['NAME'])!r}"
    (tmp_path / "testing_wsgi.py").write_text(f"{start}\nfrom portfolio.wsgi import application\n")
    own = {"BIND": f"127.0.0.1:{port}", "WEB_CONCURRENCY": "2", "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": f"{ROOT}:{tmp_path}"}
    command = [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "docs/deploy/gunicorn.conf.py"), "testing_wsgi"]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ | own, stdout=out, stderr=out)
    try:
        deadline = time.monotonic() + 60
        while not listens(port) or log.read_text().count("Booting worker") < 2:
            assert process.poll() is None and time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def order(address: str, cookie: str) -> int:
    """As a browser does it: the page, its form, the answer."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    browser.addheaders = [("Cookie", f"{settings.SESSION_COOKIE_NAME}={cookie}")]
    page = browser.open(address, timeout=60).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    cookies = "; ".join([f"{settings.SESSION_COOKIE_NAME}={cookie}", *(f"{each.name}={each.value}" for each in jar)])
    asking = urllib.request.Request(address + "make/", urllib.parse.urlencode({"csrfmiddlewaretoken": token[1]}).encode(), {"Cookie": cookies})
    return int(urllib.request.urlopen(asking, timeout=60).status)


def test_each_file_is_made_once(web: str, workers: Callable[..., Worker]) -> None:
    region = portfolio.region()
    projects = [project_with(1, region) for _ in range(PROJECTS)]
    person = portfolio.person_with(Role.COORDINATOR, region)
    client = Client()
    client.force_login(person)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    started = [workers(LOG_LEVEL="INFO"), workers(LOG_LEVEL="INFO")]
    addresses = [f"{web}{project.get_absolute_url()}mandate/" for project in projects] * 3
    with ThreadPoolExecutor(9) as people:
        answers = Counter(people.map(lambda address: order(address, cookie), addresses))
    assert answers == {200: len(addresses)}
    deadline = time.monotonic() + 90
    while Document.objects.exclude(state="ready").exists():
        assert time.monotonic() < deadline, list(Document.objects.values("state", "error"))
        time.sleep(0.2)
    assert (Document.objects.count(), set(Document.objects.values_list("attempt", flat=True))) == (PROJECTS, {1})
    made = re.findall(r"document (\d+) is made", "".join(worker.log.read_text() for worker in started))
    assert sorted(map(int, made)) == sorted(Document.objects.values_list("pk", flat=True))
