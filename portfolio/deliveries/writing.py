"""The words of a mail, written in the moment of sending from its kind and what it is about."""

from collections.abc import Callable
from email.utils import formataddr, parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portfolio.access.tokens import hash_of, token_of
from portfolio.actions.invitations import key_of
from portfolio.lib.texts import one_line
from portfolio.models import Delivery


class NotNeeded(Exception):
    """What the mail was to tell no longer holds; says why."""


class NotWritten(Exception):
    """It cannot be written until a person does something; says what."""


def message_of(delivery: Delivery) -> EmailMessage:
    """In the language that is active. Raises NotNeeded or NotWritten."""
    body = WRITERS[delivery.kind](delivery)
    headers = {"Message-ID": message_id(delivery), "Auto-Submitted": "auto-generated"}
    if delivery.request_id:
        headers["X-Request-ID"] = delivery.request_id
    return EmailMessage(one_line(delivery.subject), body, to=[formataddr((one_line(delivery.to_name), delivery.to_address))], headers=headers)


def message_id(delivery: Delivery) -> str:
    """The same at each try."""
    return f"<{delivery.message_id.hex}@{parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition('@')[2]}>"


def invitation(delivery: Delivery) -> str:
    about = delivery.invitation
    assert about
    if about.accepted_at:
        raise NotNeeded(_("The invitation has been accepted."))
    if about.withdrawn_at:
        raise NotNeeded(_("The invitation is withdrawn."))
    if about.expires_at <= timezone.now():
        raise NotNeeded(_("The invitation has expired."))
    if delivery.key != key_of(about):
        raise NotNeeded(_("A newer mail with another link takes its place."))
    token = token_of(about.seed, "invitation")
    if hash_of(token) != about.token_sha256:
        raise NotWritten(_("The secret key of the installation has changed. Send the invitation again from the list of members."))
    last_day = timezone.localdate(about.expires_at, ZoneInfo(about.region.time_zone))
    words = {"invitation": about, "last_day": last_day, "link": settings.SITE_URL + reverse("invitation", args=[token])}
    return render_to_string("mail/invitation.txt", words).strip() + "\n"


WRITERS: dict[str, Callable[[Delivery], str]] = {Delivery.Kind.INVITATION: invitation}
