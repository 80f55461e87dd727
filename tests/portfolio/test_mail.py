"""Mail that is held leaves when a person says so, once, as it was written."""

import email
import email.policy
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core.mail import EmailMultiAlternatives, send_mail
from django.core.management import call_command

from portfolio import mail
from portfolio.models import MailHold
from tests.services import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR, settings.EMAIL_BACKEND, settings.MAIL_TRANSPORT = tmp_path, "portfolio.mail.Backend", "portfolio.mail.FileBackend"
    return tmp_path / "mail"


def run(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("mail", *arguments, stdout=out, stderr=out)
    return out.getvalue().splitlines()


def send(subject: str = "Påminnelse") -> None:
    send_mail(subject, "Hej å ä ö", "Samverk <a@b.example>", ["c@d.example"])


def test_mail_that_is_not_held_leaves_at_once(files: Path) -> None:
    send()
    assert ([path.stat().st_mode & 0o777 for path in files.iterdir()], list(mail.waiting())) == ([0o600], [])
    assert run() == ["Mail is not held; 0 mails wait."]


def test_held_mail_waits_and_then_leaves_once_as_written(files: Path) -> None:
    run("hold")
    message = EmailMultiAlternatives("Påminnelse", "Hej å ä ö", "Samverk <a@b.example>", ["c@d.example"], cc=["e@f.example"], headers={"X-Ours": "1"})
    message.attach_alternative("<p>Hej å ä ö</p>", "text/html")
    message.send()
    assert not files.exists()
    told = run()
    assert told[0] == "Mail is held; 1 mails wait." and told[1].endswith("  c@d.example, e@f.example  Påminnelse")
    assert [path.stat().st_mode & 0o777 for path in mail.waiting_room().iterdir()] == [0o600]
    assert run("release") == ["1 mails sent.", "Mail is not held; 0 mails wait."]
    sent = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in files.iterdir()]
    assert [(one["Subject"], one["Cc"], one["X-Ours"], one.get_body(("plain",)).get_content().strip()) for one in sent] == [
        ("Påminnelse", "e@f.example", "1", "Hej å ä ö")
    ]
    run("release")
    assert len(list(files.iterdir())) == 1


def test_held_mail_can_be_thrown_away(files: Path) -> None:
    run("hold")
    send()
    assert run("release", "--discard") == ["1 mails thrown away.", "Mail is not held; 0 mails wait."]
    assert not files.exists()


def test_held_twice_is_held_once_and_each_hold_is_kept(files: Path) -> None:
    for _ in range(2):
        run("hold")
        run("hold")
        run("release")
    assert MailHold.objects.filter(released_at__isnull=False).count() == MailHold.objects.count() == 2


def test_a_mail_server_that_is_down_keeps_what_waits(settings: Any) -> None:
    settings.MAIL_TRANSPORT, settings.EMAIL_HOST, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1", free_port()
    run("hold")
    send()
    with pytest.raises(SystemExit):
        run("release")
    assert len(list(mail.waiting())) == 1


def test_a_mail_server_takes_what_was_held(settings: Any) -> None:
    class Receiver:
        taken: list[Any] = []

        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
            self.taken.append(envelope)
            return "250 taken"

    run("hold")
    send()
    settings.MAIL_TRANSPORT, settings.EMAIL_HOST, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1", free_port()
    server = Controller(Receiver(), hostname="127.0.0.1", port=settings.EMAIL_PORT)
    server.start()
    try:
        assert run("release") == ["1 mails sent.", "Mail is not held; 0 mails wait."]
    finally:
        server.stop()
    assert [(one.mail_from, one.rcpt_tos, b"Hej " in one.content) for one in Receiver.taken] == [("a@b.example", ["c@d.example"], True)]
