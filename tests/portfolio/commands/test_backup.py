"""A backup brought back on an empty place: every row and every file, nobody signed in, no mail on its way. On the database that the suite runs on."""

import io
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection

from portfolio.management import archive

ROOT = Path(__file__).resolve().parents[3]
pytestmark = [pytest.mark.embedded, pytest.mark.fault]
FILL = """
import datetime
from django.contrib.sessions.models import Session
from django.utils import timezone
from portfolio.documents import jobs, requests
from portfolio.models import User
from projects.models import Project
for project in Project.objects.all():
    requests.request_mandate(project=project, by=User.objects.first(), now=timezone.now())
assert jobs.make_waiting() == Project.objects.count() > 0
Session.objects.create(session_key="a" * 32, session_data="x", expire_date=timezone.now() + datetime.timedelta(days=1))
"""
CHANGED = {"django_session", "usersessions_usersession", "portfolio_mailhold"}


class Place:
    """An installation of its own: a folder, and a database beside the tests' own."""

    def __init__(self, folder: Path, number: int) -> None:
        self.folder = folder / f"place{number}"
        self.environment = {"PATH": os.environ["PATH"], "DATA": str(self.folder), "LANG": "C.UTF-8"}
        self.database = f"backup_{os.getpid()}_{number}"
        if connection.vendor == "postgresql":
            told = connection.settings_dict
            self.environment |= {"SECRET_KEY": "k" * 50, "DATABASE_URL": f"postgresql://{told['USER']}@{quote(told['HOST'], safe='')}/{self.database}"}
            self.server(f"CREATE DATABASE {self.database}")

    def server(self, command: str) -> None:
        with psycopg.connect(host=connection.settings_dict["HOST"], user=connection.settings_dict["USER"], dbname="postgres", autocommit=True) as server:
            server.execute(command)

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True)

    def did(self, *arguments: str) -> str:
        done = self.manage(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def rows(self) -> dict[str, list[str]]:
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(self.folder / "samverk.sqlite3")) as opened:
                return all_rows(opened.execute, "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_sequence'")
        told = connection.settings_dict
        with psycopg.connect(host=told["HOST"], user=told["USER"], dbname=self.database) as server:
            return all_rows(server.execute, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")

    def files(self) -> dict[str, tuple[bytes, int]]:
        found = [path for name in ("files", "mail") for path in (self.folder / name).rglob("*") if path.is_file()]
        return {str(path.relative_to(self.folder)): (path.read_bytes(), path.stat().st_mode) for path in found}


def all_rows(execute: Callable[[str], Any], tables: str) -> dict[str, list[str]]:
    return {name: sorted(map(repr, execute(f'SELECT * FROM "{name}"').fetchall())) for (name,) in execute(tables).fetchall()}


@pytest.fixture
def place(db: None, tmp_path: Path) -> Iterator[Callable[[], Place]]:
    made: list[Place] = []

    def make() -> Place:
        made.append(Place(tmp_path, len(made)))
        return made[-1]

    yield make
    if connection.vendor == "postgresql":
        for each in made:
            each.server(f"DROP DATABASE {each.database} WITH (FORCE)")


def test_everything_comes_back(place: Callable[[], Place], tmp_path: Path) -> None:
    source, target, file = place(), place(), str(tmp_path / "one.tar")
    source.did("prepare")
    source.did("demo")
    source.did("shell", "-c", FILL)
    (source.folder / "mail").mkdir(exist_ok=True)
    (source.folder / "mail" / "a.eml").write_bytes(b"Subject: p\xe5minnelse\n\n")
    before, files = source.rows(), source.files()
    assert len(files) >= 2 and sum(map(len, before.values())) > 20_000
    assert " is whole: " in source.did("backup", file)
    assert source.rows() == before
    assert Path(file).stat().st_mode & 0o777 == 0o600 and [path.name for path in tmp_path.glob(".backup*")] == []
    assert " is whole: " in target.did("backup", "--verify", file)

    assert "all equal" in target.did("restore", file)
    after = target.rows()
    assert sorted(after) == sorted(before)
    assert [name for name in before if name not in CHANGED and after[name] != before[name]] == []
    assert target.files() == files
    assert (after["django_session"], after["usersessions_usersession"], len(after["portfolio_mailhold"])) == ([], [], 1)
    assert target.did("mail").startswith("Mail is held; ")
    assert target.did("prepare") == ""  # nothing is loaded over what came back

    refused = target.manage("restore", file)
    assert (refused.returncode, "--replace throws it away. Nothing was changed." in refused.stderr) == (1, True)
    target.did("shell", "-c", "from portfolio.models import Document; Document.objects.update(title='changed')")
    target.did("restore", file, "--replace")
    assert target.rows()["portfolio_document"] == before["portfolio_document"]
    assert target.manage("backup", file).returncode == 1, "a backup is never written over"


def test_a_backup_of_another_engine_or_version_is_refused(place: Callable[[], Place], tmp_path: Path) -> None:
    target, file = place(), tmp_path / "one.tar"
    engine = connection.vendor
    for changes, reason in ({"engine": "oracle"}, "is of oracle"), ({"migrations": ["portfolio.0999_later"]}, "is of a newer Samverk (portfolio.0999_later)"):
        file.unlink(missing_ok=True)
        with archive.new(file) as writer:
            writer.finish({"engine": engine, "migrations": [], "tables": {}, "made_at": "now"} | changes)
        told = target.manage("restore", str(file))
        assert (told.returncode, reason in told.stderr) == (1, True), told.stderr
    if engine == "postgresql":
        file.unlink()
        with archive.new(file) as writer:
            writer.finish({"engine": engine, "migrations": [], "tables": {}, "made_at": "now"})
        with psycopg.connect(host=connection.settings_dict["HOST"], user=connection.settings_dict["USER"], dbname=target.database):
            assert "stop web, worker and beat first" in target.manage("restore", str(file)).stderr


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "a").write_bytes(bytes(range(256)) * 8)
    with archive.new(tmp_path / "small.tar") as writer:
        writer.add("database.dump", tmp_path / "a")
        writer.add("files/a.pdf", tmp_path / "a")
        writer.finish({"made_at": "now"})
    return tmp_path / "small.tar"


