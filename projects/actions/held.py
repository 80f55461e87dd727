"""Rows that are held while an offer is answered, closed or changed: the project first, then the offer, then the party, so that nobody waits in a ring."""

from django.core.exceptions import PermissionDenied

from portfolio.access.permissions import P
from portfolio.models import User
from projects.actions.locking import lock
from projects.models import Invitee, Offer


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
