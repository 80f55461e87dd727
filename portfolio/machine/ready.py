"""What each purpose needs: system packages, the locked Python packages, a browser."""

from __future__ import annotations

import sys
from pathlib import Path

from portfolio.machine import browser, packages, venv

ROOT = Path(__file__).resolve().parents[2]


def make_ready(purpose: str) -> None:
    """purpose: run, dev (checks and shell), test, messages. Ends the program with one sentence when it cannot."""
    venv_needed = packages.Need(
        f"python{sys.version_info[0]}.{sys.version_info[1]}-venv", "an environment of its own for Python packages, in .venv", venv.can_be_made
    )
    needs = {
        "run": [venv_needed, packages.PANGO],
        "dev": [venv_needed, packages.PANGO],
        "test": [venv_needed, packages.PANGO, packages.POSTGRESQL, packages.REDIS, packages.POPPLER, packages.FAKETIME],
        "messages": [venv_needed, packages.PANGO, packages.GETTEXT],
    }[purpose]
    if purpose == "test" and not packages.is_ubuntu():
        needs.append(packages.CHROMIUM)
    packages.provide(needs)
    venv.provide(ROOT, dev=purpose != "run")
    if purpose == "test" and not browser.found():
        browser.by_playwright(venv.python(ROOT))
