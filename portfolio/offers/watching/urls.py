from django.urls import path

from portfolio.offers.watching import views

OFFER = "<slug:region>/projects/<slug:reference>/offers/<int:number>/"

urlpatterns = [
    path(OFFER, views.offer, name="offer"),
    path(OFFER + "answers.csv", views.offer_csv, name="offer-csv"),
    path(OFFER + "answers.xlsx", views.offer_xlsx, name="offer-xlsx"),
    path(OFFER + "remind/", views.offer_remind, name="offer-remind"),
]
