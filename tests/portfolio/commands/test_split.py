"""manage.py split as a process of its own, where there is no database at all."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from costsharing.engine.allocation import allocate
from costsharing.engine.reading import read
from costsharing.engine.writing import written
from tests.costsharing.engine.corpus import SKANE

ROOT = settings.BASE_DIR


def split(folder: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    settings_of_nowhere = {"SECRET_KEY": "x" * 60, "DATA": str(folder / "nowhere"), "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "LC_ALL": "C"}
    environment = os.environ | settings_of_nowhere
    return subprocess.run([sys.executable, "manage.py", "split", *arguments], cwd=ROOT, env=environment, input=given, capture_output=True, timeout=120)


@pytest.mark.parametrize("standard_input", [False, True])
def test_a_case_is_split_without_a_database(tmp_path: Path, standard_input: bool) -> None:
    raw = json.dumps(SKANE, ensure_ascii=False).encode()
    (tmp_path / "case.json").write_bytes(raw)
    done = split(tmp_path, "-", given=raw) if standard_input else split(tmp_path, str(tmp_path / "case.json"))
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout) == written(allocate(read(raw)))


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (b"[" * 100_000, "split: The case is nested too deeply; write it as the case format shows."),
        (json.dumps(SKANE | {"base": "-"}).encode(), 'split: base must be an amount as text, such as "3000000" or "0.05", never finer than the minor unit.'),
    ],
)
def test_bad_input_ends_with_two_and_one_line(tmp_path: Path, given: bytes, line: str) -> None:
    done = split(tmp_path, "-", given=given)
    assert (done.returncode, done.stdout, done.stderr.decode().strip()) == (2, b"", line)


def test_a_file_that_is_not_there_ends_with_two_and_one_line(tmp_path: Path) -> None:
    done = split(tmp_path, "nosuch.json")
    assert (done.returncode, done.stderr.decode().strip()) == (2, "split: 'nosuch.json' cannot be read (No such file or directory).")
