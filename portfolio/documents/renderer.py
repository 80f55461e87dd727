"""The hold on the child process that renders: starts it, watches the clock, starts a new one when it is worn or dead."""

import atexit
import json
import os
import select
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from portfolio.documents.kinds import Printable

WALL_SECONDS = 60.0
PROCESSOR_SECONDS = 20
LARGEST_CONTENT = 4 * 1024**2  # a mandate of a hundred pages has a tenth of it
WORN_AFTER = 50


class NotMade(Exception):
    """Why there is no file, in words for the person who asked for it."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


@dataclass(frozen=True)
class Made:
    sha256: str
    size: int
    pages: int


class Renderer:
    """One child, warm after its first job. Not for two threads at once: a worker has its own."""

    def __init__(self, wall_seconds: float = WALL_SECONDS, processor_seconds: int = PROCESSOR_SECONDS) -> None:
        self.wall_seconds, self.processor_seconds = wall_seconds, processor_seconds
        self.child: subprocess.Popen[bytes] | None = None
        self.jobs = 0

    def make(self, content: Printable, target: Path) -> Made:
        """Writes the file to target, or raises NotMade; target is then not to be trusted."""
        job = {"content": content.as_json(), "target": str(target.absolute()), "seconds": self.processor_seconds}
        line = json.dumps(job).encode() + b"\n"
        if len(line) > LARGEST_CONTENT:
            raise NotMade(reason("large"), f"content of {len(line)} bytes")
        child = self.ready()
        self.jobs += 1
        try:
            reply = self.ask(child, line)
        except (OSError, ValueError) as broken:
            self.close()
            raise NotMade(reason("large"), f"the child ended: {broken}") from broken
        if kind := reply.get("failed"):
            raise NotMade(reason(kind), reply.get("detail", ""))
        return Made(reply["sha256"], reply["size"], reply["pages"])

    def ready(self) -> subprocess.Popen[bytes]:
        if self.child and (self.jobs >= WORN_AFTER or self.child.poll() is not None):
            self.close()
        if self.child is None:
            self.jobs = 0
            self.child = subprocess.Popen(
                [sys.executable, "-m", "portfolio.documents.child"], cwd=settings.BASE_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
            )
        return self.child

    def ask(self, child: subprocess.Popen[bytes], line: bytes) -> dict[str, Any]:
        """Sends and waits with one eye on the clock. ValueError: no whole answer came."""
        assert child.stdin and child.stdout
        deadline, answer = time.monotonic() + self.wall_seconds, b""
        child.stdin.write(line)
        child.stdin.flush()
        while not answer.endswith(b"\n"):
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([child.stdout], [], [], left)[0]:
                raise ValueError(f"no answer in {self.wall_seconds} seconds")
            part = os.read(child.stdout.fileno(), 65536)
            if not part:
                raise ValueError(f"exit status {child.wait()}")
            answer += part
        found: dict[str, Any] = json.loads(answer)
        return found

    def close(self) -> None:
        if self.child:
            self.child.kill()
            for pipe in filter(None, (self.child.stdin, self.child.stdout)):
                with suppress(BrokenPipeError):
                    pipe.close()
            self.child.wait()
            self.child = None


def environment() -> dict[str, str]:
    """What the child needs to find its way, and no secret: it reads no database and no queue."""
    kept = (
        "PATH",
        "HOME",
        "LANG",
        "LC_ALL",
        "LD_LIBRARY_PATH",
        "PYTHONPATH",
        "PYTHONHASHSEED",
        "PYTHONWARNINGS",
        "TMPDIR",
        "VIRTUAL_ENV",
        "COVERAGE_PROCESS_START",
    )
    return {name: os.environ[name] for name in kept if name in os.environ} | {"DJANGO_SETTINGS_MODULE": "portfolio.documents.childsettings"}


def reason(kind: str) -> str:
    if kind == "large":
        return _("The document is too large or too intricate to be printed.")
    if kind == "disk":
        return _("The file could not be written: the disk is full or the folder may not be written to.")
    return _("The document could not be printed. The log says why.")


_shared: dict[int, Renderer] = {}  # by process, so that a forked worker never writes to its parent's child


def shared() -> Renderer:
    """This process's own, kept warm; a forked worker starts its own."""
    if os.getpid() not in _shared:
        _shared[os.getpid()] = Renderer()
        atexit.register(_shared[os.getpid()].close)
    return _shared[os.getpid()]
