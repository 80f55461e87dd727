from django.urls import path

from portfolio.history import views

PROJECT = "<slug:region>/projects/<slug:reference>/"

urlpatterns = [
    path("<slug:region>/history/", views.region_history, name="region-history"),
    path("<slug:region>/history/latest/", views.region_latest, name="region-history-latest"),
    path(PROJECT + "history/", views.project_history, name="history"),
    path(PROJECT + "history/latest/", views.latest, name="history-latest"),
]
