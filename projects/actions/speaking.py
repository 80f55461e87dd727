"""A municipality's contact with an account acts for it: whether the region says so is read once more while the offer is held."""

from portfolio.access.grants import speaks_for
from portfolio.models import User
from projects.actions.held import invitee_held, offer_held
from projects.actions.links import Gone, is_alive
from projects.models import Invitee, Offer


def held_by_contact(invitee: Invitee, by: User) -> tuple[Offer, Invitee]:
    """As one who answers by a link holds them. Raises Gone for whoever does not speak for the party any more."""
    offer = offer_held(invitee.offer_id)
    held = invitee_held(invitee.pk)
    held.offer = offer
    by.grants_today = None
    if (offer.project.region_id, held.organisation_id) not in speaks_for(by):
        raise Gone
    return offer, held


def demand_alive(offer: Offer, invitee: Invitee) -> None:
    """What comes is taken as long as it would be by a link. Raises Gone."""
    if not is_alive(offer, invitee):
        raise Gone
