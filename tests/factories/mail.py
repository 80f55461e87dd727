"""A mail server that answers as told, and invitations to send through it."""

import email
import email.policy
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from django.utils import timezone

from portfolio.access.roles import Role
from portfolio.actions.invitations import invite
from portfolio.models import Delivery, Invitation, Region
from tests.factories import portfolio
from tests.services import free_port


@dataclass
class Sink:
    """mode: ok, 451, 432 and 550 at the recipient, 554 at the content, "silent" takes the mail and never answers, "deaf" never takes it."""

    port: int
    mode: str = "ok"
    taken: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    reached: threading.Event = field(default_factory=threading.Event)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.mode in ("451", "432", "550"):
            return {"451": "451 4.7.1 try later", "432": "432 4.3.2 too many at once", "550": "550 5.1.1 no such mailbox"}[self.mode]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        import asyncio

        if self.mode == "554":
            return "554 5.7.1 refused by policy"
        if self.mode != "deaf":
            self.taken.append(email.message_from_bytes(envelope.content, policy=email.policy.default))  # type: ignore[arg-type]
            self.recipients += envelope.rcpt_tos
        self.reached.set()
        if self.mode in ("silent", "deaf"):
            await asyncio.sleep(3600)
        return "250 taken"


@contextmanager
def sink() -> Iterator[Sink]:
    it = Sink(free_port())
    server = Controller(it, hostname="127.0.0.1", port=it.port)
    server.start()
    try:
        yield it
    finally:
        server.stop()


def invitation(region: Region | None = None, **fields: Any) -> Invitation:
    """To a reader, by an administrator of the region, with its mail waiting."""
    region = region or portfolio.region()
    email_address = fields.pop("email", f"invited-{next(portfolio.numbers)}@example.test")
    by = fields.pop("by", None) or portfolio.person_with(Role.ADMIN, region)
    defaults: dict[str, Any] = {"name": "Kari Kollega", "role": Role.READER, "organisation": None, "language": "en-gb", "at": timezone.now()}
    return invite(region=region, email=email_address, by=by, **defaults | fields)


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def until(holds: Any, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def words_of(message: EmailMessage) -> str:
    """Its text part, as it was read back from a server or a file."""
    plain = message.get_body(("plain",))
    assert plain
    return str(plain.get_content()).replace("\r\n", "\n")
