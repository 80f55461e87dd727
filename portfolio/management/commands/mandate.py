import os
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser

from portfolio.documents.mandate import NoMandate, content_of
from portfolio.documents.renderer import NotMade, Renderer
from projects.models import Project
from projects.queries import NotOne, named


class Command(BaseCommand):
    help = "Prints the mandate of a project as a PDF, without the web and without the queue."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference", help="the project's reference, or region/reference when two regions use the same")
        parser.add_argument("-o", "--output", required=True, type=Path, help="the file to write")

    def handle(self, *args: Any, reference: str, output: Path, **options: Any) -> None:
        project = self.project(reference)
        temporary = output.parent / f".{output.name}.{os.getpid()}"
        renderer = Renderer()
        try:
            made = renderer.make(content_of(project), temporary)
            temporary.replace(output)
        except NoMandate:
            self.stop(f"{reference} has no mandate.")
        except NotMade as fault:
            self.stop(f"{output}: {fault.reason} ({fault.detail})")
        except OSError as fault:
            self.stop(f"{output}: {fault.strerror or fault}")
        finally:
            renderer.close()
            with suppress(OSError):
                temporary.unlink()
        self.stdout.write(f"{output}: {made.pages} pages, {made.size} bytes, SHA-256 {made.sha256}")

    def project(self, reference: str) -> Project:
        try:
            return named(reference)
        except NotOne as fault:
            self.stop(f"{fault}.")

    def stop(self, reason: str) -> NoReturn:
        self.stderr.write(f"mandate: {reason}")
        raise SystemExit(2)
