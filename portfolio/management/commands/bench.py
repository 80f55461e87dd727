from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portfolio.documents import bench
from portfolio.documents.mandate import content_of
from projects.models import Mandate, Project

GOAL = 1.25


class Command(BaseCommand):
    help = "Times the printing of the longest mandates there are: all our work against WeasyPrint alone, and two workers against one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rounds", type=int, default=15)
        parser.add_argument("--mandates", type=int, default=24, help="how many the workers share")

    def handle(self, *args: Any, rounds: int, mandates: int, **options: Any) -> None:
        projects = Project.objects.filter(pk__in=Mandate.objects.values("project")).select_related("region", "focus_area__strategy").order_by("pk")
        contents = [content_of(project) for project in projects[:20]]
        if not contents:
            self.stderr.write("bench: there is no mandate to print; manage.py demo makes four.")
            raise SystemExit(2)
        longest = max(contents, key=lambda content: len(content.canonical()))
        found = bench.against_plain(longest, rounds)
        self.stdout.write(f"mandate {longest.reference}, median of {rounds} rounds, warm")
        self.tell("all our work, from content to file", found.whole)
        self.tell("WeasyPrint alone, as its manual shows it", found.plain)
        self.tell("WeasyPrint alone, faces and sheet kept", found.plain_kept)
        ratio = found.whole.over(found.plain)
        self.tell(f"ratio to WeasyPrint alone (goal {GOAL})", ratio, "")
        self.tell("ratio with faces and sheet kept", found.whole.over(found.plain_kept), "")
        one, two = (bench.seconds_for(longest, mandates, workers) for workers in (1, 2))
        self.stdout.write(f"{mandates} mandates: 1 worker {one:.1f} s, 2 workers {two:.1f} s, ratio {one / two:.2f}")
        self.stdout.write(f"a cold child is ready in {bench.cold_start():.1f} s; the largest used {bench.largest_memory()} MiB")
        if ratio.cpu > GOAL:
            raise SystemExit(1)

    def tell(self, what: str, cost: bench.Cost, unit: str = "s") -> None:
        self.stdout.write(f"  {what:42} {cost.cpu:6.3f} {unit:1} processor {cost.wall:6.3f} {unit:1} clock")
