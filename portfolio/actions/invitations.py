"""Inviting somebody by mail, and what becomes of it."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from portfolio import outbox
from portfolio.access.tokens import hash_of, new_seed, token_of
from portfolio.models import Delivery, Invitation, Organisation, Region, RoleGrant, User

ACCEPTED = ":accepted"
"""The reason of a role that came by an invitation; a page says it in the language of its reader."""
HOLDS = dt.timedelta(days=14)


class NoLonger(Exception):
    """The invitation has been accepted, withdrawn or has expired meanwhile."""


@transaction.atomic
def invite(*, region: Region, email: str, name: str, role: str, organisation: Organisation | None, language: str, by: User, at: dt.datetime) -> Invitation:
    """Raises IntegrityError when an invitation to the address is open already."""
    seed = new_seed()
    invitation = Invitation(region=region, email=email.lower(), name=name, role=role, organisation=organisation, language=language, invited_by=by)
    renew(invitation, seed, at)
    signed(invitation, by, at).save()
    post(invitation, by, at)
    return invitation


@transaction.atomic
def send_again(*, invitation: Invitation, by: User, at: dt.datetime) -> Invitation:
    """A new link, by a new mail; the old link is dead. Raises NoLonger."""
    held = open_one(invitation)
    held.deliveries.filter(state__in=(Delivery.State.WAITING, Delivery.State.FAILED)).update(
        state=Delivery.State.CANCELLED, error=_("A newer mail with another link takes its place.")
    )
    renew(held, new_seed(), at)
    signed(held, by, at).save()
    post(held, by, at)
    return held


@transaction.atomic
def withdraw(*, invitation: Invitation, by: User, at: dt.datetime) -> Invitation:
    """The link is dead; a mail that waits is not sent. Raises NoLonger."""
    held = open_one(invitation)
    held.withdrawn_at = at
    signed(held, by, at).save()
    held.deliveries.filter(state__in=(Delivery.State.WAITING, Delivery.State.FAILED)).update(
        state=Delivery.State.CANCELLED, error=_("The invitation is withdrawn.")
    )
    return held


@transaction.atomic
def accept(*, invitation: Invitation, user: User, at: dt.datetime, today: dt.date) -> Invitation:
    """The role holds from today and is told of as given by whoever invited; one that the person has already is not given twice. Raises NoLonger."""
    held = open_one(invitation)
    if held.expires_at <= at:
        raise NoLonger
    if user.pk is None:
        user.save()
    has = RoleGrant.objects.filter(user=user, region=held.region, role=held.role, organisation=held.organisation, valid_to__isnull=True)
    if not has.exists():
        grant = RoleGrant(user=user, region=held.region, role=held.role, organisation=held.organisation, valid_from=today)
        signed(grant, held.invited_by, at, ACCEPTED).save()
    held.accepted_at, held.accepted_by = at, user
    signed(held, user, at).save()
    outbox.changed()
    return held


def open_one(invitation: Invitation) -> Invitation:
    """The row, held until the transaction ends."""
    held = Invitation.objects.select_for_update(of=("self",)).select_related("region", "organisation").get(pk=invitation.pk)
    if held.accepted_at or held.withdrawn_at:
        raise NoLonger
    return held


def renew(invitation: Invitation, seed: str, at: dt.datetime) -> None:
    invitation.seed, invitation.token_sha256 = seed, hash_of(token_of(seed, "invitation"))
    invitation.invited_at, invitation.expires_at = at, at + HOLDS


def post(invitation: Invitation, by: User, at: dt.datetime) -> Delivery:
    with translation.override(invitation.language):
        subject = _("You are invited to %(region)s in Samverk") % {"region": invitation.region.name}
    return outbox.post(
        key=key_of(invitation),
        region=invitation.region,
        kind=Delivery.Kind.INVITATION,
        to_address=invitation.email,
        to_name=invitation.name,
        subject=subject,
        language=invitation.language,
        by=by,
        at=at,
        invitation=invitation,
    )


def key_of(invitation: Invitation) -> str:
    """Another one for each link, so that a mail tells whether it is about the newest."""
    return f"invitation:{invitation.pk}:{invitation.token_sha256[:16]}"


def signed(row: Any, by: User | None, at: dt.datetime, reason: str = "") -> Any:
    """Who and when, for the history."""
    row._history_user, row._history_date, row._change_reason = by, at, reason
    return row
