"""The locked Python packages in .venv, by plain pip: it follows whatever index or mirror its own settings name.

A stamp in .venv holds the digest of each lock that is fully installed, so an unchanged lock costs nothing.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

RUN, DEV = "requirements.txt", "requirements-dev.txt"
OURS = ("pip", "setuptools", "wheel")


def can_be_made() -> bool:
    return importlib.util.find_spec("ensurepip") is not None or python(Path(__file__).resolve().parents[2]).exists()


def python(root: Path) -> Path:
    return root / ".venv" / "bin" / "python"


def pins(root: Path, name: str) -> dict[str, str]:
    """Package to version of a lock; ends the program when the file is not one."""
    try:
        text = (root / name).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        sys.exit(f"{name} cannot be read ({getattr(error, 'strerror', None) or 'not text'}): bring it back with `git checkout {name}`.")
    entries = [entry for entry in re.sub(r"\\\n", " ", re.sub(r"(?m)^\s*#.*\n?", "", text)).splitlines() if entry.strip()]
    found = [re.match(r"([A-Za-z0-9._-]+)==(\S+)\s.*--hash=sha256:[0-9a-f]{64}\s*$", entry) for entry in entries]
    if not entries or not all(found):
        broken = next((entry for entry, match in zip(entries, found, strict=True) if not match), "it is empty")
        sys.exit(f"{name} is no lock ({broken.split('--hash')[0].strip()[:80]!r}): bring it back with `git checkout {name}`.")
    return {match[1]: match[2] for match in found if match}


def digest(root: Path, name: str) -> str:
    return hashlib.sha256((root / name).read_bytes()).hexdigest()


def provide(root: Path, *, dev: bool) -> None:
    """Makes .venv hold exactly what the lock says; a second process waits for the first."""
    lock = os.open(root, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        names = [RUN, DEV] if dev else [RUN]
        wanted = {name: digest(root, name) for name in names if pins(root, name)}
        stamp = root / ".venv" / "installed.json"
        fitting = works(root)
        if fitting and wanted.items() <= read_stamp(stamp).items():
            return
        print("Installing the locked Python packages into .venv …", flush=True)
        if not fitting:
            make(root)
        stamp.unlink(missing_ok=True)
        install(root, names[-1])
        remove_strangers(root)
        stamp.write_text(json.dumps(wanted), "utf-8")
    except OSError as error:
        sys.exit(f".venv could not be written ({error.strerror}): make room or give yourself the right to write in {root}, then run the same make again.")
    finally:
        os.close(lock)


def read_stamp(stamp: Path) -> dict[str, str]:
    try:
        return dict(json.loads(stamp.read_text("utf-8")))
    except (OSError, ValueError):
        return {}


def works(root: Path) -> bool:
    """Its Python runs, with the version it was made for: a system upgrade takes that away."""
    try:
        told = subprocess.run([python(root), "-I", "-S", "-c", "import sys; print('python%d.%d' % sys.version_info[:2])"], capture_output=True, text=True)
    except OSError:
        return False
    return told.returncode == 0 and (root / ".venv" / "lib" / told.stdout.strip() / "site-packages" / "pip").exists()


def make(root: Path) -> None:
    told = subprocess.run([sys.executable, "-m", "venv", "--clear", str(root / ".venv")], capture_output=True, text=True)
    if told.returncode != 0:
        is_full = shutil.disk_usage(root).free < 10_000_000  # venv keeps the reason to itself
        shutil.rmtree(root / ".venv", ignore_errors=True)
        sys.exit(f"Python could not make .venv ({'the disk is full' if is_full else why(told.stdout + told.stderr)}): repair that and run the same make again.")


def pip(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(python(root)), "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments], cwd=root, capture_output=True, text=True)


def install(root: Path, name: str) -> None:
    told = pip(root, "install", "--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:", "-r", name)
    if told.returncode != 0:
        sys.exit(f"The Python packages could not be installed ({why(told.stdout + told.stderr)}): repair that and run the same make again.")


def remove_strangers(root: Path) -> None:
    """What an older lock has left behind; the tests' packages stay when only the run lock is asked for."""
    present = {plain(entry["name"]) for entry in json.loads(pip(root, "list", "--format=json").stdout)}
    locked = {plain(name) for name in pins(root, RUN) | pins(root, DEV)}
    if strangers := sorted(present - locked - set(OURS)):
        pip(root, "uninstall", "--quiet", "--yes", *strangers)


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def why(output: str) -> str:
    """The one line of a long output that says what is wrong."""
    if "No space left on device" in output:
        return "the disk is full"
    if "DO NOT MATCH THE HASHES" in output:
        return "the package index gives other files than the lock names"
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR: ")]
    return (errors or lines or ["it says nothing"])[-1].removeprefix("ERROR: ").rstrip(".")
