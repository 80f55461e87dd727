"""The same page by a link: the municipality that the link was sent to, within the region that sent it, to read and nothing else."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from portfolio.access.rules import public
from portfolio.municipality.page import page_of
from portfolio.municipality.taking import Scope
from portfolio.offers.answering import sitting
from portfolio.offers.answering.door import dead, language_for


def _linked(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Which municipality and which region is the link's, never the address's."""
    seat = sitting.seat_by_cookie(request, public_id)
    if seat is None:
        return dead(request)
    invitee = seat.link.invitee
    home = invitee.offer.project.region
    with translation.override(language_for(request, seat.link)):
        page = page_of(Scope(invitee.organisation, home, has_links=False), home, {}, timezone.now(), timezone.localdate())
        context = {"is_letter": True, "page": page, "party": invitee.organisation, "invitee": invitee, "terms": {"region": home.name}, "link": seat.link}
        response = render(request, "municipality/linked.html", context)
    return sitting.sit(response, seat.link)


linked = public(_linked)
