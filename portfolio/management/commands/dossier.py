"""manage.py dossier import FILE… | export REF: projects in and out as files (docs/dossier.md)."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError

from milestones.models import Decision
from portfolio.exchange.exporting import export
from portfolio.exchange.faults import Refused
from portfolio.exchange.importing import import_files
from projects.models import Project
from projects.queries import NotOne, named


class Command(BaseCommand):
    help = "Takes projects in from dossiers, or writes one out."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        taking_in = verbs.add_parser("import", help="creates the projects, or makes them equal to the files; all files or none")
        taking_in.add_argument("files", nargs="+", metavar="FILE", type=Path)
        writing_out = verbs.add_parser("export", help="writes the project's dossier to standard output")
        writing_out.add_argument("reference", metavar="REF", help="the project's reference, or region/reference")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["verb"] == "import":
                self.take_in(options["files"])
            else:
                project = named(options["reference"])
                write_out(export(project))
                self.tell_of_minutes(project)
        except Refused as refused:
            self.end([str(fault) for fault in refused.faults])
        except NotOne as error:
            self.end([str(error)])
        except DatabaseError as error:
            self.end([f"The database cannot be used: {' '.join(str(error).split())}. Is it running, and prepared with manage.py migrate?"])

    def take_in(self, files: list[Path]) -> None:
        for outcome in import_files(files):
            rows = f"{outcome.added} rows added, {outcome.changed} changed, {outcome.removed} removed"
            self.stdout.write(f"{outcome.project.region.slug}/{outcome.project.reference}: {rows}")

    def tell_of_minutes(self, project: Project) -> None:
        count = Decision.objects.filter(project=project).exclude(minutes="").count()
        if count:
            self.stderr.write(f"Decisions with minutes: {count}. Minutes are files and not in the dossier; hand them over beside it.")

    def end(self, lines: list[str]) -> None:
        for line in lines:
            self.stderr.write(line)
        sys.exit(2)


def write_out(text: str) -> None:
    """UTF-8 and LF, whatever the terminal or the platform says."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()
