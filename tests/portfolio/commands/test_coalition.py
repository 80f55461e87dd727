"""manage.py coalition as a process of its own, where there is no database at all."""

import json
import os
import subprocess
import sys

from django.conf import settings

from costsharing.engine.coalition import join
from costsharing.engine.joining import coalition_written
from costsharing.engine.reading import read

CASE = {
    "currency": "NOK",
    "unit": "1",
    "base": "900",
    "participants": [{"code": "3303", "answer": "yes", "conditions": {"fee": "300"}}, {"code": "3401", "answer": "yes"}],
    "parts": [{"label": "equal", "key": "equal", "fraction": "1"}],
}


def coalition(folder, given):
    environment = os.environ | {"SECRET_KEY": "x" * 60, "DATA": str(folder / "nowhere"), "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "LC_ALL": "C"}
    command = [sys.executable, "manage.py", "coalition", "-"]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=environment, input=given, capture_output=True, timeout=120)


def test_who_joins_is_printed_without_a_database(tmp_path):
    raw = json.dumps(CASE).encode()
    done = coalition(tmp_path, raw)
    assert (done.returncode, done.stderr) == (0, b"")
    printed = json.loads(done.stdout)
    assert printed == coalition_written(join(read(raw)))
    assert printed["joins"] == ["3401"]


def test_bad_input_ends_with_two_and_one_line(tmp_path):
    done = coalition(tmp_path, json.dumps(CASE | {"threshold": {"grant": "state"}}).encode())
    assert (done.returncode, done.stdout, done.stderr.decode().strip()) == (2, b"", "coalition: The grant state is unknown; add it under grants.")
