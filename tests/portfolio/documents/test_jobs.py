"""Rows that wait become files, once; what fails is tried again and then says why; what is ready is never touched."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from portfolio.documents import jobs, renderer, store
from portfolio.documents.content import Mandate
from portfolio.documents.renderer import Made, NotMade
from portfolio.lib import ending
from portfolio.models import Document, Region
from tests.factories import contents, portfolio

State = Document.State


@pytest.fixture
def region(db: None) -> Region:
    return portfolio.region()


def order(region: Region, content: Mandate | None = None, **fields: Any) -> Document:
    content = content or contents.content(lead=f"Ønske {Document.objects.count()}.")
    defaults = {"kind": "mandate", "title": content.title, "language": "nb", "content": content.as_json(), "content_sha256": content.sha256}
    return Document.objects.create(region=region, requested_at=timezone.now(), **defaults | fields)


class Failing:
    """A renderer that fails as told."""

    def __init__(self, reason: str = "Disken er full.") -> None:
        self.reason, self.asked = reason, 0

    def make(self, content: Mandate, target: Path) -> Made:
        self.asked += 1
        target.write_text("half a file")
        raise NotMade(self.reason, "detail")


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Failing:
    made = Failing()
    monkeypatch.setattr(renderer, "shared", lambda: made)
    return made


def test_what_waits_is_made_with_all_that_is_told_of_it(region: Region) -> None:
    document = order(region)
    assert jobs.make_waiting() == 1
    document.refresh_from_db()
    assert (document.state, document.attempt, document.lease_until, document.error) == (State.READY, 1, None, "")
    assert (document.pages, document.size) == (3, (store.root() / document.file).stat().st_size)
    assert store.verify(document)
    assert list(store.making().iterdir()) == []


def test_the_oldest_is_made_first(region: Region) -> None:
    late, early = order(region), order(portfolio.region())
    Document.objects.filter(pk=early.pk).update(requested_at=timezone.now() - dt.timedelta(hours=1))
    assert [getattr(jobs.claim(()), "pk", None) for _ in range(3)] == [early.pk, late.pk, None]


def test_a_region_has_one_file_in_the_making_and_the_others_of_it_wait(region: Region) -> None:
    first, second, other = order(region), order(region), order(portfolio.region())
    assert [getattr(jobs.claim(()), "pk", None) for _ in range(3)] == [first.pk, other.pk, None]
    Document.objects.filter(pk=first.pk).update(state=State.FAILED, lease_until=None, error="x")
    assert [getattr(jobs.claim(()), "pk", None) for _ in range(2)] == [second.pk, None]


def test_a_region_that_another_worker_took_meanwhile_is_left_to_it(region: Region, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look and the claim the other worker has begun: the database refuses, and the next region's file is taken."""
    first, second, other = order(region), order(region), order(portfolio.region())
    Document.objects.filter(pk=first.pk).update(state=State.RENDERING, lease_until=timezone.now() + jobs.LEASE)
    blind = Document.objects.none().values("region")
    real = Document.objects.filter
    monkeypatch.setattr(Document.objects, "filter", lambda *args, **how: blind if how == {"state": State.RENDERING} else real(*args, **how))
    assert [getattr(jobs.claim(()), "pk", None) for _ in range(2)] == [other.pk, None]
    second.refresh_from_db()
    assert (second.state, second.attempt) == (State.REQUESTED, 0)


def test_a_ready_row_and_its_file_are_never_touched_again(region: Region) -> None:
    document = order(region)
    jobs.make_waiting()
    before = Document.objects.filter(pk=document.pk).values().get()
    path = store.root() / before["file"]
    inode = (path.stat().st_ino, path.stat().st_mtime_ns)
    with time_machine.travel(timezone.now() + dt.timedelta(days=1), tick=False):
        order(region)
        jobs.make_waiting()
    document.attempt = 1
    assert jobs.give_up(document, "feil", "") is False
    assert Document.objects.filter(pk=document.pk).values().get() == before
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == inode


