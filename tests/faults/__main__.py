"""make faults: reminders while servers and workers are killed, frozen and lost. One line for each fault and one for all; 1 when a figure does not hold.

python -m tests.faults [--count 10000] [--each 300] [--sqlite 3000] [--only away,451,…,storm,sqlite,disks,minutes,offers]
"""

import argparse
import io
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.faults.machine import Machine, machine

BY_THEMSELVES = ("minutes", "offers", "sqlite", "disks")


def main() -> int:
    ask = argparse.ArgumentParser(prog="python -m tests.faults")
    ask.add_argument("--count", type=int, default=10_000, help="reminders in the storm of all faults at once")
    ask.add_argument("--each", type=int, default=300, help="reminders for each single fault")
    ask.add_argument("--sqlite", type=int, default=3_000, help="reminders on SQLite")
    ask.add_argument("--only", default="", help="names of faults, with commas between")
    ask.add_argument("--short", action="store_true", help="what the mail server refused for now is tried again at once")
    ask.add_argument("--keep", type=Path, help="where the logs are kept")
    ask.add_argument("--on-disks", action="store_true", help=argparse.SUPPRESS)  # what it mounts nobody else sees
    asked = ask.parse_args()
    only = [name for name in asked.only.split(",") if name]
    if only == ["sqlite"]:
        return on_sqlite(asked.sqlite, asked.keep)
    if asked.on_disks:
        return on_small_disks(asked.each, asked.keep)
    held = [by_itself(name, asked) for name in BY_THEMSELVES if not only or name in only]
    if not only or set(only) - set(BY_THEMSELVES):
        held.append(on_servers(only, asked))  # the last, for its last line is that of the whole
    return 0 if all(held) else 1


def by_itself(name: str, asked: argparse.Namespace) -> bool:
    """In a process of its own: settings are read once in each, and so are name spaces."""
    own = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL", "DATA", "SMTP_URL")}
    command = [sys.executable, "-m", "tests.faults", f"--only={name}", f"--sqlite={asked.sqlite}", f"--each={asked.each}"]
    command += [f"--keep={asked.keep / name}"] if asked.keep else []
    if name == "minutes":
        command = [sys.executable, "-m", "tests.minutes"]
    if name == "offers":
        command = [sys.executable, "-m", "tests.faults.offers"]
    if name == "disks":
        if not disks_are_possible():
            say("FAIL disks that are full: no small disk can be mounted here; the system must allow user name spaces (unshare --user --map-root-user --mount)")
            return False
        command = [*SPACE, *command, "--on-disks"]
    return subprocess.run(command, env=own).returncode == 0


SPACE = ("unshare", "--user", "--map-root-user", "--mount")


def disks_are_possible() -> bool:
    return bool(shutil.which("unshare")) and subprocess.run([*SPACE, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True).returncode == 0


def prepare(it: Machine) -> None:
    os.environ |= it.environment | {"LOG_LEVEL": "ERROR"}  # what this process itself logs stands between the lines
    Path(it.environment["DATA"]).mkdir(exist_ok=True)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, stdout=io.StringIO())
    if "SMTP_URL" in it.environment:
        it.sink()


def on_servers(only: list[str], asked: argparse.Namespace) -> bool:
    with machine() as it, kept(it, asked.keep):
        it.postgresql()
        it.redis()
        prepare(it)
        from tests.faults import crashes, deploying, scenes, storm

        it.worker(processes=storm.PROCESSES)
        it.beat()
        every = scenes.ALL | crashes.ALL | deploying.ALL
        lines = [seen(scene(it, asked.each)) for name, scene in every.items() if not only or name in only]
        held = all(lines)
        if not only or "storm" in only:
            found, seconds = storm.storm(it, asked.count, say, is_short=asked.short)
            held = held and found.sent == asked.count and found.lost == found.unsaid == found.locked == 0 and found.repeats <= storm.BOUND
            say(f"     all of that in {seconds:.0f} s; repeats that the row does not tell of {found.unsaid}")
            last = f"repeats {found.repeats} (bound {storm.BOUND}) locked {found.locked}"
            say(f"reminders {found.reminders} sent {found.sent} lost {found.lost} {last}")
    return held


def on_small_disks(count: int, keep: Path | None) -> int:
    with machine(is_embedded=True, is_lone=True) as it, kept(it, keep), a_disk(Path(it.environment["DATA"])):
        prepare(it)
        from tests.faults import disks

        lines = [seen(scene(it, count)) for scene in disks.ALL.values()]
        return 0 if all(lines) else 1


@contextmanager
def a_disk(place: Path) -> Iterator[None]:
    """Of its own, under all that Samverk writes."""
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", place], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


def seen(it: Any) -> bool:
    """A scene's line."""
    say(f"{'ok  ' if it.holds else 'FAIL'} {it.fault}: {it.said}")
    return bool(it.holds)


def on_sqlite(count: int, keep: Path | None) -> int:
    with machine(is_embedded=True) as it, kept(it, keep):
        prepare(it)
        from tests.faults.embedded import embedded

        found, seconds, is_well = embedded(it, count)
        holds = is_well and found.sent == count and found.lost == found.unsaid == found.locked == 0 and found.repeats <= 1
        told = f"sent {found.sent} of {count}, lost {found.lost}, repeats {found.repeats} (bound 1), database is locked {found.locked}, {seconds:.0f} s"
        say(f"{'ok  ' if holds else 'FAIL'} SQLite, one of two job loops killed beside two writers: {told}")
    return 0 if holds else 1


@contextmanager
def kept(it: Machine, where: Path | None) -> Iterator[None]:
    """Also of a run that breaks off."""
    try:
        yield
    finally:
        keep_logs(it, where)


def keep_logs(it: Machine, where: Path | None) -> None:
    if where:
        where.mkdir(parents=True, exist_ok=True)
        for log in it.folder.glob("*.log"):
            (where / log.name).write_bytes(log.read_bytes())


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    began = time.monotonic()
    code = main()
    print(f"{time.monotonic() - began:.0f} s", file=sys.stderr)
    sys.exit(code)
