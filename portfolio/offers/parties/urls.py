"""One party of an offer, as the office and the project's manager see it."""

from django.urls import path

from portfolio.offers.office.urls import OFFER
from portfolio.offers.parties import contacting, deciding, page

PARTY = OFFER + "parties/<int:party>/"

urlpatterns = [
    path(PARTY, page.party, name="offer-party"),
    path(PARTY + "decision/", deciding.decision, name="offer-party-decision"),
    path(PARTY + "decision/confirm/", deciding.confirm, name="offer-party-confirm"),
    path(PARTY + "decisions/<int:decision>/extract.pdf", page.extract, name="offer-party-extract"),
    path(PARTY + "contact/", contacting.contact, name="offer-party-contact"),
    path(PARTY + "link/", contacting.link, name="offer-party-link"),
]
