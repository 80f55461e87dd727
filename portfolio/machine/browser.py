"""Finds a Chromium that works. On Ubuntu the package is a shim for a snap, so a name on the path proves nothing: it is asked for its version."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
BY_PLAYWRIGHT = ".cache/ms-playwright/chromium-*/chrome-linux*/chrome"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update"]
MISSING = "No working Chromium: install Chromium or Google Chrome, or name one with CHROMIUM=/path/to/chromium, and run `make test` again."


def works(path: str) -> bool:
    try:
        told = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return told.returncode == 0 and re.search(r"Chrom(e|ium)\b.* \d+\.", told.stdout) is not None


def found() -> str | None:
    """The one that CHROMIUM names, else the first of the system's that works, else one that Playwright installed."""
    if named := os.environ.get("CHROMIUM"):
        return named if works(named) else None
    candidates = [path for name in NAMES if (path := shutil.which(name))]
    candidates += [str(path) for path in sorted(Path.home().glob(BY_PLAYWRIGHT), reverse=True)]
    return next((path for path in candidates if works(path)), None)


def by_playwright(python: Path) -> None:
    """Ubuntu has Chromium as a snap only, which a container cannot run: Playwright fetches one for the tests."""
    print("No working Chromium here, and Ubuntu packages it as a snap only: Playwright fetches one for the tests …", flush=True)
    told = subprocess.run([str(python), "-m", "playwright", "install", "--with-deps", "--only-shell", "chromium"], capture_output=True, text=True)
    if told.returncode != 0 or not found():
        reason = next((line for line in told.stderr.splitlines() if line.startswith("Error: ")), "Error: it gives no reason").removeprefix("Error: ")
        sys.exit(f"Playwright could not fetch one ({reason}). {MISSING}")
