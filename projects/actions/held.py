"""Rows that are held while an offer is answered, closed or changed: the project first, then the offer, then the party, so that nobody waits in a ring."""

import datetime as dt

from django.core.exceptions import PermissionDenied

from portfolio.access.permissions import P
from portfolio.actions.rows import sign
from portfolio.models import User
from projects.actions.locking import lock
from projects.models import Invitee, Offer


class Moved(Exception):
    """What was shown is not what would be done now: look again."""


def offer_held(pk: int) -> Offer:
    """As it is now, until the transaction ends: whoever answers and whoever closes meet here."""
    return Offer.objects.select_for_update(of=("self",), no_key=True).select_related("project__region").get(pk=pk)


def offer_held_by(offer: Offer, by: User) -> Offer:
    """For an act of the office. A role that ended while the request was under way no longer counts."""
    project = lock(offer.project, by)
    if P.OFFER_SEND not in project.allowed:
        raise PermissionDenied
    held = offer_held(offer.pk)
    held.project = project
    return held


def invitee_held(pk: int) -> Invitee:
    """Its offer is held already."""
    return Invitee.objects.select_for_update(of=("self",), no_key=True).select_related("organisation").get(pk=pk)


def signed(offer: Offer, by: User, reason: str, at: dt.datetime) -> None:
    sign(offer, by, reason[:100], at)
    offer.save()
