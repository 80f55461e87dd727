from django.urls import path

from portfolio.offers.office.urls import OFFER
from portfolio.offers.questions import pages

urlpatterns = [
    path(OFFER + "questions/", pages.questions, name="offer-questions"),
    path(OFFER + "questions/passing/", pages.passing, name="offer-passing"),
]
