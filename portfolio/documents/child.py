"""The process that renders: python -m portfolio.documents.child

It stays warm between jobs. Each job is a line of JSON on standard input and is answered by one on standard output; the end of input ends it.
It holds the limits that no author's text can get past: memory, processor time and size of file. Whoever started it watches the clock.
"""

import ctypes
import hashlib
import json
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any, BinaryIO

MEMORY = 1024**3
LARGEST = 30 * 1024**2
PR_SET_PDEATHSIG = 1


class TooLarge(Exception):
    """The file would be larger than any mandate is."""


def limit_for_good() -> None:
    """Memory and size of file; and this process ends with the one that started it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, LARGEST))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # writing more is then an error that can be told
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever started us
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def limit_this_job(seconds: int) -> None:
    """Processor time counts from the start of the process, so the limit moves on with every job."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def write(data: bytes, target: Path) -> None:
    """The whole file is on the disk when this returns."""
    if len(data) > LARGEST:
        raise TooLarge
    with target.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def make(job: dict[str, Any]) -> dict[str, Any]:
    from portfolio.documents import render  # noqa: PLC0415  (a second of import, under the limits)
    from portfolio.documents.kinds import from_json  # noqa: PLC0415

    made = render.pdf(from_json(job["content"]))
    write(made.data, Path(job["target"]))
    return {"sha256": hashlib.sha256(made.data).hexdigest(), "size": len(made.data), "pages": made.pages}


def answer(line: bytes) -> dict[str, Any]:
    """What was made, or why not; the kinds of failure are named in renderer.py."""
    try:
        job = json.loads(line)
        limit_this_job(job["seconds"])
        return make(job)
    except (MemoryError, RecursionError, TooLarge) as large:
        return {"failed": "large", "detail": type(large).__name__}
    except OSError as fault:
        return {"failed": "disk", "detail": str(fault)}
    except BaseException as fault:  # WeasyPrint's refusal of a URL is no Exception
        return {"failed": "fault", "detail": f"{type(fault).__name__}: {fault}"[:500]}


def serve(jobs: BinaryIO, answers: BinaryIO) -> None:
    while line := jobs.readline():
        reply = answer(line)
        answers.write(json.dumps(reply).encode() + b"\n")
        answers.flush()
        if reply.get("failed") == "large":
            return  # its memory is not to be trusted any more


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portfolio.settings")
    limit_for_good()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints goes to the log, not between the answers
    serve(sys.stdin.buffer, answers)
