from django.urls import path

from portfolio.offers.office import changing, concluding, drafting, ending, entering, pages

OFFERS = "<slug:region>/projects/<slug:reference>/offers/"
OFFER = OFFERS + "<int:number>/"
PARTY = OFFER + "parties/<int:party>/"

urlpatterns = [
    path(OFFERS, pages.offers, name="offers"),
    path(OFFERS + "undo/<int:line>/", drafting.offer_undo, name="offer-undo"),
    path(OFFER + "edit/", drafting.offer_edit, name="offer-edit"),
    path(OFFER + "send/", pages.offer_send, name="offer-send"),
    path(OFFER + "terms/", changing.offer_terms, name="offer-terms"),
    path(OFFER + "close/", ending.offer_close, name="offer-close"),
    path(OFFER + "extend/", ending.offer_extend, name="offer-extend"),
    path(OFFER + "conclude/", concluding.offer_conclude, name="offer-conclude"),
    path(PARTY + "answer/", entering.offer_party_answer, name="offer-party-answer"),
    path(PARTY + "late/", entering.offer_party_late, name="offer-party-late"),
]
