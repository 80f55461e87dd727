"""Six figures to a party's registered address, for one answer as it was shown: sent, written, and used once."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from portfolio import outbox
from portfolio.access.tokens import hash_of, new_seed, token_of
from portfolio.models import Delivery
from portfolio.queries import clock
from projects.actions.links import UNSENT, Gone, held_for, is_alive
from projects.coding import AN_HOUR, HOLDS, TRIES, Proof, figures_of, judged
from projects.models import AnswerCode, AnswerLink, Invitee
from projects.queries.offers import OWN

PURPOSE = "answer-code"
TWICE = dt.timedelta(seconds=20)
"""A button that is pressed twice within it has been pressed once."""


class TooMany(Exception):
    """So many codes have been sent for the link that no more is sent for a while."""


class CodeNeeded(Exception):
    """The region takes no answer by a link without a code."""


def code_in(row: AnswerCode) -> str:
    """What the mail carries and nothing keeps."""
    return figures_of(bytes.fromhex(hash_of(token_of(row.seed, PURPOSE))))


@transaction.atomic
def send_code(*, link: AnswerLink, key: uuid.UUID, shown_sha256: str, is_anew: bool, at: dt.datetime) -> AnswerCode:
    """A code for this answer, to the registered address; the one that was sent already, where it still holds and no new one is asked for. An earlier one
    of the link ends. Raises Gone or TooMany.
    """
    offer, invitee = held_for(link, None)
    if AnswerLink.objects.filter(pk=link.pk, revoked_at__isnull=False).exists() or not is_alive(offer, invitee):
        raise Gone
    last = newest(link)
    if last and (last.key, last.shown_sha256) == (key, shown_sha256):
        age = at - last.issued_at
        if age < TWICE or (not is_anew and age < HOLDS and last.tries < TRIES):
            return last
    if AnswerCode.objects.filter(link=link, issued_at__gt=at - dt.timedelta(hours=1)).count() >= AN_HOUR:
        raise TooMany
    Delivery.objects.filter(of_code__link=link, state__in=UNSENT).update(state=Delivery.State.CANCELLED, error=_("A newer code takes its place."))
    return AnswerCode.objects.create(
        link=link, key=key, shown_sha256=shown_sha256, seed=new_seed(), issued_at=at, delivery=mail_of(invitee, link, key, shown_sha256, at)
    )


def mail_of(invitee: Invitee, link: AnswerLink, key: uuid.UUID, shown_sha256: str, at: dt.datetime) -> Delivery:
    """Of no use after ten minutes, so it is not tried for longer."""
    title = invitee.offer.versions.latest("number").terms[OWN]["title"]
    with translation.override(invitee.language):
        subject = _("Code for the answer to %(title)s") % {"title": title}
    return outbox.post(
        key=f"code:{link.pk}:{hash_of(f'{key}{shown_sha256}')[:16]}:{at:%Y%m%d%H%M%S%f}",
        region=invitee.offer.project.region,
        kind=Delivery.Kind.CODE,
        to_address=invitee.address,
        to_name=invitee.name,
        subject=subject,
        language=invitee.language,
        by=None,
        at=at,
        trying=HOLDS,
    )


def newest(link: AnswerLink) -> AnswerCode | None:
    """The one that counts: a newer one ends those before it."""
    return AnswerCode.objects.filter(link=link).order_by("-issued_at", "-pk").first()


@transaction.atomic
def prove(*, link: AnswerLink, key: uuid.UUID, shown_sha256: str, written: str) -> Proof:
    """Whether this is the code of this answer. Each wrong one is a try, whatever becomes of the answer; one that was used stays right for what it did."""
    held_for(link, None)
    row = newest(link)
    if row is None or (row.key, row.shown_sha256) != (key, shown_sha256):
        return Proof.NONE
    if row.answer_id:
        return Proof.RIGHT
    now = clock.read()
    proof = judged(written, code_in(row), row.tries, row.issued_at, now)
    if proof is Proof.RIGHT:
        row.proved_at = now
    elif proof in (Proof.WRONG, Proof.SPENT):
        row.tries, row.proved_at = min(row.tries + 1, TRIES), None
    row.save(update_fields=["tries", "proved_at"])
    return proof


def proved(link: AnswerLink, key: uuid.UUID, shown_sha256: str) -> AnswerCode | None:
    """The code that was written for this answer within its time, and that no answer has used; the link is held."""
    row = newest(link)
    fits = row and row.proved_at and row.answer_id is None and (row.key, row.shown_sha256) == (key, shown_sha256)
    return row if row and fits and clock.read() < row.issued_at + HOLDS else None
