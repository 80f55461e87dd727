"""Answers against the close of their offer, and links that a browser's scripts open and press: the suite's own tests with more of each.

python -m tests.faults.offers [ROUNDS [LINKS]]
"""

import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.services import services

ROOT = Path(__file__).resolve().parents[2]
TESTS = ("tests/projects/test_offer_races.py", "tests/browser/test_scanners.py")
TOLD = ("answer against close:", "scanners:")


def main(rounds: str = "2000", links: str = "200") -> int:
    with services() as urls, tempfile.TemporaryDirectory(prefix="samverk-offers-") as data:
        held = [asked(path, urls | {"DATA": data, "ROUNDS": rounds, "LINKS": links, "SECRET_KEY": secrets.token_urlsafe(48)}) for path in TESTS]
    return int(not all(held))


def asked(path: str, environment: dict[str, str]) -> bool:
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", path], cwd=ROOT, env=os.environ | environment, capture_output=True, text=True)
    lines = [line for line in done.stdout.splitlines() if line.startswith(TOLD)]
    held = done.returncode == 0 and len(lines) == 1
    print(f"{'ok  ' if held else 'FAIL'} {' '.join(lines) or path}", flush=True)
    if not held:
        print(done.stdout[-4000:], done.stderr[-4000:], flush=True)
    return held


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
