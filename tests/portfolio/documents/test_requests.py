"""Asking for a file freezes what it will show; a real worker makes it; killing the worker breaks nothing."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from portfolio import outbox
from portfolio.documents import jobs, store
from portfolio.documents.content import from_json
from portfolio.documents.mandate import NoMandate, content_of
from portfolio.documents.requests import request_mandate
from portfolio.models import Document
from projects.models import Chapter, MandateDocument, Project
from tests.factories import portfolio, projects
from tests.factories.full import project_with
from tests.portfolio.documents import pdfs

State = Document.State


def ask(project: Project, **fields: Any) -> Document:
    return request_mandate(project=project, by=None, now=timezone.now(), **fields)


def wait_for(states: set[str], seconds: float = 40) -> list[str]:
    """Until every row is in one of the states."""
    deadline = time.monotonic() + seconds
    while not (found := list(Document.objects.values_list("state", flat=True))) or not set(found) <= states:
        assert time.monotonic() < deadline, list(Document.objects.values("pk", "state", "attempt", "error"))
        time.sleep(0.02)
    return found


@pytest.fixture
def new_files() -> Callable[[], list[str]]:
    """Names of the files issued since the test began: the folder belongs to all tests of a process."""
    before = set((store.root() / "documents").glob("*/*"))
    return lambda: sorted(path.name for path in set((store.root() / "documents").glob("*/*")) - before)


def test_the_content_is_frozen_and_listed_among_the_mandates_files(db: None) -> None:
    project, person = project_with(2), portfolio.user()
    document = request_mandate(project=project, by=person, now=timezone.now())
    content = content_of(project)
    assert (document.state, document.title, document.language, document.requested_by) == ("requested", project.mandate.title, "nb", person)
    assert (from_json(document.content), document.content_sha256) == (content, content.sha256)
    assert list(project.mandate.documents.values_list("document", flat=True)) == [document.pk]


def test_the_same_content_is_one_file_and_a_change_is_another(db: None) -> None:
    project = project_with(1)
    first = ask(project)
    assert ask(project) == first
    Chapter.objects.filter(project=project).update(text="Ny bakgrunn.")
    second = ask(project)
    assert second != first
    assert MandateDocument.objects.count() == Document.objects.count() == 2


def test_what_changes_afterwards_does_not_reach_the_file(db: None) -> None:
    project = project_with(1)
    document = ask(project)
    Chapter.objects.filter(project=project).update(text="Senere endring.")
    jobs.make_waiting()
    document.refresh_from_db()
    shown = pdfs.text_of(store.root() / document.file)
    assert "Bakgrunn." in shown and "Senere endring" not in shown


def test_a_project_without_a_mandate_asks_for_nothing(db: None) -> None:
    with pytest.raises(NoMandate):
        ask(projects.project())
    assert Document.objects.count() == 0


@pytest.mark.embedded
def test_the_bell_wakes_a_real_worker(worker: Any) -> None:
    document = ask(project_with(1))
    wait_for({State.READY})
    document.refresh_from_db()
    assert store.verify(document)


@pytest.mark.embedded
@pytest.mark.fault
def test_two_workers_make_each_file_once(new_files: Callable[[], list[str]], workers: Callable[[], Any]) -> None:
    project = project_with(1)
    for number in range(6):
        Chapter.objects.filter(project=project).update(text=f"Utgave {number}.")
        ask(project)
    workers(), workers()
    outbox.ring()
    outbox.ring()
    wait_for({State.READY})
    rows = list(Document.objects.all())
    assert [row.attempt for row in rows] == [1] * 6
    assert all(store.verify(row) for row in rows)
    assert new_files() == sorted(f"{row.sha256}.pdf" for row in rows)


@pytest.fixture
def slow(transactional_db: None) -> Iterator[Document]:
    """An order that takes some seconds to make."""
    project = project_with(1)
    Chapter.objects.filter(project=project).update(text="Kommunene i regionen samarbeider om dette. \n\n" * 900)
    yield ask(project)


@pytest.mark.embedded
@pytest.mark.fault
@pytest.mark.parametrize("seconds", [0.0, 0.7, 2.0, 4.0])
def test_a_worker_killed_while_it_prints_leaves_no_file_or_the_right_one(
    seconds: float, new_files: Callable[[], list[str]], workers: Callable[[], Any], slow: Document
) -> None:
    first = workers()
    outbox.ring()
    wait_for({State.RENDERING, State.READY})
    time.sleep(seconds)
    first.kill()
    assert len(new_files()) < 2
    assert all(store.is_right(store.root() / "documents" / name[:2] / name, name[:-4]) for name in new_files())
    Document.objects.filter(state=State.RENDERING).update(lease_until=timezone.now())  # the two minutes pass
    workers()
    outbox.ring()
    wait_for({State.READY})
    slow.refresh_from_db()
    assert store.verify(slow)
    assert slow.attempt == 2 or seconds > 1  # the later ones may find the file made
    assert new_files() == [f"{slow.sha256}.pdf"]
