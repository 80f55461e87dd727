"""Throwaway PostgreSQL and Redis, on a socket and a port of their own; they end with this process however it ends."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from portfolio.machine.packages import postgresql_folder, redis_server
from portfolio.machine.supervise import end_with_parent

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60", "listen_addresses=")
Process = subprocess.Popen[bytes]


@contextmanager
def services() -> Iterator[dict[str, str]]:
    """Yields DATABASE_URL and REDIS_URL."""
    folder = Path(tempfile.mkdtemp(prefix="samverk-services-", dir="/tmp"))  # a socket's path must be short
    try:
        folder.chmod(0o755)
        with ExitStack() as stack:
            yield {"DATABASE_URL": stack.enter_context(postgresql(folder)), "REDIS_URL": stack.enter_context(redis(folder))}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """As the user postgres when root runs the tests: PostgreSQL refuses root."""
    programs, place = postgresql_folder(), folder / "pg"
    assert programs, "no PostgreSQL here: make test installs it"
    place.mkdir()
    who: dict[str, Any] = {}
    if os.geteuid() == 0:
        postgres = pwd.getpwnam("postgres")
        os.chown(place, postgres.pw_uid, postgres.pw_gid)
        who = {"user": postgres.pw_uid, "group": postgres.pw_gid, "extra_groups": []}
    options = [part for setting in (*FAST, f"unix_socket_directories={place}") for part in ("-c", setting)]
    with (folder / "pg.log").open("wb") as log:
        make = [programs / "initdb", "-D", place / "data", "-U", "samverk", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run(make, check=True, cwd=place, stdout=log, stderr=log, **who)
        process = start([programs / "postgres", "-D", place / "data", *options], signal.SIGINT, cwd=place, stdout=log, stderr=log, **who)
    ask = [programs / "pg_isready", "-q", "-h", place, "-U", "samverk"]
    yield from running(process, signal.SIGINT, lambda: subprocess.run(ask).returncode == 0, f"postgresql://samverk@{str(place).replace('/', '%2F')}/postgres")


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    program = redis_server()
    assert program, "no Redis here: make test installs it"
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
    process = start(["redis-server", *options], signal.SIGTERM, executable=program, stdout=subprocess.DEVNULL)
    yield from running(process, signal.SIGTERM, lambda: listens(port), f"redis://127.0.0.1:{port}/0")


def start(command: Sequence[str | Path], at_death: signal.Signals, **options: Any) -> Process:
    parent = os.getpid()
    return subprocess.Popen(command, preexec_fn=lambda: end_with_parent(parent, at_death), start_new_session=True, **options)


def running(process: Process, end: signal.Signals, ready: Callable[[], bool], url: str) -> Iterator[str]:
    try:
        latest = time.monotonic() + 60
        while not ready():
            assert process.poll() is None and time.monotonic() < latest, f"{process.args} did not start"
            time.sleep(0.05)
        yield url
    finally:
        process.send_signal(end)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
