"""The smaller set of `make faults` that runs each time: servers and workers of its own, killed and lost while 150 reminders leave."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVERS = ("DATABASE_URL", "REDIS_URL", "SMTP_URL", "DATA", "SECRET_KEY", "TEST_PROCESS", "TEST_DATA", "PYTEST_XDIST_WORKER")


@pytest.mark.fault
def test_150_reminders_survive_three_kills_and_the_loss_of_each_server() -> None:
    own = {name: value for name, value in os.environ.items() if name not in SERVERS}
    command = [sys.executable, "-m", "tests.faults", "--only=storm", "--count=150", "--short"]
    done = subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, timeout=600)
    last = [line for line in done.stdout.splitlines() if line.startswith("reminders ")]
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert re.fullmatch(r"reminders 150 sent 150 lost 0 repeats [0-6] \(bound 6\) locked 0", last[0])
