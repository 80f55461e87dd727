"""How mail leaves: by the transport of the settings, unless it is held. The embedded default sends nothing, it writes each mail below DATA/mail."""

import email
import json
import uuid
from collections.abc import Iterator, Sequence
from contextlib import suppress
from email.message import Message
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage, MIMEMixin
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from portfolio.lib.letters import Words, parts
from portfolio.models import MailHold


class Backend(BaseEmailBackend):
    """While mail is held it is kept below DATA/held, where `manage.py mail` lists, releases or discards it."""

    def __init__(self, fail_silently: bool = False, **options: Any) -> None:
        super().__init__(fail_silently=fail_silently)
        self.options = options

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        if not is_held():
            return get_connection(settings.MAIL_TRANSPORT, fail_silently=self.fail_silently, **self.options).send_messages(email_messages) or 0
        for message in email_messages:
            keep(message)
        return len(email_messages)


class FileBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            self.write(message, stamp())
        return len(email_messages)

    def write(self, message: EmailMessage, name: str) -> str:
        """The file's name. Half a file is never seen; written twice under one name it is one mail."""
        written().mkdir(parents=True, exist_ok=True)
        path = written() / f"{name}.eml"
        draft = path.with_suffix(".part")
        try:
            draft.touch(mode=0o600)  # it may hold the key of a link
            draft.write_bytes(message.message().as_bytes())
            draft.replace(path)
        except OSError:
            with suppress(OSError):
                draft.unlink()  # where the disk is full its place is wanted
            raise
        return path.name


class Written(MIMEMixin, Message):  # type: ignore[misc]  # its as_bytes has one argument more
    """Read back from a file; the mix-in knows the line ends that a mail server wants."""


class Kept(EmailMessage):
    """A mail exactly as it was written when it was held."""

    def __init__(self, path: Path) -> None:
        kept = json.loads(path.read_text("utf-8"))
        super().__init__(from_email=kept["from"], to=kept["to"])
        self.path, self.written = path, kept["message"].encode("utf-8", "surrogateescape")

    def message(self, *, policy: Any = None) -> Message:  # type: ignore[override]
        return email.message_from_bytes(self.written, _class=Written)


def page_of(words: Words, subject: str) -> str:
    """A mail's text as a page, in the language that is active: it names nothing that is fetched from anywhere."""
    return render_to_string("mail/layout.html", {"words": words, "parts": list(parts(words)), "subject": subject, "language": get_language()})


def is_held() -> bool:
    return MailHold.objects.filter(released_at__isnull=True).exists()


def keep(message: EmailMessage) -> None:
    """Half a file is never seen: it gets its name when it is whole."""
    folder = waiting_room()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{stamp()}.json"
    draft = path.with_suffix(".part")
    draft.touch(mode=0o600)
    written = {"from": message.from_email, "to": message.recipients(), "message": message.message().as_bytes().decode("utf-8", "surrogateescape")}
    draft.write_text(json.dumps(written), "utf-8")
    draft.replace(path)


def waiting() -> Iterator[Kept]:
    """What is held, the oldest first."""
    for path in sorted(waiting_room().glob("*.json")):
        yield Kept(path)


def is_written() -> bool:
    """No mail server is set, so mails become files."""
    return f"{FileBackend.__module__}.{FileBackend.__qualname__}" == settings.MAIL_TRANSPORT


def written() -> Path:
    """Where mails are that were written instead of sent."""
    return Path(settings.DATA_DIR) / "mail"


def waiting_room() -> Path:
    return Path(settings.DATA_DIR) / "held"


def stamp() -> str:
    return f"{timezone.now():%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex[:8]}"
