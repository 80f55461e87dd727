from django.urls import path

from portfolio.municipality import views
from portfolio.municipality.handover import handover
from portfolio.municipality.linked import linked

MUNICIPALITY = "<slug:region>/municipalities/<int:organisation>/"

urlpatterns = [
    path("answer/<uuid:public_id>/municipality/", linked, name="answer-municipality"),
    path(MUNICIPALITY, views.municipality, name="municipality"),
    path(MUNICIPALITY + "fees.csv", views.municipality_csv, name="municipality-csv"),
    path(MUNICIPALITY + "fees.xlsx", views.municipality_xlsx, name="municipality-xlsx"),
    path(MUNICIPALITY + "decisions/<int:decision>/extract/", views.municipality_extract, name="municipality-extract"),
    path(MUNICIPALITY + "handover/<int:contact>/", handover, name="contact-handover"),
]
