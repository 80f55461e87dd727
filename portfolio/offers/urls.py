from django.urls import path

from portfolio.offers import answer_page, office_page

OFFERS = "<slug:region>/projects/<slug:reference>/offers/"

urlpatterns = [
    path("answer/open/<token>/", answer_page.open_link, name="answer-link"),
    path("answer/new-link/", answer_page.new_link, name="answer-new-link"),
    path("answer/<uuid:public_id>/", answer_page.answer, name="answer"),
    path(OFFERS, office_page.offers, name="offers"),
    path(OFFERS + "<int:number>/send/", office_page.offer_send, name="offer-send"),
]
