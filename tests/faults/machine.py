"""Servers and workers that can be killed, frozen and started again, each a process group of its own that ends with this process."""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from portfolio.machine.packages import postgresql_folder, redis_server
from tests.services import FAST, Process, free_port, listens, start

ROOT = Path(__file__).resolve().parents[2]
DURABLE = [part for part in FAST if part != "synchronous_commit=off"]  # a commit that was told survives a crash of the server
PYTHON = [sys.executable, "-W", "ignore:You're running the worker"]


class Machine:
    """folder holds everything. is_embedded: SQLite and the queue of files; is_lone: there is no mail server either, mails are files."""

    def __init__(self, folder: Path, *, is_embedded: bool = False, is_lone: bool = False) -> None:
        self.folder, self.is_embedded = folder, is_embedded
        self.running: dict[str, Process] = {}
        self.place, self.redis_port, self.sink_port, self.web_port = folder / "pg", free_port(), free_port(), free_port()
        self.environment = {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DATA": str(folder / "data"),
            "SECRET_KEY": secrets.token_urlsafe(48),
            "SMTP_URL": f"smtp://127.0.0.1:{self.sink_port}",
            "MAIL_FROM": "Samverk <samverk@example.test>",
            "LOG_LEVEL": "INFO",
            "BIND": f"127.0.0.1:{self.web_port}",
        }
        if is_lone:
            del self.environment["SMTP_URL"]
        if not is_embedded:
            address = str(self.place).replace("/", "%2F")
            self.environment |= {"DATABASE_URL": f"postgresql://samverk@{address}/postgres", "REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0"}

    # ---- processes -----------------------------------------------------------
    def run(self, name: str, command: list[Any], ready: Callable[[], bool], **options: Any) -> Process:
        environment = os.environ | self.environment | options.pop("environment", {})
        with (self.folder / f"{name}.log").open("ab") as log:
            process = start(command, signal.SIGKILL, stdout=log, stderr=log, **({"cwd": ROOT, "env": environment} | options))
        self.running[name] = process
        latest = time.monotonic() + 120
        while not ready():
            assert process.poll() is None and time.monotonic() < latest, f"{name} did not start:\n{self.log(name)[-3000:]}"
            time.sleep(0.05)
        return process

    def kill(self, name: str, by: signal.Signals = signal.SIGKILL) -> None:
        """The whole group, at once."""
        process = self.running.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, by)
        process.wait(30)

    def stop(self, name: str, patience: float = 30) -> float:
        """As whoever runs it does: the process itself is asked to end. Seconds until it had; infinite when it had to be killed."""
        process, began = self.running[name], time.monotonic()
        process.terminate()
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            self.kill(name)
            return float("inf")
        del self.running[name]
        return time.monotonic() - began

    def freeze(self, name: str, seconds: float) -> None:
        os.killpg(self.running[name].pid, signal.SIGSTOP)
        time.sleep(seconds)
        os.killpg(self.running[name].pid, signal.SIGCONT)

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text("utf-8", "replace")

    def logs(self) -> str:
        return "".join(path.read_text("utf-8", "replace") for path in self.folder.glob("*.log"))

    def end(self) -> None:
        for name in sorted(self.running, key=lambda name: name == "postgresql"):
            self.kill(name, signal.SIGQUIT if name == "postgresql" else signal.SIGKILL)

    # ---- servers -------------------------------------------------------------
    def postgresql(self) -> None:
        """Makes the cluster when there is none. As the user postgres when root runs this: PostgreSQL refuses root."""
        programs = postgresql_folder()
        assert programs, "no PostgreSQL here: make test installs it"
        who: dict[str, Any] = {"cwd": self.folder}
        if os.geteuid() == 0:
            postgres = pwd.getpwnam("postgres")
            who |= {"user": postgres.pw_uid, "group": postgres.pw_gid, "extra_groups": []}
        if not self.place.exists():
            self.place.mkdir()
            if os.geteuid() == 0:
                os.chown(self.place, who["user"], who["group"])
            make = [programs / "initdb", "-D", self.place / "data", "-U", "samverk", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
            subprocess.run(make, check=True, stdout=subprocess.DEVNULL, **who | {"cwd": self.place})
        options = [part for setting in (*DURABLE, f"unix_socket_directories={self.place}") for part in ("-c", setting)]
        ask = [programs / "pg_isready", "-q", "-h", self.place, "-U", "samverk"]
        command = [programs / "postgres", "-D", self.place / "data", *options]
        self.run("postgresql", command, lambda: subprocess.run(ask).returncode == 0, **who | {"cwd": self.place})

    def crash_postgresql(self, away: float = 0) -> None:
        """As pg_ctl -m immediate restart: no server process finishes anything. away: seconds until it starts again."""
        process = self.running.pop("postgresql")
        process.send_signal(signal.SIGQUIT)
        process.wait(30)
        time.sleep(away)
        self.postgresql()

    def redis(self) -> None:
        program = redis_server()
        assert program, "no Redis here: make test installs it"
        options = ["--port", str(self.redis_port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(self.folder)]
        self.run("redis", ["redis-server", *options], lambda: listens(self.redis_port), executable=program)

    def sink(self) -> None:
        self.mode("ok")
        self.run("sink", [sys.executable, "-m", "tests.faults.sink", str(self.sink_port), self.folder], lambda: listens(self.sink_port))

    def mode(self, mode: str) -> None:
        draft = self.folder / "mode.part"
        draft.write_text(mode)
        draft.replace(self.folder / "mode")

    def taken(self) -> Counter[str]:
        """Message-IDs of what the mail server has taken so far."""
        path = self.folder / "taken"
        return Counter(path.read_text().split()) if path.exists() else Counter()

    def forget_taken(self) -> None:
        if (self.folder / "taken").exists():
            os.truncate(self.folder / "taken", 0)

    # ---- Samverk -------------------------------------------------------------
    def worker(self, name: str = "worker", processes: int = 2, **environment: str) -> None:
        """As in service; alone and with its own schedule in the embedded default."""
        how = ["--pool=solo"] if self.is_embedded else [f"--concurrency={processes}"]
        since = self.log(name).count(" ready.") if (self.folder / f"{name}.log").exists() else 0
        command = [*PYTHON, "-m", "celery", "-A", "portfolio", "worker", *how, "--without-gossip", "--without-mingle", f"--hostname={name}@faults"]
        self.run(name, command, lambda: self.log(name).count(" ready.") > since, environment=environment)

    def beat(self, name: str = "beat", **environment: str) -> None:
        self.run(name, [*PYTHON, "-m", "celery", "--quiet", "-A", "portfolio", "beat", "--pidfile="], lambda: True, environment=environment)

    def web(self, **environment: str) -> None:
        command = [sys.executable, "-m", "gunicorn", "-c", ROOT / "docs/deploy/gunicorn.conf.py", "--log-level=warning", "portfolio.wsgi"]
        self.run("web", command, lambda: listens(self.web_port), environment={"WEB_CONCURRENCY": "1", "ALLOWED_HOSTS": "*"} | environment)


@contextmanager
def machine(*, is_embedded: bool = False, is_lone: bool = False) -> Iterator[Machine]:
    folder = Path(tempfile.mkdtemp(prefix="samverk-faults-", dir="/tmp"))  # a socket's path must be short
    folder.chmod(0o755)
    it = Machine(folder, is_embedded=is_embedded, is_lone=is_lone)
    try:
        yield it
    finally:
        it.end()
        shutil.rmtree(folder, ignore_errors=True)
