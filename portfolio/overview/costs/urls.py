from django.urls import path

from portfolio.overview.costs import views

urlpatterns = [
    path("<slug:region>/costs/", views.costs, name="costs"),
    path("<slug:region>/costs/municipality/", views.municipality, name="costs-municipality"),
    path("<slug:region>/costs.csv", views.costs_csv, name="costs-csv"),
    path("<slug:region>/costs.xlsx", views.costs_xlsx, name="costs-xlsx"),
]
