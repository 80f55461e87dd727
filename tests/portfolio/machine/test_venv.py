"""The lock in .venv, with a real environment and a package index of one wheel in a folder."""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from portfolio.machine import venv

HASH = "a" * 64
GOOD = f"one==1.0 \\\n    --hash=sha256:{HASH}\n    # via samverk\n"
BROKEN = {
    "empty": ("", "requirements.txt is no lock ('it is empty'): bring it back with `git checkout requirements.txt`."),
    "cut off": (GOOD[:40], "requirements.txt is no lock ('one==1.0'): bring it back with `git checkout requirements.txt`."),
    "without a hash": ("one==1.0\n", "requirements.txt is no lock ('one==1.0'): bring it back with `git checkout requirements.txt`."),
    "without a version": (GOOD + "two>=2\n", "requirements.txt is no lock ('two>=2'): bring it back with `git checkout requirements.txt`."),
    "merged badly": (GOOD + "<<<<<<< HEAD\n", "requirements.txt is no lock ('<<<<<<< HEAD'): bring it back with `git checkout requirements.txt`."),
}


@pytest.mark.parametrize(("text", "sentence"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_lock_is_told(tmp_path, text, sentence):
    (tmp_path / venv.RUN).write_text(text)
    with pytest.raises(SystemExit) as stop:
        venv.pins(tmp_path, venv.RUN)
    assert stop.value.code == sentence


def test_an_unreadable_lock_is_told(tmp_path):
    with pytest.raises(SystemExit) as stop:
        venv.pins(tmp_path, venv.RUN)
    assert stop.value.code == "requirements.txt cannot be read (No such file or directory): bring it back with `git checkout requirements.txt`."
    (tmp_path / venv.RUN).write_bytes(b"\xff\xfe")
    with pytest.raises(SystemExit) as stop:
        venv.pins(tmp_path, venv.RUN)
    assert stop.value.code == "requirements.txt cannot be read (not text): bring it back with `git checkout requirements.txt`."


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n", "the disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.\n one: …\n", "the package index gives other files than the lock names"),
        ("WARNING: retrying\nERROR: No matching distribution found for one==1.0\n", "No matching distribution found for one==1.0"),
        ("", "it says nothing"),
    ],
)
def test_the_line_that_says_why(output, reason):
    assert venv.why(output) == reason


def wheel(folder, name):
    """A package of one module, as an index would serve it."""
    path, info = folder / f"{name}-1.0-py3-none-any.whl", f"{name}-1.0.dist-info"
    files = {
        f"{name}.py": "",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nTag: py3-none-any\n",
    }
    rows = [
        f"{file},sha256={base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b'=').decode()},{len(text)}" for file, text in files.items()
    ]
    with zipfile.ZipFile(path, "w") as archive:
        for file, text in (files | {f"{info}/RECORD": "\n".join([*rows, f"{info}/RECORD,,"]) + "\n"}).items():
            archive.writestr(file, text)
    return f"{name}==1.0 --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


@pytest.fixture
def project(tmp_path):
    """A checkout with the machine room only, and pip's own settings that name a mirror: a folder."""
    mirror, root = tmp_path / "mirror", tmp_path / "checkout"
    mirror.mkdir()
    shutil.copytree(Path(venv.__file__).parent, root / "portfolio" / "machine", ignore=shutil.ignore_patterns("__pycache__"))
    (root / venv.RUN).write_text(wheel(mirror, "one"))
    (root / venv.DEV).write_text(wheel(mirror, "one") + wheel(mirror, "two"))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    environment |= {"PIP_CONFIG_FILE": str(tmp_path / "pip.conf"), "PYTHONDONTWRITEBYTECODE": "1"}
    (tmp_path / "pip.conf").write_text(f"[global]\nno-index = true\nfind-links = {mirror}\n")

    def make_ready(dev=False):
        code = f"import pathlib; from portfolio.machine import venv; venv.provide(pathlib.Path('.').resolve(), dev={dev})"
        told = subprocess.run([sys.executable, "-c", code], cwd=root, env=environment, capture_output=True, text=True)
        return told.returncode, told.stdout + told.stderr

    make_ready.root = root
    return make_ready


def installed(root):
    return sorted(path.stem for path in (root / ".venv").glob("lib/python*/site-packages/*.py"))


def test_what_the_lock_says_is_installed_once_and_exactly(project):
    root = project.root
    working = (0, "Installing the locked Python packages into .venv …\n")
    assert project() == working
    assert project() == (0, "")
    assert installed(root) == ["one"]
    assert len(list((root / ".venv").glob("lib/python*/site-packages/__pycache__/one.*.pyc"))) == 1  # compiled though the environment says not to
    assert project(dev=True) == working
    assert project() == (0, "")  # the tests' lock holds the run lock
    assert installed(root) == ["one", "two"]
    (root / venv.DEV).write_text((root / venv.RUN).read_text())
    assert project(dev=True) == working
    assert installed(root) == ["one"]
    (root / venv.RUN).write_text((root / venv.RUN).read_text() + f"two==1.0 --hash=sha256:{HASH}\n")
    reason = "the package index gives other files than the lock names"
    assert project() == (1, working[1] + f"The Python packages could not be installed ({reason}): repair that and run the same make again.\n")
    assert not (root / ".venv" / "installed.json").exists()

    (root / venv.RUN).write_text((root / venv.DEV).read_text())
    (root / ".venv" / "bin" / "python").unlink()  # as after an upgrade of the system
    assert project() == working
    assert project() == (0, "")
