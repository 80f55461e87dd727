"""System packages: looked up first, named with their reason, then installed with apt-get by root or sudo."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from portfolio.machine import browser

APT = ("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=600", "-o", "Dpkg::Use-Pty=0")
CLUSTER = "/etc/postgresql-common/createcluster.conf"
WAIT_FOR_LISTS, PAUSE = 300.0, 3.0


@dataclass(frozen=True)
class Need:
    packages: str
    purpose: str
    present: Callable[[], bool]


def has_libraries(*names: str) -> bool:
    try:
        return all(ctypes.CDLL(name) for name in names)
    except OSError:
        return False


def postgresql_folder() -> Path | None:
    """Where the newest PostgreSQL keeps its programs; Debian leaves them off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


def redis_server() -> str | None:
    """redis-tools holds the server under the name of its checker, and starts no service."""
    return shutil.which("redis-server") or shutil.which("redis-check-rdb")


PANGO = Need(
    "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "set the text of the PDFs",
    lambda: has_libraries("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"),
)
POSTGRESQL = Need("postgresql", "a throwaway database server for the tests", lambda: postgresql_folder() is not None)
REDIS = Need("redis-tools", "a throwaway Redis for the tests", lambda: redis_server() is not None)
CHROMIUM = Need("chromium", "the browser that the tests drive", lambda: browser.found() is not None)
POPPLER = Need("poppler-utils", "the text of PDFs, read by the tests", lambda: shutil.which("pdftotext") is not None)
FAKETIME = Need("faketime", "a clock that jumps, for the tests of faults", lambda: any(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")))
GETTEXT = Need("gettext", "collects the texts to translate", lambda: shutil.which("xgettext") is not None)


def is_ubuntu() -> bool:
    try:
        return "ID=ubuntu" in Path("/etc/os-release").read_text("utf-8").splitlines()
    except OSError:
        return False


def provide(needs: Sequence[Need]) -> None:
    """Installs what is missing of these, or ends the program with the sentence that says how."""
    missing = [need for need in needs if not need.present()]
    if not missing:
        return
    print("This machine lacks some system packages:")
    for need in missing:
        print(f"  {need.packages}: {need.purpose}")
    names = " ".join(need.packages for need in missing).split()
    by_hand = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(names)}"
    if not shutil.which("apt-get"):
        sys.exit("There is no apt-get here: install what the lines above name with this system's own tools and run the same make again.")
    prefix = as_root()
    if prefix is None:
        sys.exit(f"Run this as root, then the same make again: {by_hand}")
    print(f"Installing them with {'sudo ' if prefix else ''}apt-get …", flush=True)
    try:
        update_lists(prefix)
        if "postgresql" in names and not Path(CLUSTER).exists():
            without_a_cluster(prefix)
        run([*prefix, *APT, "install", "-y", "--no-install-recommends", *names])
    except subprocess.CalledProcessError as error:
        sys.exit(f"apt-get did not manage ({last_words(error.output)}): repair that, or run as root: {by_hand}")
    if lacking := [need.packages for need in missing if not need.present()]:
        sys.exit(f"apt-get installed {', '.join(lacking)}, but it does not work here: see `apt-get check`, then run the same make again.")


def as_root() -> list[str] | None:
    """What to put before a command so that root runs it; None when nobody here may."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    ask = [] if sys.stdin.isatty() else ["-n"]
    return ["sudo", *ask] if subprocess.run(["sudo", *ask, "true"], capture_output=not sys.stdin.isatty()).returncode == 0 else None


def update_lists(prefix: list[str]) -> None:
    """apt-get waits for the lock of dpkg but not for that of its lists, which a fresh machine's own updates hold for a while."""
    began = time.monotonic()
    while True:
        try:
            return run([*prefix, *APT, "update"])
        except subprocess.CalledProcessError as error:
            if "Could not get lock" not in error.output or time.monotonic() - began > WAIT_FOR_LISTS:
                raise
            time.sleep(PAUSE)


def without_a_cluster(prefix: list[str]) -> None:
    """The tests start their own server: the package shall not leave one running."""
    run([*prefix, *APT, "install", "-y", "--no-install-recommends", "postgresql-common"])
    run([*prefix, "sed", "-i", "s/^#* *create_main_cluster *=.*/create_main_cluster = false/", CLUSTER])


def run(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def last_words(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("E: ")]
    return (errors or lines or ["it says nothing"])[0].removeprefix("E: ").rstrip(".")
