"""PDF files that people upload: taken within limits, kept as they came, named by their content."""

import hashlib
import os
import uuid
from pathlib import Path
from typing import IO

MOST_BYTES = 4_000_000
HEAD, FOOT = b"%PDF-", b"%%EOF"
NEAR = 1024
"""How far from the ends a reader looks for the marks of a PDF."""


class Unfit(ValueError):
    """The file is not taken; why is one of: size, kind, broken."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def read(file: IO[bytes], size: int) -> bytes:
    """The whole file. Raises Unfit. What it is stands in its content, never in its name; nothing in it is run or shown here."""
    if size > MOST_BYTES:
        raise Unfit("size")
    content = file.read(MOST_BYTES + 1)
    if HEAD not in content[:NEAR]:
        raise Unfit("kind")
    if FOOT not in content[-NEAR:]:
        raise Unfit("broken")
    return content


def keep(content: bytes, root: Path, folder: str) -> tuple[str, str]:
    """Its path below root and its SHA-256; the same file is one file and none is ever written over."""
    digest = hashlib.sha256(content).hexdigest()
    name = f"{folder}/{digest}.pdf"
    target = root / name
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f"{uuid.uuid4().hex}.part")
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(0o440)
        draft.replace(target)
    return name, digest


def stored(root: Path, name: str, digest: str) -> bytes | None:
    """The bytes that were kept; None when they are gone or are not those any more."""
    folder = root.resolve()
    path = (folder / name).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        return None
    content = path.read_bytes()
    return content if hashlib.sha256(content).hexdigest() == digest else None
