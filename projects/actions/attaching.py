"""PDFs that go along with an offer. What a version that was sent names stays for ever, under the hash that it named."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from portfolio.actions import rows
from portfolio.actions.rows import Refused
from portfolio.models import User
from projects.actions.held import offer_held
from projects.actions.locking import lock
from projects.models import Offer, OfferAttachment
from projects.offering import State

MOST = 8
"""Attachments of an offer: more belong in one file."""


def may_attach(offer: Offer) -> bool:
    """To a draft; or to one that is open, whose next version then names it."""
    return offer.state in (State.DRAFT, State.OPEN)


def named_in_versions(offer: Offer) -> Collection[str]:
    """SHA-256 of what has been sent."""
    return {each["sha256"] for version in offer.versions.all() for each in version.terms.get("attachments", ())}


@transaction.atomic
def attach(*, offer: Offer, title: str, file: str, sha256: str, size: int, by: User) -> OfferAttachment:
    """Last of its offer's. The same file twice is one. Raises Refused."""
    held = held_by(offer, by)
    known = list(held.attachments.order_by("position"))
    if first := next((each for each in known if each.sha256 == sha256), None):
        return first
    if len(known) >= MOST:
        raise Refused(_("An offer has at most %(count)s attachments. Remove one, or put several in one file.") % {"count": MOST})
    row = OfferAttachment(offer=held, title=title, file=file, sha256=sha256, size=size)
    rows.save(row=row, by=by)
    return row


@transaction.atomic
def rename(*, attachment: OfferAttachment, title: str, by: User) -> OfferAttachment:
    """Versions that were sent keep the title that they had. Raises Refused."""
    held_by(attachment.offer, by)
    row = OfferAttachment.objects.get(pk=attachment.pk)
    row.title = title
    rows.save(row=row, by=by)
    return row


@transaction.atomic
def detach(*, attachment: OfferAttachment, by: User) -> None:
    """Only what nobody has been sent; the file stays in its folder, in case another offer has the same. Raises Refused."""
    held = held_by(attachment.offer, by)
    row = OfferAttachment.objects.filter(pk=attachment.pk).first()
    if row is None:
        return
    if row.sha256 in named_in_versions(held):
        raise Refused(_("This attachment has been sent. It stays, so that everybody can read what they answered on."))
    rows.remove(row=row, by=by)


def held_by(offer: Offer, by: User) -> Offer:
    """Whoever may edit the project may attach; an offer that takes no answers any more is as it was."""
    project = lock(offer.project, by)
    held = offer_held(offer.pk)
    held.project = project
    if not may_attach(held):
        raise Refused(_("The offer is closed. Nothing is attached to it any more."))
    return held
