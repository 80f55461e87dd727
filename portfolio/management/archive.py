"""A backup is a tar file: the database, the stored files, and last a manifest with the SHA-256 of each and a sum of every table's rows."""

import hashlib
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, Any

FORMAT = 1
MANIFEST = "manifest.json"


class Damaged(Exception):
    """What is wrong with a backup, in a sentence."""


class Hashed:
    """A file that is hashed as it is read, so that the hash is of what was really written."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.sha = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.file.read(size)
        self.sha.update(block)
        return block


class Writer:
    def __init__(self, tar: tarfile.TarFile) -> None:
        self.tar = tar
        self.files: dict[str, str] = {}

    def add(self, name: str, path: Path) -> None:
        with path.open("rb") as opened:
            entry = tarfile.TarInfo(name)
            told = os.fstat(opened.fileno())
            entry.size, entry.mode = told.st_size, told.st_mode & 0o777
            reader = Hashed(opened)
            self.tar.addfile(entry, reader)
        self.files[name] = reader.sha.hexdigest()

    def finish(self, told: dict[str, Any]) -> None:
        content = json.dumps({"format": FORMAT, **told, "files": self.files}, indent=1, sort_keys=True).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode = len(content), 0o600
        self.tar.addfile(entry, BytesIO(content))


@contextmanager
def new(path: Path) -> Iterator[Writer]:
    """The file gets its name when it is whole and on the disk; killed before, nothing of that name is there."""
    draft = path.with_name(f"{path.name}.part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as opened:
            with tarfile.open(fileobj=opened, mode="w", format=tarfile.PAX_FORMAT) as tar:
                yield Writer(tar)
            opened.flush()
            os.fsync(opened.fileno())
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)


def manifest(path: Path) -> dict[str, Any]:
    try:
        with tarfile.open(path, "r:") as tar:
            entry = tar.extractfile(MANIFEST)
            told = json.load(entry) if entry else {}
    except (OSError, tarfile.TarError, KeyError, ValueError) as error:
        raise Damaged(f"{path} is no whole backup ({type(error).__name__}).") from error
    if told.get("format") != FORMAT:
        raise Damaged(f"{path} is a backup of another format: use the version of Samverk that wrote it.")
    return told


def unpack(path: Path, told: dict[str, Any], folder: Path | None) -> None:
    """Reads every file against its hash, into the folder when one is given. Nothing but what the manifest names comes out of it."""
    wanted = dict(told["files"])
    try:
        with tarfile.open(path, "r:") as tar:
            for entry in tar:
                if entry.name == MANIFEST:
                    continue
                if not entry.isfile() or not is_inside(entry.name) or entry.name not in wanted:
                    raise Damaged(f"{path} holds {entry.name!r}, which its manifest does not name.")
                source = tar.extractfile(entry)
                if source is None or copy(source, folder / entry.name if folder else None, entry.mode) != wanted.pop(entry.name):
                    raise Damaged(f"{path}: {entry.name} is not what was backed up.")
    except (OSError, tarfile.TarError) as error:
        raise Damaged(f"{path} cannot be read ({error}).") from error
    if wanted:
        raise Damaged(f"{path} lacks {', '.join(sorted(wanted)[:3])}.")


def is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def copy(source: IO[bytes], target: Path | None, mode: int) -> str:
    reader = Hashed(source)
    if target is None:
        while reader.read(1 << 20):
            pass
        return reader.sha.hexdigest()
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as out:
        while block := reader.read(1 << 20):
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
    target.chmod(mode & 0o777)
    return reader.sha.hexdigest()
