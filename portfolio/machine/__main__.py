"""python3 -m portfolio.machine run|dev|test|messages: makes this machine ready for that, and says nothing when it already is.

Runs on the system's own Python, before .venv exists; this file alone must also run on one that is too old, to say so.
"""

import os
import shutil
import subprocess
import sys

LOWEST, BEYOND = (3, 11), (3, 15)


def fits(version: "tuple[int, ...]") -> bool:
    return LOWEST <= version < BEYOND


def version_of(path: str) -> "tuple[int, ...]":
    """(3, 11) of the Python at this path, or (0,) when it does not run."""
    try:
        told = subprocess.check_output([path, "-c", "import sys; print(*sys.version_info[:2])"], stderr=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        return (0,)
    return tuple(int(part) for part in told.split())


def another_python() -> "str | None":
    """A fitting one on the path beside the python3 that does not fit."""
    names = [f"python{LOWEST[0]}.{minor}" for minor in range(BEYOND[1] - 1, LOWEST[1] - 1, -1)]
    paths = [path for path in map(shutil.which, names) if path]
    return next((path for path in paths if fits(version_of(path))), None)


def main(purpose: str) -> None:
    if not fits(sys.version_info[:2]):
        path = another_python()
        if path:
            os.execv(path, [path, "-m", "portfolio.machine", purpose])  # noqa: S606
        low, high, here = (f"{major}.{minor}" for major, minor in (LOWEST, (BEYOND[0], BEYOND[1] - 1), sys.version_info[:2]))
        sys.exit(f"Samverk needs Python {low} to {high} and this is {here}: install one, or name one with `make PYTHON=/path/to/python`.")
    from portfolio.machine import ready  # noqa: PLC0415 (its words are newer than the oldest Python that comes here)

    try:
        ready.make_ready(purpose)
    except KeyboardInterrupt:
        sys.exit("Stopped while installing: the same make again goes on from here.")


if __name__ == "__main__":
    main(sys.argv[1])
