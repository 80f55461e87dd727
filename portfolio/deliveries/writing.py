"""The words of a mail, written in the moment of sending from its kind and what it is about."""

import datetime as dt
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from milestones.reminding import local_day, may_leave, next_opening
from portfolio import mail
from portfolio.access.tokens import hash_of, token_of
from portfolio.actions.invitations import key_of
from portfolio.deliveries import asking, offers
from portfolio.deliveries.refusing import NotNeeded, NotWritten, NotYet
from portfolio.lib.letters import Words
from portfolio.lib.texts import one_line
from portfolio.models import Delivery
from portfolio.queries import clock
from portfolio.reminders import lines
from portfolio.reminders.schedule import calendar_of
from portfolio.reminders.telling import digest_subject


@dataclass(frozen=True)
class Material:
    """What a batch of mails is made of, read in one go when it is claimed, and the time then: a mail leaves seconds later."""

    read_at: dt.datetime
    began: float
    reminders: lines.Read

    def now(self) -> dt.datetime:
        return self.read_at + dt.timedelta(seconds=time.monotonic() - self.began)


def material_for(deliveries: Sequence[Delivery]) -> Material:
    return Material(clock.read(), time.monotonic(), lines.read([each for each in deliveries if each.kind in REMINDERS]))


def message_of(delivery: Delivery, material: Material | None = None) -> EmailMultiAlternatives:
    """In the language that is active, as text and as a page. Its subject may be of this moment too, and is set. Raises NotNeeded, NotYet or NotWritten."""
    words = WRITERS[delivery.kind](delivery, material or material_for([delivery]))
    headers = {"Message-ID": message_id(delivery), "Auto-Submitted": "auto-generated"}
    if delivery.request_id:
        headers["X-Request-ID"] = delivery.request_id
    subject, region = one_line(delivery.subject), delivery.region
    to = [formataddr((one_line(delivery.to_name), delivery.to_address))]
    sender = formataddr((one_line(region.name), parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
    reply_to = [formataddr((one_line(region.name), one_line(region.reply_to)))] if region.reply_to else None
    message = EmailMultiAlternatives(subject, words.text, sender, to, headers=headers, reply_to=reply_to)
    message.attach_alternative(mail.page_of(words, subject), "text/html")
    return message


def message_id(delivery: Delivery) -> str:
    """The same at each try."""
    return f"<{delivery.message_id.hex}@{parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition('@')[2]}>"


def invitation(delivery: Delivery, material: Material) -> Words:
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
    link = settings.SITE_URL + reverse("invitation", args=[token])
    text = render_to_string("mail/invitation.txt", {"invitation": about, "last_day": last_day, "link": link}).strip() + "\n"
    return Words(text, link, _("Accept the invitation"))


def reminders(delivery: Delivery, material: Material) -> Words:
    """Of what still is open in this moment."""
    now = material.now()
    calendar = calendar_of(delivery.region)
    if not may_leave(now, calendar):
        raise NotYet(next_opening(now, calendar))
    found = lines.lines_of(delivery, local_day(now, calendar), material.reminders)
    if not found:
        raise NotNeeded(_("The deadline is met, moved or gone."))
    delivery.subject = one_line(found[0].subject if len(found) == 1 else digest_subject(len(found), delivery.region.name))[:300]
    link = settings.SITE_URL + lines.page_of(delivery, found)
    words = {"region": delivery.region, "lines": found, "link": link, "contact": delivery.recipient_id is None}
    return Words(render_to_string("mail/reminders.txt", words).strip() + "\n", link, _("Open the page"))


REMINDERS = (Delivery.Kind.REMINDER, Delivery.Kind.DIGEST)
WRITERS: dict[str, Callable[[Delivery, Material], Words]] = {
    Delivery.Kind.INVITATION: invitation,
    Delivery.Kind.REMINDER: reminders,
    Delivery.Kind.DIGEST: reminders,
    Delivery.Kind.OFFER: lambda delivery, material: offers.offer(delivery),
    Delivery.Kind.RECEIPT: lambda delivery, material: offers.receipt(delivery),
    Delivery.Kind.CODE: lambda delivery, material: asking.code(delivery),
    Delivery.Kind.QUESTION: lambda delivery, material: asking.question(delivery),
}
