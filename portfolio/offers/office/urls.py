from django.urls import path

from portfolio.offers.office import pages

OFFERS = "<slug:region>/projects/<slug:reference>/offers/"
OFFER = OFFERS + "<int:number>/"

urlpatterns = [
    path(OFFERS, pages.offers, name="offers"),
    path(OFFER + "send/", pages.offer_send, name="offer-send"),
]
