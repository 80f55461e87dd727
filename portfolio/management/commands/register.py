from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from portfolio.actions.register import FigureMoved, load_register
from portfolio.lib.registerfiles import Register, read_register
from portfolio.lib.tablefile import FileFault
from portfolio.lib.templatefile import Template, read_templates
from portfolio.queries.register import YearTotal, differences, year_totals
from projects.actions import load_templates
from projects.models import TemplateChapter

TEMPLATES = settings.BASE_DIR / "portfolio" / "data" / "templates.json"
FOLDER = settings.BASE_DIR / "portfolio" / "data" / "register"


class Command(BaseCommand):
    help = "The shared register of municipalities, their numbers and their population: load it, or check it against its files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["load", "check"])
        parser.add_argument("--from", dest="folder", type=Path, default=FOLDER, help="folder with the files (the project's own by default)")

    def handle(self, *args: Any, what: str, folder: Path, verbosity: int, **options: Any) -> None:
        try:
            register = read_register(folder)
            if what == "load":
                self.store(register, read_templates(TEMPLATES, TemplateChapter.Table.values), is_quiet=verbosity == 0)
            elif not self.compare(register):
                raise SystemExit(1)
        except (FileFault, FigureMoved) as fault:
            self.stderr.write(f"register: {fault} Nothing was stored." if what == "load" else f"register: {fault}")
            raise SystemExit(2) from fault

    def store(self, register: Register, templates: Iterable[Template], is_quiet: bool) -> None:
        if not is_quiet:
            for source in register.sources:
                self.stdout.write(f"{source.publisher}: {source.title}\n    {source.licence}")
        with transaction.atomic():
            loaded, changed_templates = load_register(register), load_templates(templates)
        counts = f"{loaded.sources} sources, {loaded.organisations} municipalities and counties, {loaded.numbers} numbers, {loaded.figures} figures"
        if not is_quiet:
            self.stdout.write(f"New or changed: {counts}, {changed_templates} mandate templates.")

    def compare(self, register: Register) -> bool:
        totals = year_totals()
        self.write_totals(totals, {(source.country, year): total for source in register.sources for year, total in source.published_totals.items()})
        faults = list(differences(register)) + list(wrong_totals(register, totals))
        for fault in faults:
            self.stderr.write(fault)
        self.stdout.write("The register is as its files say." if not faults else f"{len(faults)} differences.")
        return not faults

    def write_totals(self, totals: Iterable[YearTotal], published: dict[tuple[str, int], int]) -> None:
        for total in totals:
            count = f"{total.population:,}".replace(",", " ")
            as_published = ", as published" if published.get((total.country, total.date.year)) == total.population else ""
            self.stdout.write(f"{total.country} {total.date}  {count:>12}  in {total.municipalities} municipalities{as_published}")


def wrong_totals(register: Register, totals: Iterable[YearTotal]) -> Iterable[str]:
    """Where the sum of the municipalities is not the national figure that the office published."""
    summed = {(total.country, total.date.year): total.population for total in totals}
    for source in register.sources:
        for year, published in source.published_totals.items():
            if summed.get((source.country, year)) != published:
                yield f"{source.country} {year}: the municipalities add up to {summed.get((source.country, year))}; published is {published}."
