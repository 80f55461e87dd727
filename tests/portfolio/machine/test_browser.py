"""A name on the path proves nothing: on Ubuntu chromium-browser is a shim for a snap."""

import pytest

from portfolio.machine import browser


def put(folder, name, *lines):
    file = folder / name
    file.write_text("\n".join(("#!/bin/sh", *lines)) + "\n")
    file.chmod(0o755)
    return str(file)


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("CHROMIUM", raising=False)
    return tmp_path


def test_the_shim_of_a_snap_is_passed_over(path):
    put(path, "chromium-browser", "echo 'Command /usr/bin/chromium-browser requires the chromium snap to be installed.' >&2", "exit 1")
    chrome = put(path, "google-chrome", "echo Google Chrome 156.0.8078.47")
    assert browser.found() == chrome


def test_the_one_that_is_named_is_taken_or_none(path, monkeypatch):
    put(path, "chromium", "echo Chromium 156.0.1.2 built on Debian")
    mine = put(path, "mine", "echo Chromium 140.0.0.1")
    monkeypatch.setenv("CHROMIUM", mine)
    assert browser.found() == mine
    monkeypatch.setenv("CHROMIUM", str(path / "nothing"))
    assert browser.found() is None


def test_one_that_playwright_fetched(path):
    folder = path / "home" / ".cache" / "ms-playwright" / "chromium-1255" / "chrome-linux64"
    folder.mkdir(parents=True)
    chrome = put(folder, "chrome", "echo Chromium 156.0.8078.79")
    assert browser.found() == chrome


def test_none_at_all(path):
    assert browser.found() is None


@pytest.mark.browser
def test_the_one_that_the_tests_drive(browser):
    assert browser.version.split(".")[0].isdigit()
