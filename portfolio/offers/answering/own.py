"""The other door to the same pages: a contact of the municipality who is signed in. For everybody else nothing lies there, whatever it is that they lack."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from portfolio.access.grants import speaks_for
from portfolio.access.kept import can_keep
from portfolio.access.permissions import P
from portfolio.access.rules import READ, Rule, View, ruled, signed_in_user
from portfolio.models import User
from portfolio.offers.answering.door import absent
from portfolio.offers.answering.seats import SignedIn, opened
from projects.linking import Opens
from projects.models import Invitee
from projects.offering import State


def by_account(view: Callable[..., HttpResponse], methods: tuple[str, ...] = READ) -> View:
    """The view gets (request, seat, …); the URL names the region's slug, the municipality and its invitation."""

    def guard(request: HttpRequest, kwargs: dict[str, Any]) -> tuple[SignedIn | None]:
        seat = seat_of(signed_in_user(request), kwargs.pop("region"), kwargs.pop("organisation"), kwargs.pop("party"))
        if seat is None and not (request.method in methods and can_keep(request)):
            raise Http404
        return (seat,)

    def seated(request: HttpRequest, seat: SignedIn | None, **named: Any) -> HttpResponse:
        return absent(request) if seat is None else view(request, seat, **named)

    return ruled(Rule("party", P.OFFER_ANSWER, methods), seated, guard)


def seat_of(user: User, region: str, organisation: int, party: int) -> SignedIn | None:
    """For whoever speaks for the municipality in the region that sent the offer. What was answered can be read as long as the account can."""
    sent = Invitee.objects.filter(pk=party, organisation=organisation, offer__project__region__slug=region, withdrawn_at__isnull=True)
    invitee = sent.exclude(offer__state=State.DRAFT).select_related("offer__project__region", "organisation").first()
    if invitee is None or (invitee.offer.project.region_id, organisation) not in speaks_for(user):
        return None
    found = opened(invitee)
    return SignedIn(invitee, Opens.READS if found is Opens.NOTHING else found, user)
