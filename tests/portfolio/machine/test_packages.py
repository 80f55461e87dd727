"""What a machine lacks is named with its reason; who may not install gets the line to run."""

import os

import pytest

from portfolio.machine import packages

ABSENT = packages.Need("libnothing-1 libnothing-2", "does nothing", lambda: False)
BY_HAND = "apt-get update && apt-get install -y --no-install-recommends libnothing-1 libnothing-2"
NAMED = "This machine lacks some system packages:\n  libnothing-1 libnothing-2: does nothing\n"


@pytest.fixture
def path(tmp_path, monkeypatch):
    """A path with env alone: neither apt-get nor sudo."""
    (tmp_path / "env").symlink_to("/usr/bin/env")
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def put(folder, name, *lines):
    file = folder / name
    file.write_text("\n".join(("#!/bin/sh", *lines)) + "\n")
    file.chmod(0o755)
    return file


def told(needs=(ABSENT,)):
    with pytest.raises(SystemExit) as stop:
        packages.provide(needs)
    return stop.value.code


def test_nothing_is_said_when_everything_is_there(path, capsys):
    packages.provide([packages.Need("x", "y", lambda: True)])
    assert capsys.readouterr().out == ""


def test_without_apt_get(path, capsys):
    assert told() == "There is no apt-get here: install what the lines above name with this system's own tools and run the same make again."
    assert capsys.readouterr().out == NAMED


def test_without_the_right_to_install(path, capsys, monkeypatch):
    put(path, "apt-get", "exit 0")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert told() == f"Run this as root, then the same make again: {BY_HAND}"
    assert capsys.readouterr().out == NAMED


def test_sudo_that_would_ask_where_nobody_sits(path, monkeypatch):
    put(path, "apt-get", "exit 0")
    put(path, "sudo", 'test "$1" = -n || exec sleep 60', "exit 1")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert told() == f"Run this as root, then the same make again: {BY_HAND}"


def test_installs_by_sudo(path, monkeypatch, tmp_path, capsys):
    log = tmp_path / "log"
    put(path, "apt-get", f'echo "$@" >> {log}')
    put(path, "sudo", "shift", '"$@"')
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    packages.provide([packages.Need("x", "y", log.exists)])
    options = "-qq -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0"
    assert log.read_text().splitlines() == [f"{options} update", f"{options} install -y --no-install-recommends x"]
    assert capsys.readouterr().out == "This machine lacks some system packages:\n  x: y\nInstalling them with sudo apt-get …\n"


def test_apt_get_that_fails(path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    put(path, "apt-get", "echo Reading…", 'echo "E: Unable to locate package libnothing-1"', "exit 100")
    assert told() == f"apt-get did not manage (Unable to locate package libnothing-1): repair that, or run as root: {BY_HAND}"


def test_apt_get_that_installs_something_useless(path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    put(path, "apt-get", "exit 0")
    assert told() == "apt-get installed libnothing-1 libnothing-2, but it does not work here: see `apt-get check`, then run the same make again."


def test_waits_for_lists_that_another_apt_holds(path, monkeypatch, tmp_path):
    held = tmp_path / "held"
    held.touch()
    put(path, "apt-get", f"test -e {held} || exit 0", f"/bin/rm {held}", 'echo "E: Could not get lock /var/lib/apt/lists/lock."', "exit 100")
    monkeypatch.setattr(packages, "PAUSE", 0.1)
    packages.update_lists([])
    assert not held.exists()


@pytest.mark.parametrize("need", [packages.PANGO, packages.POSTGRESQL, packages.REDIS, packages.POPPLER, packages.FAKETIME])
def test_what_the_tests_run_on_is_here(need):
    assert need.present()


def test_a_library_that_is_not_here():
    assert not packages.has_libraries("libpango-1.0.so.0", "libnothing.so.9")
