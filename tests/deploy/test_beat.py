"""The schedule leaves its time on a file, and the health check of its container tells a schedule that runs from one that stands still."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.fault


@pytest.fixture
def beat(tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """As in the compose file."""
    settings.BEAT_PULSE.unlink(missing_ok=True)
    service = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))["services"]["beat"]
    log = tmp_path / "beat.log"
    with log.open("wb") as out:
        process = subprocess.Popen([sys.executable, "-m", *service["command"]], cwd=ROOT, stdout=out, stderr=out, env=dict(os.environ))
    yield process
    process.kill()
    process.wait()


def healthy() -> bool:
    """The check's own words, about this test's file."""
    service = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))["services"]["beat"]
    kind, command = service["healthcheck"]["test"]
    assert (kind, len(re.findall("/data/beat", command))) == ("CMD-SHELL", 1)
    return subprocess.run(["/bin/sh", "-c", command.replace("/data/beat", str(settings.BEAT_PULSE))], capture_output=True).returncode == 0


def test_a_schedule_that_runs_is_healthy_and_one_that_stands_still_is_not(beat: "subprocess.Popen[bytes]") -> None:
    assert not healthy()
    deadline = time.monotonic() + 60
    while not healthy():
        assert beat.poll() is None and time.monotonic() < deadline, "the schedule has left no trace"
        time.sleep(0.2)
    beat.kill()
    beat.wait()
    old = time.time() - 180
    os.utime(settings.BEAT_PULSE, (old, old))
    assert not healthy()
