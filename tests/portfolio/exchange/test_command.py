"""The command as a person meets it: what it prints, where, and how it ends."""

import os
import subprocess
import sys
from io import BytesIO, StringIO, TextIOWrapper

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from milestones.models import Decision
from tests.factories import dossiers, portfolio, projects
from tests.factories.dossiers import everything

pytestmark = pytest.mark.django_db


def run(*words: str) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("dossier", *words, stdout=out, stderr=err)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_import_says_what_it_did(tmp_path):
    dossiers.ground()
    path = str(dossiers.write(tmp_path, dossiers.complete()))
    assert run("import", path) == (0, "fjordane/felles-arkiv: 92 rows added, 0 changed, 0 removed\n", "")
    assert run("import", path) == (0, "fjordane/felles-arkiv: 0 rows added, 0 changed, 0 removed\n", "")


def test_faults_go_to_stderr_one_a_line_and_end_with_2(tmp_path):
    dossiers.ground()
    dossier = dossiers.complete()
    dossier["project"]["kind"], dossier["decision_points"][1]["planned_on"] = "x\n", "2016-02-30"
    path, missing = dossiers.write(tmp_path, dossier), tmp_path / "missing.json"
    before = everything()
    code, out, err = run("import", str(path), str(missing))
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        f"{path}: project.kind: must be one of pre_study, pre_project, main_project, procurement, implementation, standing_service",
        f"{path}: decision_points[1].planned_on: is not a day of the calendar",
        f"{missing}: cannot be read: No such file or directory",
    ]
    assert everything() == before


def test_export_writes_utf8_whatever_the_terminal_says(tmp_path, monkeypatch):
    dossiers.ground()
    path = dossiers.write(tmp_path, dossiers.complete())
    call_command("dossier", "import", str(path), stdout=StringIO())
    raw = BytesIO()
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(raw, encoding="ascii", newline="\r\n"))
    call_command("dossier", "export", "felles-arkiv")
    assert raw.getvalue() == path.read_bytes()


@pytest.mark.parametrize("reference", ["other", "other/felles", "fjordane/", "/", "", "a/b/c"])
def test_an_unknown_reference(reference):
    projects.project(portfolio.region("fjordane"), "felles")
    assert run("export", reference) == (2, "", f"{reference}: there is no such project\n")


def test_an_ambiguous_reference():
    for slug in ("b", "a"):
        projects.project(portfolio.region(slug), "felles")
    assert run("export", "felles") == (2, "", "felles: several regions have it; write one of a/felles, b/felles\n")


def test_no_file_at_all():
    with pytest.raises(CommandError):
        call_command("dossier", "import")


def test_a_database_that_is_not_prepared_is_said_plainly(tmp_path):
    environment = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL")} | {"DATA": str(tmp_path)}
    done = subprocess.run([sys.executable, "manage.py", "dossier", "export", "x"], cwd=settings.BASE_DIR, env=environment, capture_output=True, timeout=60)
    line = "The database cannot be used: no such table: projects_project. Is it running, and prepared with manage.py migrate?\n"
    assert (done.returncode, done.stdout, done.stderr.decode()) == (2, b"", line)


def test_a_whole_process_ends_with_2_and_no_traceback(tmp_path):
    path = tmp_path / "æ.json"
    path.write_bytes(b'{"format": "samverk-dossier", "version": 1, "\xf0\x9f\x98\x80": "\\ud800"}')
    environment = os.environ | {"PYTHONIOENCODING": "ascii:backslashreplace", "DATA": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "manage.py", "dossier", "import", str(path)], cwd=settings.BASE_DIR, env=environment, capture_output=True, timeout=60
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().splitlines() == [f'{tmp_path}/\\xe6.json: ["\\ud83d\\ude00"]: holds half a character (a lone surrogate)']


def test_an_export_says_that_minutes_are_not_in_it(tmp_path, capsysbinary):
    dossiers.ground()
    run("import", str(dossiers.write(tmp_path, dossiers.complete())))
    Decision.objects.filter(number=7).update(minutes="minutes/x.pdf", minutes_sha256="0" * 64)
    assert run("export", "felles-arkiv") == (0, "", "Decisions with minutes: 1. Minutes are files and not in the dossier; hand them over beside it.\n")
    assert capsysbinary.readouterr().out == dossiers.text(dossiers.complete()).encode()
