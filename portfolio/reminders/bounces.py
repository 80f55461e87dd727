"""What comes back: a report of delivery (RFC 3464) names the mail it is about by the Message-ID of the returned headers, which nobody can guess.

A final failure (5.x) marks the mail, and the contact or person whose address it was; a delay (4.x) and an absence message mark nothing.
"""

import email
import re
from dataclasses import dataclass
from email.message import Message
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from portfolio import outbox
from portfolio.models import Contact, Delivery, User

LARGEST = 1_000_000  # bytes of one report that are read
OURS = re.compile(r"<([0-9a-f]{32})@")
STATUS = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")


@dataclass(frozen=True)
class Report:
    """What one mail says. kind: failed, delayed, reply (of a person's program), other. said: the mail server's words."""

    kind: str
    mail: str = ""
    said: str = ""


def read(raw: bytes) -> Report:
    message = email.message_from_bytes(raw[:LARGEST])  # the plain policy: the other one stumbles over hostile headers
    if message.get_content_type() == "multipart/report" and str(message.get_param("report-type", "")).lower() == "delivery-status":
        return report(message)
    automatic = str(message.get("Auto-Submitted", "no")).split(";")[0].strip().lower()
    return Report("reply" if automatic != "no" else "other")


def report(message: Message) -> Report:
    found, said, status = "", "", ""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            groups: Any = part.get_payload()
            for fields in groups:
                if match := STATUS.search(str(fields["Status"] or "")):
                    status = max(status, match[1])
                    said = " ".join(str(fields["Diagnostic-Code"] or fields["Status"]).split())
        elif kind in ("text/rfc822-headers", "message/rfc822-headers"):
            found = id_in(str(part.get_payload()))
        elif kind == "message/rfc822":
            returned: Any = part.get_payload(0)
            found = id_in(str(returned["Message-ID"] or ""))
    return Report("failed" if status == "5" else "delayed" if status == "4" else "other", found, said)


def id_in(text: str) -> str:
    """Of the mail that came back, not of another that its headers speak of."""
    line = re.search(r"^Message-ID:\s*(\S+)", text, re.IGNORECASE | re.MULTILINE)
    match = OURS.search(line[1] if line else text)
    return match[1] if match else ""


def take(raw: bytes) -> str:
    """What was done: "marked", "known" (told of before), "delayed", "reply", "other", or "unknown" when no mail of ours is meant."""
    told = read(raw)
    if told.kind != "failed":
        return told.kind
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update(of=("self",)).select_related("region").filter(message_id=told.mail).first() if told.mail else None
        if delivery is None:
            return "unknown"
        if delivery.state != Delivery.State.SENT:
            return "known"
        mark(delivery, told.said)
    return "marked"


def mark(delivery: Delivery, said: str) -> None:
    with override(delivery.region.language):
        why = _("It came back: %(said)s") % {"said": said}
    Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.BOUNCED, error=why[:300])
    for contact in Contact.objects.filter(reminders__delivery=delivery, mail__iexact=delivery.to_address).distinct():
        contact.came_back_from = contact.mail
        contact._change_reason = why[:100]  # type: ignore[attr-defined]
        contact.save()
    for person in User.objects.filter(pk=delivery.recipient_id or 0, email__iexact=delivery.to_address):
        person.came_back_from = person.email
        person._change_reason = why[:100]  # type: ignore[attr-defined]
        person.save(update_fields=["came_back_from"])
    outbox.changed()
