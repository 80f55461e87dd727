"""A disk that is full or may only be read, under the embedded default: small ones, mounted where only this process and its children see them.

An ordinary user may do that in a name space of its own: __main__ starts this with `unshare`.
"""

import email
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from portfolio import mail, outbox
from portfolio.documents import store
from portfolio.models import Delivery, Document, Region
from tests.factories import contents, portfolio
from tests.faults.machine import Machine
from tests.faults.reminders import State, done, due, hurry, states, within
from tests.faults.scenes import LONG, Seen

FEW = 3
FULL = 6.0
"""Seconds."""
PAGE, BALLAST = 4096, "ballast"
WHY = "The file could not be written: the disk is full or the folder may not be written to."


@contextmanager
def disk(folder: Path, size: str) -> Iterator[None]:
    mount(folder, f"size={size}")
    try:
        yield
    finally:
        unmount(folder)


def mount(folder: Path, *options: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", folder], check=True)


def unmount(folder: Path) -> None:
    subprocess.run(["umount", "--lazy", folder], check=True)


def fill(folder: Path, left: int = 0) -> Path:
    """A file that takes all the room but so many bytes."""
    ballast = folder / BALLAST
    with ballast.open("ab", buffering=0) as file:
        for size in (PAGE * 16, PAGE):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                pass
        file.truncate(max(0, file.tell() // PAGE * PAGE - left))
    return ballast


# ---- files that are printed ---------------------------------------------------
def files_full(machine: Machine, count: int) -> Seen:
    """There is room for the first part of a file."""
    with disk(settings.MEDIA_ROOT, "8m"):
        store.making()
        ballast = fill(settings.MEDIA_ROOT, left=PAGE * 4)
        return printing(machine, "disk of the files is full", ballast.unlink)


def files_read_only(machine: Machine, count: int) -> Seen:
    mount(settings.MEDIA_ROOT, "ro")
    return printing(machine, "disk of the files is read-only", lambda: unmount(settings.MEDIA_ROOT))


def printing(machine: Machine, fault: str, mend: Callable[[], None]) -> Seen:
    """Each file says why there is none; afterwards, asked for again, each is made."""
    began = time.monotonic()
    region = portfolio.region()
    order(region)
    machine.worker()
    within(LONG, lambda: not Document.objects.exclude(state=Document.State.FAILED).exists())
    failed = Document.objects.filter(state=Document.State.FAILED, error=WHY, file="").count()
    parts = len(list(settings.MEDIA_ROOT.rglob("*.pdf")))
    mend()
    order(region)
    within(LONG, lambda: not Document.objects.exclude(state=Document.State.READY).exists())
    whole, rows = sum(store.verify(document) for document in Document.objects.all()), Document.objects.count()
    machine.kill("worker")
    Document.objects.all().delete()
    seconds = time.monotonic() - began
    said = f"{failed} of {FEW} files failed and say why, {parts} partial ones; when mended {whole} of {FEW} are made and whole, {seconds:.1f} s"
    return Seen(fault, said, failed == whole == rows == FEW and not parts)


def order(region: Region) -> None:
    for number in range(FEW):
        content = replace(contents.content(), lead=f"Ønske {number}.")
        words = {"kind": "mandate", "title": content.title, "language": "en-gb", "content": content.as_json(), "content_sha256": content.sha256}
        outbox.ask_for(region=region, by=None, at=timezone.now(), **words)


# ---- mails that are files -----------------------------------------------------
def mails_full(machine: Machine, count: int) -> Seen:
    """Each is of several pages of the disk, so that the last one fits in part."""
    folder, count = mail.written(), min(count, 24)
    with disk(folder, "8m"):
        ballast = fill(folder, left=PAGE * count)
        due(machine, count, each=150)
        machine.worker()
        within(LONG, lambda: Delivery.objects.filter(state=State.WAITING, tries__gt=0).exists())
        then, sent = files(folder), states().get(State.SENT, 0)
        ballast.unlink()
        hurry()
        within(LONG, done(count))
        machine.kill("worker")
        seen = whole(files(folder))
    here = whole(then)
    said = f"{sent} of {count} had left and {len(here)} are whole, {len(then) - len(here)} partial ones; with room again {len(set(seen))} of {count}, each once"
    holds = 0 < sent == len(here) == len(then) < count == len(seen) == len(set(seen))
    return Seen("disk of the mails is full", said, holds)


def everything_full(machine: Machine, count: int) -> Seen:
    """All of DATA is one disk, as the embedded default has it: also the database and the queue can write nothing for a while. Whoever runs the worker
    starts it again when it ends.
    """
    due(machine, count)
    machine.worker()
    within(LONG, lambda: states().get(State.SENT, 0) >= count * 0.3, 0.02)
    ballast = fill(settings.DATA_DIR)
    sent = states().get(State.SENT, 0)
    time.sleep(FULL)
    meanwhile = states().get(State.SENT, 0)
    ballast.unlink()
    hurry()
    began, starts = time.monotonic(), 0
    while states() != {State.SENT: count} and time.monotonic() - began < LONG:
        if machine.running["worker"].poll() is not None:
            machine.worker()
            starts += 1
        time.sleep(0.5)
    seconds = time.monotonic() - began
    machine.kill("worker")
    seen, is_whole = whole(files(mail.written())), check(Path(settings.DATABASES["default"]["NAME"]))
    said = f"full after {sent} of {count} (then {meanwhile}); {seconds:.1f} s after there was room {len(set(seen))} mails, each once and whole"
    holds = len(seen) == len(set(seen)) == len(files(mail.written())) == count and is_whole == "ok" and states() == {State.SENT: count}
    return Seen("disk of everything is full", f"{said}; integrity of the database: {is_whole}; worker started again {starts} times", holds)


def files(folder: Path) -> dict[str, bytes]:
    """All that lies there, also what is not a mail yet."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != BALLAST}


def whole(found: dict[str, bytes]) -> list[str]:
    """Message-IDs of the mails that end as each must: their last words are of the region and the same for all."""
    last = max((data.rstrip().rpartition(b"\n")[2] for data in found.values()), key=len, default=b"")
    mails = [email.message_from_bytes(data) for name, data in found.items() if name.endswith(".eml") and data.endswith(last + b"\n")]
    return [str(each["Message-ID"]) for each in mails]


def check(path: Path) -> str:
    with closing(sqlite3.connect(path)) as file:
        return str(file.execute("PRAGMA integrity_check").fetchone()[0])


ALL: dict[str, Callable[[Machine, int], Seen]] = {"files-full": files_full, "files-ro": files_read_only, "mails-full": mails_full, "all-full": everything_full}
