"""From the rows of an offer to what its papers are made of."""

from costsharing.queries.grounds import coded
from portfolio.documents.offers.facts import Facts, Party
from projects.models import Invitee, OfferVersion


def facts_of(version: OfferVersion) -> Facts:
    return Facts(version)


def party_of(invitee: Invitee, facts: Facts) -> Party:
    return facts.party(coded(invitee.organisation.code, invitee.organisation_id), invitee.organisation.name)
