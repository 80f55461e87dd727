"""Handing one mail over, and what is known afterwards: taken, refused for good, to be tried again, or nobody can say."""

import smtplib
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.message import sanitize_address

from portfolio.mail import FileBackend


class Refused(Exception):
    """The mail server will never take it: its answer begins with 5."""


class Later(Exception):
    """It was not taken this time. is_unsure: or it was, and the answer got lost."""

    def __init__(self, said: str, *, is_unsure: bool = False) -> None:
        super().__init__(said)
        self.is_unsure = is_unsure


def hand_over(message: EmailMessage, name: str) -> str:
    """The file's name where mails are files, else nothing. Raises Refused or Later."""
    connection: Any = get_connection(settings.MAIL_TRANSPORT)
    if isinstance(connection, FileBackend):
        try:
            return connection.write(message, name)
        except OSError as fault:
            raise Later(str(fault)) from fault
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as fault:  # also a password that the server refuses: that is not the recipient's fault
        connection.close()
        raise Later(said(fault)) from fault
    try:
        converse(connection.connection, message)
    finally:
        connection.close()
    return ""


def converse(server: smtplib.SMTP, message: EmailMessage) -> None:
    """MAIL, RCPT and DATA one by one: up to the final dot a broken line means that nothing was taken."""
    content = message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's own has it
    try:
        server.ehlo_or_helo_if_needed()
        judged(server.mail(address(message.from_email)))
        judged(server.rcpt(address(message.to[0])))
    except OSError as fault:
        raise Later(said(fault)) from fault
    try:
        judged(server.data(content))
    except smtplib.SMTPDataError as fault:  # before the first line
        judged((fault.smtp_code, bytes(fault.smtp_error) if isinstance(fault.smtp_error, bytes) else str(fault.smtp_error).encode()))
        raise Later(said(fault)) from fault
    except OSError as fault:
        raise Later(said(fault), is_unsure=True) from fault


def judged(answer: tuple[int, bytes]) -> None:
    code, words = answer
    told = f"{code} {words.decode('utf-8', 'replace')}"
    if code >= 500:
        raise Refused(told)
    if code >= 400:
        raise Later(told)


def address(written: str) -> str:
    return parseaddr(sanitize_address(parseaddr(written)[1], "utf-8"))[1]


def said(fault: Exception) -> str:
    return f"{type(fault).__name__}: {fault}"
