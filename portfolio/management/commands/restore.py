import shutil
import tempfile
from pathlib import Path
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from portfolio.actions.mail import hold_mail
from portfolio.management import archive, databases
from portfolio.management.commands.backup import FOLDERS
from portfolio.management.commands.serve import claim_folder


class Command(BaseCommand):
    help = "Brings back what `backup` wrote into FILE, on an empty database and folder. Ends all sessions and holds all mail until `mail release`."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="throw away what is stored here now")

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        claim_folder()  # held until this process ends
        try:
            told = archive.manifest(file)
            self.may_begin(file, told, replace)
            with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.DATA_DIR) as name:
                folder = Path(name)
                archive.unpack(file, told, folder)
                bring_back(folder, told, replace)
        except archive.Damaged as fault:
            self.stderr.write(f"{fault} Nothing was changed.")
            raise SystemExit(1) from fault
        self.compare(told)
        end_sessions()
        hold_mail()
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write(f"{file} of {told['made_at']} is brought back: {len(told['tables'])} tables and {len(told['files']) - 1} files, all equal.")
        self.stdout.write("Everybody signs in anew. No mail leaves until somebody has looked at `manage.py mail` and says `manage.py mail release`.")

    def may_begin(self, file: Path, told: dict[str, Any], replace: bool) -> None:
        if told["engine"] != connection.vendor:
            raise SystemExit(f"{file} is of {told['engine']}, the settings here are for {connection.vendor}: set or leave out DATABASE_URL accordingly.")
        known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
        if newer := sorted(set(told["migrations"]) - known):
            raise SystemExit(f"{file} is of a newer Samverk ({newer[-1]}): install that version first.")
        if connection.vendor == "postgresql" and databases.others_connected():
            raise SystemExit("Others are connected to the database: stop web, worker and beat first.")
        taken = [name for name in FOLDERS if any((settings.DATA_DIR / name).rglob("*.*"))]
        if not replace and (taken or not databases.is_empty()):
            raise SystemExit(f"Something is stored here already ({', '.join(taken) or 'the database'}): --replace throws it away. Nothing was changed.")

    def compare(self, told: dict[str, Any]) -> None:
        found = databases.sums()
        if different := sorted(name for name in found.keys() | told["tables"].keys() if found.get(name) != told["tables"].get(name)):
            self.stderr.write(f"Brought back, but not equal to what was backed up: {', '.join(different)}. Do not use it.")
            raise SystemExit(1)


def bring_back(folder: Path, told: dict[str, Any], replace: bool) -> None:
    """All that came out of the file is known to be whole by now."""
    databases.load(folder / databases.NAMES[told["engine"]], replace=replace)
    for name in FOLDERS:
        shutil.rmtree(settings.DATA_DIR / name, ignore_errors=True)
        if (folder / name).exists():
            (folder / name).rename(settings.DATA_DIR / name)
    (settings.DATA_DIR / "prepared").unlink(missing_ok=True)
    if (folder / "prepared").exists():
        (folder / "prepared").rename(settings.DATA_DIR / "prepared")


def end_sessions() -> None:
    """A stolen session must not live again."""
    Session.objects.all().delete()
    UserSession.objects.all().delete()
