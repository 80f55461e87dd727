"""The folder of issued files. A file's name is its own hash, so nothing can be written over anything else."""

import hashlib
import os
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from portfolio.documents.renderer import Made
from portfolio.models import Document

LEFT_BEHIND_SECONDS = 600


def root() -> Path:
    return Path(settings.MEDIA_ROOT)


def making() -> Path:
    folder = root() / "making"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def temporary(document: Document) -> Path:
    """On the same disk as the final place, so that moving it there is one step."""
    return making() / f"{document.pk}-{document.attempt}-{os.getpid()}.pdf"


def keep(temporary: Path, made: Made) -> str:
    """Moves a whole, written file to its place below the folder of files, for reading only. Killed anywhere: no file or the right one."""
    name = f"documents/{made.sha256[:2]}/{made.sha256}.pdf"
    target = root() / name
    if is_right(target, made.sha256):
        temporary.unlink()
        return name
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary.chmod(0o440)
    temporary.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return name


def is_right(path: Path, sha256: str) -> bool:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == sha256
    except FileNotFoundError:
        return False


def verify(document: Document) -> bool:
    """The file is there and is the one that was issued."""
    return document.state == Document.State.READY and is_right(root() / document.file, document.sha256)


def sweep() -> int:
    """Removes what killed workers left half made; how many. None where the disk cannot be written to: each file then says so itself."""
    removed, old = 0, time.time() - LEFT_BEHIND_SECONDS
    with suppress(OSError):
        for path in making().iterdir():
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < old:
                    path.unlink()
                    removed += 1
    return removed
