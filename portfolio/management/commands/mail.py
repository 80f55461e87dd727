import smtplib
from email.header import decode_header, make_header
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portfolio import mail
from portfolio.actions.mail import hold_mail, release_mail
from portfolio.models import Delivery


class Command(BaseCommand):
    help = "Whether mail is held, as after a restore, and which mails wait; `release` lets them leave, `release --discard` throws them away first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", nargs="?", choices=["show", "hold", "release"], default="show")
        parser.add_argument("--discard", action="store_true", help="with release: throw away the mails that wait, they were sent or are out of date")

    def handle(self, *args: Any, what: str, discard: bool, **options: Any) -> None:
        if what == "hold":
            hold_mail()
        elif what == "release":
            self.release(discard)
        waiting = list(mail.waiting())
        outbox = list(Delivery.objects.filter(state=Delivery.State.WAITING).order_by("next_at"))
        self.stdout.write(f"Mail is {'held' if mail.is_held() else 'not held'}; {len(waiting) + len(outbox)} mails wait.")
        for delivery in outbox:
            self.stdout.write(f"  {delivery.asked_at:%Y-%m-%d %H:%M}  {delivery.to_address}  {delivery.subject}")
        for kept in waiting:
            written = kept.message()
            self.stdout.write(f"  {written['Date']}  {', '.join(kept.to)}  {make_header(decode_header(written['Subject']))}")

    def release(self, discard: bool) -> None:
        try:
            done = release_mail(discard=discard)
        except (OSError, smtplib.SMTPException) as error:
            self.stderr.write(f"A mail was refused ({type(error).__name__}): mail is no longer held, but the mails below wait for another `mail release`.")
            raise SystemExit(1) from error
        self.stdout.write(f"{done} mails {'thrown away' if discard else 'sent'}.")
