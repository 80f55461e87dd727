"""make bench: reminders that leave per second through the whole loop, against a bare loop that builds and sends the same mails.

Both run in as many processes, to the same mail server, and take turns on a PostgreSQL of its own. The bare loop has its words in memory, opens a connection
for each mail and writes nothing down. The loop claims, looks up what still is open, writes the words, sends, and says so of each.
"""

import json
import os
import smtplib
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PROCESSES, ROUNDS, MAILS = 2, 5, 500
GOAL = 0.5


def main() -> int:
    from tests.faults.__main__ import prepare
    from tests.faults.machine import machine

    os.environ["FAULTS_LEASE"] = "240"
    with machine() as it:
        it.environment["LOG_LEVEL"] = "WARNING"
        it.postgresql()
        it.redis()
        prepare(it)
        senders = [Sender() for _ in range(PROCESSES)]
        try:
            return compare(it, senders)
        finally:
            for sender in senders:
                sender.process.kill()
                sender.process.wait()


class Sender:
    """A process that sends when told to."""

    def __init__(self) -> None:
        self.process = subprocess.Popen([sys.executable, "-m", "tests.bench_mails", "sender"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout and self.process.stdout.readline() == "ready\n"

    def tell(self, *words: str) -> None:
        assert self.process.stdin
        print(*words, file=self.process.stdin, flush=True)

    def done(self) -> int:
        assert self.process.stdout
        return int(self.process.stdout.readline())


def compare(it: Any, senders: Sequence[Sender]) -> int:
    from django.utils import timezone

    from portfolio.reminders.posting import post_due
    from tests.faults.reminders import due, figures

    loop, bare, ordering, repeats = [], [], [], 0
    for number in range(ROUNDS + 1):
        due(it, MAILS)
        began = time.monotonic()
        post_due(timezone.now())
        spent = time.monotonic() - began
        for part, own in enumerate(shares(it)):
            (it.folder / f"bare-{part}").write_text(json.dumps(own), "utf-8")
        it.mode("ok")
        own = timed(senders, [("loop",)] * PROCESSES)
        found = figures(it, MAILS)
        assert found.sent == MAILS and found.lost == 0, found
        repeats += found.repeats
        plain = timed(senders, [("bare", str(it.folder / f"bare-{part}")) for part in range(PROCESSES)])
        if number:  # the first only warms up
            loop, bare, ordering = [*loop, own], [*bare, plain], [*ordering, spent]
    rates = {name: MAILS / statistics.median(times) for name, times in (("loop", loop), ("bare", bare), ("ordered", ordering))}
    ratio = statistics.median(plain / own for plain, own in zip(bare, loop, strict=True))
    whole = statistics.median(plain / (own + spent / PROCESSES) for plain, own, spent in zip(bare, loop, ordering, strict=True))
    print(f"{MAILS} reminders, {ROUNDS} rounds, {PROCESSES} processes: loop {rates['loop']:.0f}/s, bare {rates['bare']:.0f}/s, ratio {ratio:.2f} (goal {GOAL})")
    print(f"  with the ordering of the mails (one process makes {rates['ordered']:.0f}/s) shared between them: ratio {whole:.2f}; repeats {repeats} (bound 0)")
    return int(ratio < GOAL or repeats > 0)


def timed(senders: Sequence[Sender], told: Sequence[tuple[str, ...]]) -> float:
    began = time.monotonic()
    for sender, words in zip(senders, told, strict=True):
        sender.tell(*words)
    counted = sum(sender.done() for sender in senders)
    assert counted == MAILS, counted
    return time.monotonic() - began


def shares(it: Any) -> list[list[dict[str, Any]]]:
    """The same mails as the loop sends, divided among the bare loop's processes."""
    from django.utils import timezone
    from django.utils.translation import override

    from milestones.reminding import local_day
    from portfolio.deliveries import writing
    from portfolio.models import Delivery
    from portfolio.reminders.lines import lines_of, page_of
    from portfolio.reminders.schedule import calendar_of

    found = []
    for delivery in Delivery.objects.select_related("region", "recipient"):
        with override(delivery.language):
            lines = lines_of(delivery, local_day(timezone.now(), calendar_of(delivery.region)))
            found.append(
                {
                    "to": f"{delivery.to_name} <{delivery.to_address}>",
                    "subject": lines[0].subject,
                    "id": writing.message_id(delivery),
                    "language": delivery.language,
                    "region": delivery.region.name,
                    "link": page_of(delivery, lines),
                    "lines": [{"what": line.what, "when": line.when, "day": f"{line.due.due}", "about": line.due.about} for line in lines],
                }
            )
    return [found[part::PROCESSES] for part in range(PROCESSES)]


# ---- in a sender ---------------------------------------------------------------
def sender() -> None:
    import django

    django.setup()
    from portfolio.deliveries import jobs

    print("ready", flush=True)
    for line in sys.stdin:
        what, *rest = line.split()
        print(jobs.send_for(600.0)[0] if what == "loop" else send_bare(json.loads(Path(rest[0]).read_text("utf-8"))), flush=True)


def send_bare(mails: list[dict[str, Any]]) -> int:
    import datetime as dt

    from django.conf import settings
    from django.core.mail import EmailMessage
    from django.template.loader import render_to_string
    from django.utils.translation import override

    for mail in mails:
        with override(mail["language"]):
            lines = [{**line, "due": {"due": dt.date.fromisoformat(line["day"]), "about": line["about"]}} for line in mail["lines"]]
            words = {"region": {"name": mail["region"]}, "lines": lines, "link": settings.SITE_URL + mail["link"], "contact": False}
            body = render_to_string("mail/reminders.txt", words).strip() + "\n"
        headers = {"Message-ID": mail["id"], "Auto-Submitted": "auto-generated"}
        message = EmailMessage(mail["subject"], body, to=[mail["to"]], headers=headers)
        with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=20) as server:
            server.sendmail(settings.DEFAULT_FROM_EMAIL, mail["to"], message.message().as_bytes(linesep="\r\n"))
    return len(mails)


if __name__ == "__main__":
    sys.exit(sender() if sys.argv[1:] == ["sender"] else main())
