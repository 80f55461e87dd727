import os
import stat
import time
from pathlib import Path

import pytest

from portfolio.documents import store
from portfolio.documents.renderer import Made
from portfolio.models import Document

SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"  # of "test"
MADE = Made(SHA, 4, 1)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: object) -> Path:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    return tmp_path


def half_made(text: str = "test") -> Path:
    path = store.temporary(Document(pk=7, attempt=2))
    path.write_text(text)
    return path


def test_a_file_is_named_by_its_hash_and_only_to_be_read(folder: Path) -> None:
    temporary = half_made()
    name = store.keep(temporary, MADE)
    assert name == f"documents/9f/{SHA}.pdf"
    assert stat.S_IMODE((folder / name).stat().st_mode) == 0o440
    assert not temporary.exists()


def test_the_same_file_again_leaves_the_first_untouched(folder: Path) -> None:
    first = (folder / store.keep(half_made(), MADE)).stat().st_ino
    assert (folder / store.keep(half_made(), MADE)).stat().st_ino == first
    assert list(store.making().iterdir()) == []


def test_a_damaged_file_is_replaced_by_the_right_one(folder: Path) -> None:
    path = folder / store.keep(half_made(), MADE)
    path.chmod(0o640)
    path.write_text("half")
    store.keep(half_made(), MADE)
    assert path.read_text() == "test"


def test_verify_compares_the_hash(folder: Path) -> None:
    document = Document(state="ready", file=store.keep(half_made(), MADE), sha256=SHA)
    assert store.verify(document)
    path = folder / document.file
    path.chmod(0o640)
    path.write_text("tesu")
    assert not store.verify(document)
    path.unlink()
    assert not store.verify(document)
    assert not store.verify(Document(state="requested"))


def test_only_what_lies_long_half_made_is_swept() -> None:
    old, new = half_made(), store.temporary(Document(pk=8, attempt=1))
    new.touch()
    past = time.time() - store.LEFT_BEHIND_SECONDS - 1
    os.utime(old, (past, past))
    assert store.sweep() == 1
    assert list(store.making().iterdir()) == [new]
