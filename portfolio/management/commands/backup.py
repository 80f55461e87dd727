import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from portfolio.management import archive, databases

FOLDERS = ("files", "mail", "held")
UNFINISHED = ("making",)


class Command(BaseCommand):
    help = "Writes database and stored files into one FILE while Samverk runs; with --verify reads a FILE again and compares every hash."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--verify", action="store_true", help="write nothing: is this FILE whole and unchanged?")

    def handle(self, *args: Any, file: Path, verify: bool, **options: Any) -> None:
        if not verify:
            write(file)
        try:
            told = archive.manifest(file)
            archive.unpack(file, told, None)
        except archive.Damaged as fault:
            self.stderr.write(str(fault))
            raise SystemExit(1) from fault
        rows = sum(int(value.split(":")[0]) for value in told["tables"].values())
        size = f"{file.stat().st_size / 1e6:.1f} MB"
        self.stdout.write(f"{file} of {told['made_at']} is whole: {rows} rows in {len(told['tables'])} tables, {len(told['files']) - 1} files, {size}.")


def write(file: Path) -> None:
    """The database first: a stored file never changes and stands there before the row that names it, so every row of the dump finds its file."""
    if file.exists():
        raise SystemExit(f"{file} exists: choose another name, a backup is never written over.")
    if not file.parent.is_dir():
        raise SystemExit(f"There is no folder {file.parent}.")
    with archive.new(file) as writer, tempfile.TemporaryDirectory(prefix=".backup-", dir=file.parent) as folder:
        dump = Path(folder) / databases.NAMES[connection.vendor]
        applied = sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())
        sums = databases.dump(dump)
        writer.add(dump.name, dump)
        for path in stored():
            writer.add(str(path.relative_to(settings.DATA_DIR)), path)
        writer.finish({"made_at": timezone.now().isoformat(timespec="seconds"), "engine": connection.vendor, "migrations": applied, "tables": sums})


def stored() -> list[Path]:
    """Everything in DATA but the database, the queue, the key and what is half made."""
    found = [path for name in FOLDERS for path in sorted((settings.DATA_DIR / name).rglob("*"))]
    stamp = settings.DATA_DIR / "prepared"
    whole = [path for path in found if path.is_file() and path.parent.name not in UNFINISHED and path.suffix != ".part"]
    return [*whole, stamp] if stamp.exists() else whole
