"""Files that somebody waits for and that follow from frozen content alone: made where they are asked for, once, and kept.

No row is written, so that reading a page writes nothing. A file's name says what it was made of and what it is.
"""

import hashlib
import os
import threading
from pathlib import Path
from uuid import uuid4

from portfolio.documents import renderer, store
from portfolio.documents.kinds import Printable

FOLDER = "papers"
one_at_a_time = threading.Lock()
"""A process has one child that renders."""


def bytes_of(content: Printable) -> bytes:
    """The same for the same content, as long as the folder of files is kept. Raises renderer.NotMade."""
    digest = content.sha256
    with one_at_a_time:
        return kept(digest) or made(content, digest)


def folder_of(digest: str) -> Path:
    return store.root() / FOLDER / digest[:2]


def kept(digest: str) -> bytes | None:
    """None where there is none yet, or where it is not what its name says."""
    for path in folder_of(digest).glob(f"{digest}-*.pdf"):
        content = path.read_bytes()
        if path.stem.rpartition("-")[2] == hashlib.sha256(content).hexdigest():
            return content
    return None


def made(content: Printable, digest: str) -> bytes:
    try:
        draft = store.making() / f"at-once-{os.getpid()}-{uuid4().hex}.pdf"
        found = renderer.shared().make(content, draft)
        data = draft.read_bytes()
        target = folder_of(digest) / f"{digest}-{found.sha256}.pdf"
        target.parent.mkdir(parents=True, exist_ok=True)
        draft.chmod(0o440)
        draft.replace(target)
    except OSError as fault:
        raise renderer.NotMade(renderer.reason("disk"), str(fault)) from fault
    return data
