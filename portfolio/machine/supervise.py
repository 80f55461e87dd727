"""Runs programs side by side and ends them together: by one signal, when one of them ends, and when this process itself is killed.

Knows nothing of Django. Each program leads a process group of its own, so that Ctrl-C in the terminal reaches only the supervisor, which ends them in order.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

STOP = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
WATCHED = STOP | {signal.SIGCHLD}
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Program:
    name: str
    command: Sequence[str]


@dataclass(frozen=True)
class Patience:
    """Seconds that the programs get until they answer, and to finish what they do when asked to end."""

    to_answer: float = 60.0
    to_end: float = 20.0


def end_with_parent(parent: int, by: signal.Signals = signal.SIGTERM) -> None:
    """Asks the kernel to send this process a signal when its parent ends, however that happens."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, by)
    if os.getppid() != parent:
        os.kill(os.getpid(), by)


def start(program: Program, folder: Path) -> subprocess.Popen[bytes]:
    parent = os.getpid()

    def in_the_child() -> None:
        os.setpgid(0, 0)
        end_with_parent(parent)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)

    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.Popen(program.command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, preexec_fn=in_the_child)


def supervise(programs: Sequence[Program], folder: Path, answers: Callable[[], bool], greet: Callable[[], None], patience: Patience | None = None) -> int:
    """Returns the exit code: 0 when a signal asked for the end, 1 when a program ended by itself or never answered."""
    patience = patience or Patience()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        if os.environ.get("MAKELEVEL"):
            end_with_parent(os.getppid())
        for program in programs:
            running[program.name] = start(program, folder)
        return watch(running, answers, greet, patience.to_answer)
    except OSError as error:
        say(f"A program could not be started: {error.strerror} ({error.filename}).")
        return 1
    finally:
        end(list(running.values()), patience.to_end)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def watch(running: dict[str, subprocess.Popen[bytes]], answers: Callable[[], bool], greet: Callable[[], None], seconds: float) -> int:
    latest, greeted = time.monotonic() + seconds, False
    while True:
        got = signal.sigtimedwait(WATCHED, 1.0 if greeted else 0.1)
        if got and got.si_signo in STOP:
            say("Ending …")
            return 0
        for name, process in running.items():
            if (code := process.poll()) is not None:
                say(f"The {name} ended by itself ({ending(code)}), so everything ends: what it wrote stands above.")
                return 1
        if not greeted and answers():
            greet()
            greeted = True
        if not greeted and time.monotonic() > latest:
            say(f"No answer within {seconds:g} seconds, so everything ends: what the programs wrote stands above.")
            return 1


def end(processes: Sequence[subprocess.Popen[bytes]], seconds: float) -> None:
    """Asks each to end, waits, then ends whatever is left of their groups. A second signal cuts the waiting short."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    latest = time.monotonic() + seconds
    while any(process.poll() is None for process in processes) and (left := latest - time.monotonic()) > 0:
        got = signal.sigtimedwait(WATCHED, min(left, 0.2))
        if got and got.si_signo in STOP:
            break
    for process in processes:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def ending(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def say(sentence: str) -> None:
    with suppress(OSError):  # the terminal may be gone
        print(sentence, file=sys.stderr, flush=True)
