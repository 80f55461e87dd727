"""make faults: reminders while servers and workers are killed, frozen and lost. One line for each fault and one for all; 1 when a figure does not hold.

python -m tests.faults [--count 10000] [--each 300] [--sqlite 3000] [--only away,451,…,storm,sqlite]
"""

import argparse
import io
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.machine import Machine, machine


def main() -> int:
    ask = argparse.ArgumentParser(prog="python -m tests.faults")
    ask.add_argument("--count", type=int, default=10_000, help="reminders in the storm of all faults at once")
    ask.add_argument("--each", type=int, default=300, help="reminders for each single fault")
    ask.add_argument("--sqlite", type=int, default=3_000, help="reminders on SQLite")
    ask.add_argument("--only", default="", help="names of faults, with commas between")
    ask.add_argument("--short", action="store_true", help="what the mail server refused for now is tried again at once")
    ask.add_argument("--keep", type=Path, help="where the logs are kept")
    asked = ask.parse_args()
    only = [name for name in asked.only.split(",") if name]
    if only == ["sqlite"]:
        return on_sqlite(asked.sqlite, asked.keep)
    held = on_servers(only, asked)
    if not only or "sqlite" in only:
        held = in_another_process(asked.sqlite) and held
    return 0 if held else 1


def in_another_process(count: int) -> bool:
    """Settings are read once in a process."""
    own = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL", "DATA", "SMTP_URL")}
    return subprocess.run([sys.executable, "-m", "tests.faults", "--only=sqlite", f"--sqlite={count}"], env=own).returncode == 0


def prepare(it: Machine) -> None:
    os.environ |= it.environment | {"LOG_LEVEL": "ERROR"}  # what this process itself logs stands between the lines
    Path(it.environment["DATA"]).mkdir(exist_ok=True)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, stdout=io.StringIO())
    it.sink()


def on_servers(only: list[str], asked: argparse.Namespace) -> bool:
    with machine() as it, kept(it, asked.keep):
        it.postgresql()
        it.redis()
        prepare(it)
        from tests.faults import scenes, storm

        it.worker(processes=storm.PROCESSES)
        it.beat()
        held = True
        for name, scene in scenes.ALL.items():
            if not only or name in only:
                seen = scene(it, asked.each)
                held = held and seen.holds
                say(f"{'ok  ' if seen.holds else 'FAIL'} {seen.fault}: {seen.said}")
        if not only or "storm" in only:
            found, seconds = storm.storm(it, asked.count, say, is_short=asked.short)
            held = held and found.sent == asked.count and found.lost == found.unsaid == found.locked == 0 and found.repeats <= storm.BOUND
            say(f"     all of that in {seconds:.0f} s; repeats that the row does not tell of {found.unsaid}")
            last = f"repeats {found.repeats} (bound {storm.BOUND}) locked {found.locked}"
            say(f"reminders {found.reminders} sent {found.sent} lost {found.lost} {last}")
    return held


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
