import shutil
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from portfolio.management.commands.serve import claim_folder

STORED = ("samverk.sqlite3", "samverk.sqlite3-wal", "samverk.sqlite3-shm", "prepared")
FOLDERS = ("files", "mail", "queue")


class Command(BaseCommand):
    help = "Throws away what the embedded default has stored in DATA, then prepares it anew with the demo."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, yes: bool, **options: Any) -> None:
        if settings.IN_SERVICE:
            raise SystemExit("reset is for the embedded default; with DATABASE_URL set, empty that database with its own tools.")
        claim_folder()  # held until this process ends
        if not (yes or self.agreed()):
            raise SystemExit("Nothing was thrown away.")
        for name in STORED:
            (settings.DATA_DIR / name).unlink(missing_ok=True)
        for name in FOLDERS:
            shutil.rmtree(settings.DATA_DIR / name, ignore_errors=True)
        call_command("prepare", stdout=self.stdout, stderr=self.stderr)

    def agreed(self) -> bool:
        if not sys.stdin.isatty():
            raise SystemExit("Nobody can be asked here: `make reset YES=1` throws everything away without asking.")
        return input(f"This throws away the database, files and mails in {settings.DATA_DIR}. Write yes: ").strip() == "yes"
