"""Handing mails over, and what is known of each afterwards: taken, refused for good, to be tried again, or nobody can say.

One connection carries several mails, one recipient each. Up to the final dot a broken line means that nothing was taken; after it nobody can say.
"""

import re
import smtplib
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.utils import parseaddr
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.message import sanitize_address

from portfolio.mail import FileBackend

ON_ONE_LINE = 50
"""Mails on a connection: many servers hang up after a hundred."""
CROWDED = 432
"""Exchange's word for too many connections or mails at once."""
OF_THE_RECIPIENT = re.compile(r"\b5\.[12]\.\d")
OF_POLICY = re.compile(r"\b5\.7\.\d")


class Refused(Exception):
    """The mail server will never take it: its answer begins with 5. is_policy: it is not the recipient's fault, so others may be refused alike."""

    def __init__(self, said: str, *, is_policy: bool = False) -> None:
        super().__init__(said)
        self.is_policy = is_policy


class Later(Exception):
    """It was not taken this time. is_unsure: or it was, and the answer got lost. is_crowded: whoever comes back shall not come back together."""

    def __init__(self, said: str, *, is_unsure: bool = False, is_crowded: bool = False, is_policy: bool = False) -> None:
        super().__init__(said)
        self.is_unsure, self.is_crowded, self.is_policy = is_unsure, is_crowded, is_policy


class TooLate(Exception):
    """Asleep for so long that another may have it by now: nothing was handed over."""


class Line:
    """To the mail server, or to the folder of mails. is_away: the server cannot be reached, so nobody else need try."""

    def __init__(self) -> None:
        self.backend: Any = get_connection(settings.MAIL_TRANSPORT)
        self.carried = 0
        self.is_away = False

    def hand_over(self, message: EmailMessage, name: str, latest: float) -> str:
        """The file's name where mails are files, else nothing. latest: of the monotonic clock. Raises Refused, Later or TooLate."""
        if isinstance(self.backend, FileBackend):
            return self.write(message, name)
        content = message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's own has it
        try:
            self.introduce(message)
            converse(self.backend.connection, content, latest)
        except BaseException:
            self.close()  # whatever the server thinks of the line now
            raise
        self.carried += 1
        if self.carried >= ON_ONE_LINE:
            self.close()
        return ""

    def write(self, message: EmailMessage, name: str) -> str:
        try:
            return self.backend.write(message, name)
        except OSError as fault:
            self.is_away = True
            raise Later(said(fault)) from fault

    def introduce(self, message: EmailMessage) -> None:
        """Sender and recipient, which the server may take or not; a line that it has closed meanwhile is opened once more."""
        server: smtplib.SMTP = self.backend.connection or self.open()
        sender, recipient = address(message.from_email), address(message.to[0])
        try:
            answer = server.mail(sender)
        except OSError as fault:
            answer = 421, said(fault).encode()
        if answer[0] == 421 and self.carried:
            self.close()
            server = self.open()
            answer = asked(lambda: server.mail(sender))
        if answer[0] == 421:
            self.is_away = True
        judged(answer, is_ours=True)
        judged(asked(lambda: server.rcpt(recipient)))

    def open(self) -> smtplib.SMTP:
        try:
            self.backend.open()
            server: smtplib.SMTP = self.backend.connection
            server.ehlo_or_helo_if_needed()
            if server.sock:
                server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # the final dot goes by itself and shall not wait
        except (OSError, smtplib.SMTPException) as fault:  # also a password that the server refuses: that is not the recipient's fault
            self.close()
            self.is_away = True
            crowded = getattr(fault, "smtp_code", 0) == CROWDED
            raise Later(said(fault), is_crowded=crowded, is_policy=isinstance(fault, smtplib.SMTPAuthenticationError)) from fault
        self.carried, self.is_away = 0, False
        return server

    def close(self) -> None:
        self.carried = 0
        if not isinstance(self.backend, FileBackend):
            with suppress(OSError, smtplib.SMTPException):
                self.backend.close()
            self.backend.connection = None


@contextmanager
def line() -> Iterator[Line]:
    it = Line()
    try:
        yield it
    finally:
        it.close()


def converse(server: smtplib.SMTP, content: bytes, latest: float) -> None:
    """DATA, the words, and by itself the dot that makes them a mail."""
    answer = asked(lambda: server.docmd("DATA"))
    if answer[0] != 354:
        judged(answer, is_ours=True)
        raise Later(told(answer))
    words = re.sub(rb"(?m)^\.", b"..", content)
    try:
        server.send(words if words.endswith(b"\r\n") else words + b"\r\n")
    except OSError as fault:
        raise Later(said(fault)) from fault
    if time.monotonic() > latest:
        raise TooLate
    try:
        server.send(b".\r\n")
        answer = server.getreply()
    except OSError as fault:
        raise Later(said(fault), is_unsure=True) from fault
    judged(answer, is_ours=True)


def asked(question: Callable[[], tuple[int, bytes]]) -> tuple[int, bytes]:
    try:
        return question()
    except OSError as fault:
        raise Later(said(fault)) from fault


def judged(answer: tuple[int, bytes], *, is_ours: bool = False) -> None:
    """is_ours: asked of the sender or of the words, so that a refusal is not the recipient's fault unless the server says so."""
    code, words = answer[0], told(answer)
    if code >= 500:
        is_policy = bool(OF_POLICY.search(words)) or code in (530, 535) or (is_ours and not OF_THE_RECIPIENT.search(words))
        raise Refused(words, is_policy=is_policy)
    if code >= 400 or code < 200:
        raise Later(words, is_crowded=code == CROWDED)


def told(answer: tuple[int, bytes]) -> str:
    return f"{answer[0]} {answer[1].decode('utf-8', 'replace')}"


@lru_cache(maxsize=64)  # the sender's each time
def address(written: str) -> str:
    return parseaddr(sanitize_address(parseaddr(written)[1], "utf-8"))[1]


def said(fault: Exception) -> str:
    return f"{type(fault).__name__}: {fault}"
