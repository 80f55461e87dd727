import fcntl
import http.client
import os
import shutil
import signal
import socket
import sys
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections

from portfolio.machine.supervise import Program, supervise

HOST = "127.0.0.1"
ROOM = 100_000_000  # bytes: the database with its demo takes a fifth


class Command(BaseCommand):
    help = "Prepares the database when needed, then runs web and job loop in this terminal until a signal ends them. PORT and DATA choose port and folder."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell starts what it puts in the background with SIGINT ignored
        claim_port()
        demand_room()
        lock = claim_folder()
        try:
            call_command("prepare", stdout=self.stdout, stderr=self.stderr)
        except KeyboardInterrupt:
            raise SystemExit("Stopped while preparing: the next start goes on from here.") from None
        people = who_may_sign_in()
        connections.close_all()
        code = supervise(programs(), settings.BASE_DIR, answers, lambda: self.greet(people))
        os.close(lock)
        raise SystemExit(code)

    def greet(self, people: str) -> None:
        self.stdout.write(f"\nSamverk runs at http://{HOST}:{settings.PORT}/")
        if people:
            self.stdout.write(f"Sign in as one of the demo's people:\n{people}")
        self.stdout.write(f"What it stores is in {settings.DATA_DIR}. Ctrl-C ends it.")
        self.stdout.flush()


def programs() -> list[Program]:
    python = [sys.executable, "-W", "ignore:You're running the worker with superuser"]
    web = ["gunicorn", "portfolio.wsgi", f"--bind={HOST}:{settings.PORT}", "--workers=1", "--threads=8", "--no-control-socket"]
    jobs = ["celery", "--quiet", "-A", "portfolio"]
    running = [
        Program("web server", [*python, "-m", *web, "--graceful-timeout=10", "--log-level=warning"]),
        Program("job loop", [*python, "-m", *jobs, "worker", "--pool=solo", "--without-gossip", "--without-mingle"]),
    ]
    if not settings.CELERY_EMBEDDED_BEAT:
        running.append(Program("schedule", [*python, "-m", *jobs, "beat"]))
    return running


def answers() -> bool:
    """Any answer but an error of the server: with HTTPS=1 or other ALLOWED_HOSTS /healthz redirects or refuses this one."""
    asking = http.client.HTTPConnection(HOST, settings.PORT, timeout=5)
    try:
        asking.request("GET", "/healthz")
        return asking.getresponse().status < 500
    except OSError:
        return False
    finally:
        asking.close()


def who_may_sign_in() -> str:
    """What the demo tells of its people; nothing where the demo is not loaded."""
    told = StringIO()
    try:
        call_command("demo", people=True, stdout=told, stderr=StringIO())
    except SystemExit:
        return ""
    return "".join(f"  {line}\n" for line in told.getvalue().splitlines()).rstrip()


def claim_port() -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, settings.PORT))
        except PermissionError:
            raise SystemExit(f"Port {settings.PORT} is for root only: choose one above 1023 with PORT=8000.") from None
        except OSError:
            raise SystemExit(f"Port {settings.PORT} is taken by another program: end that, or choose another port with PORT={a_free_port()}.") from None


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def demand_room() -> None:
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free < ROOM:
        left = f"{free // 1_000_000} MB left, {ROOM // 1_000_000} needed"
        raise SystemExit(f"The disk is full where {settings.DATA_DIR} is ({left}): make room, or choose another folder with DATA=/path.")


def claim_folder() -> int:
    """One start at a time in one folder; the lock ends with this process, however it ends."""
    lock = os.open(settings.DATA_DIR / "running", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise SystemExit(f"Samverk already runs with the folder {settings.DATA_DIR}: end that one, or choose another folder with DATA=/path.") from None
    return lock
