from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from portfolio.models import Delivery, Loop, Reminder
from portfolio.reminders import loop


class Command(BaseCommand):
    help = "How the loop that reminds is doing; `tick` runs one round of it now, as the schedule does every half minute."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", nargs="?", choices=["show", "tick"], default="show")

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        if what == "tick":
            self.stdout.write("One round is done." if loop.tick() else "Another round is under way, or planning failed: the log says why.")
        last = Loop.objects.filter(name=loop.NAME).first()
        seconds = f"{(timezone.now() - last.ticked_at).total_seconds():.0f} s ago, it took {last.took_ms} ms" if last and last.ticked_at else "never"
        planned = Reminder.objects.filter(state=Reminder.State.PLANNED).count()
        waiting = Delivery.objects.filter(state=Delivery.State.WAITING).count()
        self.stdout.write(f"Last round: {seconds}. {planned} reminders planned, {waiting} mails wait.")