def test_three_failures_and_then_the_reason(region: Region, failing: Failing) -> None:
    document = order(region)
    seen = []
    for _ in range(5):
        jobs.make_waiting()
        document.refresh_from_db()
        seen.append((document.state, document.attempt, document.error))
    reason = failing.reason
    assert seen == [("requested", 1, reason), ("requested", 2, reason), ("failed", 3, reason), ("failed", 3, reason), ("failed", 3, reason)]
    assert failing.asked == 3
    assert list(store.making().iterdir()) == []


def test_one_that_fails_does_not_hold_up_the_next(region: Region) -> None:
    bad, good = order(region), order(region)
    Document.objects.filter(pk=bad.pk).update(content={"format": "x"})
    assert jobs.make_waiting() == 1
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == ("requested", "ready")


def test_a_lost_worker_gives_the_row_back_when_its_lease_has_run_out(region: Region) -> None:
    document = order(region)
    assert jobs.claim(())
    assert jobs.make_waiting() == 0
    with time_machine.travel(timezone.now() + jobs.LEASE + dt.timedelta(seconds=1), tick=False):
        assert jobs.make_waiting() == 1
    document.refresh_from_db()
    assert (document.state, document.attempt) == (State.READY, 2)


def test_a_row_whose_worker_is_lost_three_times_has_failed(region: Region) -> None:
    document = order(region)
    for hours in range(3):
        with time_machine.travel(timezone.now() + dt.timedelta(hours=hours), tick=False):
            jobs.take_back()
            assert jobs.claim(())
    with time_machine.travel(timezone.now() + dt.timedelta(hours=4), tick=False):
        assert jobs.make_waiting() == 0
    document.refresh_from_db()
    assert (document.state, document.attempt, document.error != "") == (State.FAILED, 3, True)


def test_a_late_worker_does_not_overwrite_what_another_has_done(region: Region, failing: Failing, monkeypatch: pytest.MonkeyPatch) -> None:
    order(region)
    late = jobs.claim(())
    assert late
    with time_machine.travel(timezone.now() + jobs.LEASE * 2, tick=False):
        monkeypatch.undo()
        assert jobs.make_waiting() == 1
    ready = Document.objects.filter(pk=late.pk).values().get()
    monkeypatch.setattr(renderer, "shared", lambda: failing)
    assert jobs.make(late) is False
    monkeypatch.undo()
    assert jobs.make(late) is False
    assert Document.objects.filter(pk=late.pk).values().get() == ready


def test_no_transaction_is_open_while_a_file_is_made(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    order(portfolio.region())
    open_ones = []

    class Watching(Failing):
        def make(self, content: Mandate, target: Path) -> Made:
            open_ones.append(connection.in_atomic_block)
            return super().make(content, target)

    monkeypatch.setattr(renderer, "shared", Watching)
    jobs.make_waiting()
    assert open_ones == [False]


def test_a_worker_that_is_to_end_begins_no_file(region: Region, failing: Failing) -> None:
    order(region)
    ending.tell()
    try:
        assert jobs.make_waiting() == 0
    finally:
        ending.tell(is_so=False)
    assert failing.asked == 0


def test_a_disk_without_its_folder_of_drafts_that_cannot_be_written_is_told_too(region: Region, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MEDIA_ROOT.write_text("a file where the folder should be")
    document = order(region, language="en-gb")
    jobs.make_waiting()
    document.refresh_from_db()
    assert (document.state, document.error) == ("requested", "The file could not be written: the disk is full or the folder may not be written to.")


def test_a_full_disk_is_told_in_the_documents_language(region: Region, settings: Any, tmp_path: Path) -> None:
    blocked = tmp_path / "documents"
    settings.MEDIA_ROOT = tmp_path
    blocked.write_text("a file where the folder should be")
    document = order(region, language="en-gb")
    jobs.make_waiting()
    document.refresh_from_db()
    assert (document.state, document.error) == ("requested", "The file could not be written: the disk is full or the folder may not be written to.")
