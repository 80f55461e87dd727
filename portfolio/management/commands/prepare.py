import hashlib
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError

from portfolio.models import Organisation, User

CONTENT = settings.BASE_DIR / "portfolio" / "data"
STAMP = settings.DATA_DIR / "prepared"


class Command(BaseCommand):
    help = "Brings the database up to date: migrations, the register and, in the embedded default, the demo. Does nothing when nothing changed."
    requires_system_checks = []
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.migrate()
            self.load()
        except DatabaseError as error:
            raise SystemExit(sentence(error)) from error

    def migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database …")
            call_command("migrate", interactive=False, verbosity=0)

    def load(self) -> None:
        """In service the register only: the demo's password is known to everybody."""
        people = Organisation if settings.IN_SERVICE else User
        wanted = digest()
        if people.objects.exists() and STAMP.exists() and STAMP.read_text("utf-8") == wanted:
            return
        self.stdout.write(f"Loading the register{'' if settings.IN_SERVICE else ' and the demo'} …")
        command = ("register", "load") if settings.IN_SERVICE else ("demo",)
        call_command(*command, stdout=StringIO(), stderr=self.stderr)
        STAMP.parent.mkdir(parents=True, exist_ok=True)
        STAMP.write_text(wanted, "utf-8")


def digest() -> str:
    """Of everything that is loaded, so that a new version of it is loaded again."""
    total = hashlib.sha256()
    for path in sorted(path for path in CONTENT.rglob("*") if path.is_file()):
        total.update(str(path.relative_to(CONTENT)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def sentence(error: DatabaseError) -> str:
    told = str(error).strip().splitlines()[0]
    if settings.IN_SERVICE:
        return f"The database of DATABASE_URL does not answer ({told}): start it or correct DATABASE_URL."
    if "full" in told or "disk I/O" in told:
        return f"The disk is full where {settings.DATA_DIR} is ({told}): make room, or choose another folder with DATA=/path."
    if "not a database" in told or "malformed" in told:
        return f"The database in {settings.DATA_DIR} cannot be used ({told}): bring back a copy of that folder, or choose another with DATA=/path."
    return f"The database in {settings.DATA_DIR} cannot be used ({told}): give yourself the right to write there, or choose another folder with DATA=/path."
