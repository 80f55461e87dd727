from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from portfolio.models import Document
from tests.factories import portfolio, projects
from tests.factories.full import project_with
from tests.portfolio.documents import pdfs


def run(reference: str, output: Path) -> tuple[int, str]:
    """Exit status, and what it says."""
    told = StringIO()
    try:
        call_command("mandate", reference, output=output, stdout=told, stderr=told)
    except SystemExit as stopped:
        return int(str(stopped.code)), told.getvalue()
    return 0, told.getvalue()


def test_it_writes_the_file_without_an_order(db: None, tmp_path: Path) -> None:
    project = project_with(1)
    path = tmp_path / "mandat.pdf"
    status, told = run(project.reference, path)
    assert (status, told.startswith(f"{path}: "), Document.objects.count()) == (0, True, 0)
    assert project.name in pdfs.text_of(path)
    assert list(tmp_path.iterdir()) == [path]


def test_an_unknown_reference(db: None, tmp_path: Path) -> None:
    assert run("finnes-ikke", tmp_path / "a.pdf") == (2, "mandate: finnes-ikke: there is no such project.\n")


def test_a_reference_of_two_regions_needs_the_region(db: None, tmp_path: Path) -> None:
    one, two = (projects.project(portfolio.region(name), "arkiv") for name in ("nord", "sor"))
    status, told = run("arkiv", tmp_path / "a.pdf")
    assert (status, told) == (2, "mandate: arkiv: several regions have it; write one of nord/arkiv, sor/arkiv.\n")
    assert run(f"{one.region.slug}/arkiv", tmp_path / "a.pdf") == (2, "mandate: nord/arkiv has no mandate.\n")
    assert run("vest/arkiv", tmp_path / "a.pdf")[0] == 2
    assert two.region.slug == "sor"


@pytest.mark.parametrize("path", ["missing/a.pdf", "taken/a.pdf"])
def test_a_file_that_cannot_be_written(db: None, tmp_path: Path, path: str) -> None:
    (tmp_path / "taken").write_text("a file, no folder")
    status, told = run(project_with(1).reference, tmp_path / path)
    assert (status, told.startswith(f"mandate: {tmp_path / path}: The file could not be written")) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_folder_in_the_place_of_the_file(db: None, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()
    status, told = run(project_with(1).reference, tmp_path / "a.pdf")
    assert (status, told) == (2, f"mandate: {tmp_path / 'a.pdf'}: Is a directory\n")
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
