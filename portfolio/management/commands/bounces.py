import mailbox
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portfolio.reminders.bounces import take

SAID = {
    "marked": "marked as come back",
    "known": "known already",
    "delayed": "only delayed",
    "reply": "automatic replies, ignored",
    "unknown": "about no mail of ours",
    "other": "no reports",
}


class Command(BaseCommand):
    help = "Reads reports of mails that came back: one mail from standard input, as from a mail server's pipe, or all new ones of a maildir."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--maildir", type=Path, help="a folder with cur, new and tmp; what is read is marked as seen there")

    def handle(self, *args: Any, maildir: Path | None, **options: Any) -> None:
        done: Counter[str] = Counter()
        if maildir is None:
            done[take(sys.stdin.buffer.read())] += 1
        elif not (maildir / "new").is_dir():
            raise CommandError(f"{maildir} is no maildir: it has no folder named new.", returncode=2)
        else:
            done = self.all_of(maildir)
        self.stdout.write(", ".join(f"{done[each]} {words}" for each, words in SAID.items() if done[each]) or "Nothing new.")

    def all_of(self, maildir: Path) -> Counter[str]:
        done: Counter[str] = Counter()
        box = mailbox.Maildir(maildir, create=False)
        for key in box.keys():  # noqa: SIM118 a mailbox gives mails, not keys
            message = box.get_message(key)
            if "S" in message.get_flags():
                continue
            done[take(message.as_bytes())] += 1
            message.set_subdir("cur")
            message.add_flag("S")
            box[key] = message
        return done
