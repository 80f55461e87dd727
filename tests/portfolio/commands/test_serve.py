"""make run, the real thing: web, job loop and supervisor on a data folder of their own."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from portfolio.management.commands import serve

ROOT = Path(__file__).resolve().parents[3]
OURS = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DJANGO_SETTINGS_MODULE")
pytestmark = pytest.mark.embedded


@pytest.fixture
def environment(tmp_path):
    """Nothing of the tests' own servers: the embedded default in a folder of its own."""
    own = {name: value for name, value in os.environ.items() if name not in OURS and not name.startswith(("TEST_", "MAKE"))}
    return own | {"DATA": str(tmp_path / "data"), "PORT": str(serve.a_free_port())}


@pytest.fixture
def make_run(environment):
    """make run in a process group of its own, until it greets; what it wrote until then is in .greeting."""
    started = []

    def start():
        process = subprocess.Popen(
            ["make", "run"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        lines = []
        while not lines or not lines[-1].endswith("Ctrl-C ends it.\n"):
            lines.append(process.stdout.readline())
            assert lines[-1], "".join(lines)
        process.greeting = "".join(lines)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def get(environment, path):
    asking = http.client.HTTPConnection("127.0.0.1", int(environment["PORT"]), timeout=20)
    asking.request("GET", path)
    answer = asking.getresponse()
    content = answer.read()
    asking.close()
    return answer.status, content


def of_this_start(environment):
    """Processes whose environment names this data folder."""
    mark = f"DATA={environment['DATA']}\0".encode()
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark in path.read_bytes() and "\nState:\tZ" not in (path.parent / "status").read_text():
                found.append((path.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


def ended(environment, seconds=15):
    latest = time.monotonic() + seconds
    while left := of_this_start(environment):
        if time.monotonic() > latest:
            return left
        time.sleep(0.1)
    return []


def manage(environment, *arguments):
    return subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)


@pytest.mark.fault
def test_two_starts_and_a_reset(make_run, environment):
    first = make_run()
    assert f"Samverk runs at http://127.0.0.1:{environment['PORT']}/\n" in first.greeting
    people = re.findall(r"(?m)^  \S.*?  +(\S+@\S+\.example)  +(\S+)  ", first.greeting)
    assert len(people) >= 10 and len({password for _, password in people}) == 1
    assert get(environment, "/healthz") == (200, b"ok\n")
    told = manage(environment | {"PORT": str(serve.a_free_port())}, "serve")
    assert (told.returncode, told.stderr) == (
        1,
        f"Samverk already runs with the folder {environment['DATA']}: end that one, or choose another folder with DATA=/path.\n",
    )
    os.killpg(first.pid, signal.SIGTERM)
    assert ended(environment) == []

    began = time.monotonic()
    second = make_run()
    assert time.monotonic() - began < 20  # seconds on a quiet machine
    assert [line for line in second.greeting.splitlines() if line.endswith("…")] == []  # nothing to install, prepare or load
    second.kill()  # make alone, without a chance to say goodbye
    assert ended(environment) == []

    without_one = "from portfolio.models import User; User.objects.first().delete(); print(User.objects.count())"
    left = manage(environment, "shell", "-v0", "-c", without_one).stdout
    assert manage(environment, "prepare").stdout == ""
    unasked = manage(environment, "reset")
    assert (unasked.returncode, unasked.stderr) == (1, "Nobody can be asked here: `make reset YES=1` throws everything away without asking.\n")
    assert manage(environment, "reset", "--yes").stdout == "Preparing the database …\nLoading the register and the demo …\n"
    assert manage(environment, "shell", "-v0", "-c", without_one).stdout == left


@pytest.mark.fault
def test_an_interrupted_first_start_goes_on(environment):
    command = [sys.executable, "-u", "manage.py", "serve"]
    ignoring = partial(signal.signal, signal.SIGINT, signal.SIG_IGN)  # as a shell starts what it puts in the background
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, preexec_fn=ignoring)
    assert process.stdout.readline() == "Preparing the database …\n"
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=60)[0] == "Stopped while preparing: the next start goes on from here.\n"
    told = manage(environment, "prepare")
    assert (told.returncode, told.stderr) == (0, "")


def test_a_taken_port_is_told(environment, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = manage(environment | {"PORT": str(port)}, "serve")
    assert told.returncode == 1
    assert re.sub(r"PORT=\d+", "PORT=N", told.stderr) == f"Port {port} is taken by another program: end that, or choose another port with PORT=N.\n"


def test_a_full_disk_is_told_before_anything_is_written(environment, monkeypatch, settings, tmp_path):
    monkeypatch.setattr(serve, "ROOM", 10**18)
    settings.DATA_DIR = tmp_path
    with pytest.raises(SystemExit) as stop:
        serve.demand_room()
    told = re.sub(r"\d+ MB left", "N MB left", str(stop.value))
    assert told == f"The disk is full where {tmp_path} is (N MB left, 1000000000000 needed): make room, or choose another folder with DATA=/path."


def test_a_disk_that_fills_while_preparing_is_told(environment):
    """SQLite itself says that it is full: it may use 50 pages."""
    code = (
        "import sys, django; django.setup()\n"
        "from django.core.management import call_command\n"
        "from django.db.backends.signals import connection_created\n"
        "def small(connection, **_): connection.cursor().execute('PRAGMA max_page_count=50')\n"
        "connection_created.connect(small)\n"
        "call_command('prepare')\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment | {"DJANGO_SETTINGS_MODULE": "portfolio.settings"}, capture_output=True, text=True
    )
    sentence = f"The disk is full where {environment['DATA']} is (database or disk is full): make room, or choose another folder with DATA=/path.\n"
    assert (told.returncode, told.stderr) == (1, sentence)


def test_a_damaged_database_is_told(environment):
    folder = Path(environment["DATA"])
    folder.mkdir()
    (folder / "samverk.sqlite3").write_bytes(b"no database at all " * 100)
    told = manage(environment, "prepare")
    assert (told.returncode, told.stderr) == (
        1,
        f"The database in {folder} cannot be used (file is not a database): bring back a copy of that folder, or choose another with DATA=/path.\n",
    )


def test_in_service_no_demo_is_loaded_and_a_silent_database_is_told(environment):
    unreachable = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none", "SECRET_KEY": "k" * 50}
    told = manage(environment | unreachable, "prepare")
    assert told.returncode == 1
    assert re.sub(r"\(.*\)", "(…)", told.stderr) == "The database of DATABASE_URL does not answer (…): start it or correct DATABASE_URL.\n"
