from django.urls import path

from portfolio.overview.decisions import views

urlpatterns = [
    path("<slug:region>/decisions/", views.decisions, name="decisions"),
    path("<slug:region>/decisions.csv", views.decisions_csv, name="decisions-csv"),
    path("<slug:region>/decisions.xlsx", views.decisions_xlsx, name="decisions-xlsx"),
]
