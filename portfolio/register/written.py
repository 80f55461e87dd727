"""A mail as it was written to a file, where no mail server takes it. Whoever reads it here sees its words, but no link that opens something."""

import email
import email.policy
import re
from dataclasses import dataclass

from portfolio import mail
from portfolio.models import Delivery

SECRET = re.compile(r"(?<=/)[A-Za-z0-9_-]{24,}(?=/|\s|$)")
"""A long word between slashes is the key of a link."""


@dataclass(frozen=True)
class Written:
    subject: str
    to: str
    text: str


def read(delivery: Delivery) -> Written | None:
    """None when it was not written, or the file is gone or is another mail's."""
    if not delivery.file or "/" in delivery.file:
        return None
    try:
        content = (mail.written() / delivery.file).read_bytes()
    except OSError:
        return None
    message = email.message_from_bytes(content, policy=email.policy.default)
    if delivery.message_id.hex not in str(message["Message-ID"]):
        return None
    body = message.get_body(("plain",))
    return Written(str(message["Subject"]), str(message["To"]), SECRET.sub("…", body.get_content() if body else ""))
