import json
import sys
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser

from costsharing.engine.allocation import allocate
from costsharing.engine.case import Case
from costsharing.engine.faults import Refused
from costsharing.engine.reading import read
from costsharing.engine.source import LONGEST
from costsharing.engine.writing import Written, written


class Command(BaseCommand):
    help = "Splits the costs of CASE.json (docs/case.md) and prints the result as JSON. Needs no database; exit status 2 and one line if the case is refused."
    requires_system_checks: list[str] = []
    name = "split"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("case", metavar="CASE.json", help="a file, or - for standard input")

    def handle(self, *args: Any, case: str, **options: Any) -> None:
        try:
            result = self.answer(read(self.bytes_of(case)))
        except Refused as refused:
            self.end(refused.line)
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(json.dumps(result, ensure_ascii=False, indent=1).encode() + b"\n")
            sys.stdout.buffer.flush()

    def answer(self, case: Case) -> Written:
        return written(allocate(case))

    def bytes_of(self, name: str) -> bytes:
        try:
            return sys.stdin.buffer.read(LONGEST + 1) if name == "-" else Path(name).read_bytes()
        except (OSError, ValueError) as problem:  # ValueError: a null byte in the name
            self.end(f"{name!a} cannot be read ({getattr(problem, 'strerror', None) or problem}).")

    def end(self, line: str) -> NoReturn:
        self.stderr.write(f"{self.name}: {line}")
        sys.exit(2)
