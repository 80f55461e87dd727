"""What the files of the project must agree on."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from portfolio.machine import venv
from portfolio.machine.__main__ import BEYOND, LOWEST

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.txt", "requirements-dev.txt")
ELSEWHERE = tuple("".join(parts) for parts in (("/wo", "rk/"), (".lib", "rary"), ("../sha", "red"), ("/tmp/te", "am")))


def read(name):
    return (ROOT / name).read_text("utf-8")


def test_every_setting_of_the_environment_is_in_the_example():
    read_by_settings = set(re.findall(r'env\.(?!made|kept|Misconfigured)\w+\(\s*"([A-Z_]+)"', read("portfolio/settings.py")))
    assert set(re.findall(r"(?m)^([A-Z_]+)=", read(".env.example"))) == read_by_settings


def test_only_settings_and_the_machine_room_read_the_environment():
    allowed = {"portfolio/env.py", "portfolio/celery.py", "portfolio/wsgi.py"}
    sources = [path for app in ("portfolio", "projects", "costsharing", "milestones") for path in (ROOT / app).rglob("*.py")]
    readers = {str(path.relative_to(ROOT)) for path in sources if re.search(r"os\.(environ|getenv)", path.read_text("utf-8"))}
    assert {path for path in readers if not path.startswith(("portfolio/machine/", "portfolio/documents/"))} == allowed


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_host_and_pins_everything_by_hash(name):
    assert re.findall(r"https?:|file:|://|--(?:extra-)?index|--find-links|\s@\s", read(name)) == []
    assert len(venv.pins(ROOT, name)) == len(re.findall(r"(?m)^[a-z0-9]", read(name)))


def test_the_tests_lock_agrees_with_the_run_lock():
    run, dev = (venv.pins(ROOT, name) for name in LOCKS)
    assert {name: dev.get(name) for name in run} == run


def test_the_range_of_python_is_said_once_in_two_places():
    wanted = tomllib.loads(read("pyproject.toml"))["project"]["requires-python"]
    assert wanted == f">={LOWEST[0]}.{LOWEST[1]},<{BEYOND[0]}.{BEYOND[1]}"


def test_make_lists_every_target():
    told = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    targets = re.search(r"(?m)^\.PHONY: help (.*)$", read("Makefile"))[1].split()
    assert re.findall(r"(?m)^  make ([a-z-]+)  ", told) == targets


def test_nothing_names_a_place_of_the_machine_it_was_made_on():
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    files = [ROOT / name for name in names if name and (ROOT / name).is_file()]
    assert [f"{path}: {word}" for path in files for word in ELSEWHERE if word.encode() in path.read_bytes()] == []
