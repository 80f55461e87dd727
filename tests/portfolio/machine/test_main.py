"""Which Python runs Samverk."""

import subprocess
import sys
from pathlib import Path

import pytest

from portfolio.machine import __main__ as machine

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(("version", "fits"), [((3, 10), False), ((3, 11), True), ((3, 14), True), ((3, 15), False), ((0,), False)])
def test_the_range(version, fits):
    assert machine.fits(version) is fits


@pytest.mark.parametrize("here", [(3, 10), (3, 15)])
def test_a_python_that_does_not_fit_is_told(here, tmp_path):
    """This Python plays the other version, and no other one is on the path."""
    code = f"import sys; sys.version_info = {(*here, 0)}; sys.argv = ['x', 'run']; from portfolio.machine.__main__ import main; main('run')"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={"PATH": str(tmp_path)}, capture_output=True, text=True)
    sentence = f"Samverk needs Python 3.11 to 3.14 and this is {here[0]}.{here[1]}: install one, or name one with `make PYTHON=/path/to/python`.\n"
    assert (told.returncode, told.stderr) == (1, sentence)


def test_another_python_on_the_path_is_taken(tmp_path):
    """The python3 that does not fit hands over to one that does."""
    other = tmp_path / "python3.12"
    other.write_text('#!/bin/sh\ntest "$1" = -c && { echo 3 12; exit; }\necho "handed over: $*"\n')
    other.chmod(0o755)
    code = "import sys; sys.version_info = (3, 9, 0); from portfolio.machine.__main__ import main; main('run')"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={"PATH": str(tmp_path)}, capture_output=True, text=True)
    assert (told.returncode, told.stdout) == (0, "handed over: -m portfolio.machine run\n")


def test_it_is_plain_enough_for_an_old_python():
    """No word newer than 3.6 in the module that tells an old Python so."""
    source = Path(machine.__file__).read_text("utf-8")
    compile(source, "x", "exec", dont_inherit=True)
    assert [word for word in ("from __future__ import annotations", ":=", "match ", "removeprefix") if word in source] == []


def test_version_of_something_else(tmp_path):
    assert (machine.version_of(str(tmp_path)), machine.version_of("/bin/false")) == ((0,), (0,))
    assert machine.version_of(sys.executable) == sys.version_info[:2]