def is_whole(path: Path) -> bool:
    try:
        archive.unpack(path, archive.manifest(path), None)
    except archive.Damaged:
        return False
    return True


def test_every_changed_byte_of_what_is_stored_is_found(small: Path) -> None:
    content = small.read_bytes()
    assert is_whole(small)
    first = content.index(bytes(range(256)))
    second = content.index(bytes(range(256)), first + 2048)
    for start in (first, second):
        for place in range(start, start + 2048, 41):
            small.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
            assert not is_whole(small), place


def test_a_backup_that_was_cut_off_is_found(small: Path) -> None:
    content = small.read_bytes()
    end = content.rindex(b"}") + 1
    for length in range(0, end, 137):
        small.write_bytes(content[:length])
        assert not is_whole(small), length


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "files/../../outside", "not-in-the-manifest"])
def test_nothing_is_written_beside_the_folder(tmp_path: Path, name: str) -> None:
    path = tmp_path / "evil.tar"
    listed = {} if name == "not-in-the-manifest" else {name: "0" * 64}
    with tarfile.open(path, "w") as tar:
        for entry, content in ((name, b"evil"), (archive.MANIFEST, json.dumps({"format": 1, "files": listed}).encode())):
            info = tarfile.TarInfo(entry)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    with pytest.raises(archive.Damaged):
        archive.unpack(path, archive.manifest(path), tmp_path / "in")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["evil.tar"]


def test_a_backup_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), archive.new(tmp_path / "half.tar"):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []
