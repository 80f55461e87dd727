"""A mail as it was written to a file, where no mail server takes it. Whoever reads it here sees its words, but no link that opens something.

The exception is the demo: an offer's mail to an address that nobody can have (RFC 2606 keeps ".example" for examples), in the embedded default. Its link
is shown, so that a newcomer can answer as its recipient would.
"""

import email
import email.policy
import re
from dataclasses import dataclass
from email.message import EmailMessage

from django.conf import settings

from portfolio import mail
from portfolio.models import Delivery

SECRET = re.compile(r"(?<=/)[A-Za-z0-9_-]{24,}(?=/|\s|$)")
"""A long word between slashes is the key of a link."""
CODE = re.compile(r"(?<![\d#])\d{3}\s?\d{3}(?!\d)")
"""The six figures that let somebody send an answer: whoever reads mails here is not the one who was asked."""
OPENS = re.compile(r"^https?://\S+?(/answer/open/\S+)$", re.MULTILINE)
NOBODYS = ".example"


@dataclass(frozen=True)
class Written:
    """page: as mail programs show it, "" where it is text alone. link: the path that its link opens, only where that may be seen. lacks: what was left
    out of it: "key" of a link, "code", or nothing.
    """

    subject: str
    to: str
    text: str
    page: str
    link: str
    lacks: str = ""


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
    text, page = part(message, "plain"), part(message, "html")
    if delivery.kind == Delivery.Kind.CODE:
        return Written(str(message["Subject"]), str(message["To"]), CODE.sub("…", text), CODE.sub("…", page), "", "code")
    if not is_an_example(delivery):
        lacks = "key" if SECRET.search(text) else ""
        return Written(str(message["Subject"]), str(message["To"]), SECRET.sub("…", text), SECRET.sub("…", page), "", lacks)
    found = OPENS.search(text)
    return Written(str(message["Subject"]), str(message["To"]), text, page, found[1] if found else "")


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    return str(body.get_content()) if body else ""


def is_an_example(delivery: Delivery) -> bool:
    return mail.is_written() and not settings.IN_SERVICE and delivery.kind == Delivery.Kind.OFFER and delivery.to_address.endswith(NOBODYS)
